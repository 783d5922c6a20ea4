"""How verdicts are written down: as programs read them, and as lines of the seam log.

The log says what was foretold of a pair and what its render showed, one JSON object a line.
Opens no file: whoever keeps the log brings its lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from lyrad.model.names import JSON
from lyrad.model.seam import Seam, SeamRecord, Verdict

NAME = "seams.jsonl"
"""The log's name in the state folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeamLog:
    """What a log says; `unread` are the numbers of the lines, from 1, that made no sense."""

    records: tuple[SeamRecord, ...] = ()
    unread: tuple[int, ...] = ()


def record(
    seam: Seam, *, at: datetime, shot: str, job: str, cut: bool, soft: bool = False
) -> SeamRecord:
    """Return what to write down of a judged pair whose clip was looked through."""
    return SeamRecord(
        at=at,
        shot=shot,
        job=job,
        risk=round(seam.risk, 4),
        verdict=seam.verdict,
        measures=asdict(seam.measures),
        cut=cut,
        soft=soft,
    )


def line(written: SeamRecord) -> str:
    """Return a record as one line of JSON, without its end."""
    fields = asdict(written) | {"at": written.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return json.dumps(fields, ensure_ascii=False)


def read(lines: Iterable[str]) -> SeamLog:
    """Return the log that these lines hold; a line that broke off is left out, and named."""
    records, unread = [], []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            records.append(_record(json.loads(text)))
        except (ValueError, KeyError, TypeError):
            unread.append(number)
    return SeamLog(records=tuple(records), unread=tuple(unread))


def as_fields(seam: Seam) -> dict[str, JSON]:
    """Return a judged pair as programs read it: risk, verdict, reasons, advice."""
    return {
        "risk": round(seam.risk, 3),
        "verdict": seam.verdict.value,
        "reasons": [
            {"axis": one.axis.value, "risk": round(one.risk, 3), "words": one.words}
            for one in seam.reasons
        ],
        "advice": list(seam.advice),
    }


def frozen(seam: Seam) -> dict[str, JSON]:
    """Return all that was judged of a pair, as plans and receipts keep it."""
    return {**as_fields(seam), "measures": asdict(seam.measures)}


def _record(found: Mapping[str, JSON]) -> SeamRecord:
    measures, at = found["measures"], datetime.fromisoformat(str(found["at"]))
    if not isinstance(measures, dict) or at.tzinfo is None:
        raise ValueError("a record has measures, and a time with its zone")
    return SeamRecord(
        at=at,
        shot=str(found["shot"]),
        job=str(found["job"]),
        risk=_risk(found["risk"]),
        verdict=Verdict(str(found["verdict"])),
        measures=measures,
        cut=_yes(found["cut"]),
        soft=_yes(found.get("soft", False)),
    )


def _risk(value: JSON) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("a risk lies between 0 and 1")
    return float(value)


def _yes(value: JSON) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value
