"""Put a report on a dataset into lines for a person, and into plain fields for a program."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.model.dataset import Aside, DatasetReport, Look, Picture, Row
from lyrad.model.finding import Verdict
from lyrad.model.names import JSON

_ORDER = (Verdict.REFUSED, Verdict.MENDED, Verdict.KEPT)
"""What needs a person comes first."""


def lines(report: DatasetReport) -> Iterator[str]:
    """Return the report as a person reads it on a terminal."""
    yield headline(report)
    yield from (f"  next:  {want}" for want in report.wants)
    for verdict in _ORDER:
        for picture in report.pictures:
            if picture.verdict is verdict:
                yield from _picture(picture)
    for aside in report.aside:
        yield f"left aside {aside.name}: {aside.words}"
    if report.balance.rows:
        yield "balance"
        yield from (line for row in report.balance.rows for line in _row(row))
        yield f"  {report.balance.advice}"
    if report.repeats:
        yield report.repeats


def headline(report: DatasetReport) -> str:
    """Return the whole report in one line."""
    parts = (f"{report.counted(verdict)} {verdict}" for verdict in Verdict)
    said = "cannot be trained on yet" if report.wants else "can be trained on"
    return f"{report.folder}: {said}; {', '.join(parts)}"


def ordered(report: DatasetReport) -> tuple[Picture, ...]:
    """Return the pictures with those first that need a person."""
    return tuple(sorted(report.pictures, key=lambda one: _ORDER.index(one.verdict)))


def as_fields(report: DatasetReport) -> dict[str, JSON]:
    """Return the report as plain values; the same folder gives the same."""
    return {
        "folder": report.folder,
        "usable": not report.wants,
        "wants": list(report.wants),
        "word": report.word,
        "counts": {verdict.value: report.counted(verdict) for verdict in Verdict},
        "pictures": [_fields(picture) for picture in report.pictures],
        "aside": [_aside(one) for one in report.aside],
        "balance": {
            "advice": report.balance.advice if report.balance.rows else "",
            "rows": [_row_fields(row) for row in report.balance.rows],
        },
        "repeats": report.repeats,
    }


def _picture(picture: Picture) -> Iterator[str]:
    size = f"  {picture.size}" if picture.size else ""
    copied = f"  -> {picture.copied}" if picture.copied else ""
    yield f"{picture.verdict:7}  {picture.name}{size}{copied}"
    yield from (f"         {finding.words}" for finding in picture.told)


def _row(row: Row) -> Iterator[str]:
    counts = [f"{count} {name}" for name, count in row.counts]
    if row.unmeasured:
        counts.append(f"{row.unmeasured} not measured")
    yield f"  {row.title + ':':13} {', '.join(counts)}"


def _fields(picture: Picture) -> dict[str, JSON]:
    caption = picture.caption
    return {
        "name": picture.name,
        "verdict": picture.verdict.value,
        "copied": picture.copied,
        "size": str(picture.size) if picture.size else "",
        "caption": caption.text if caption else "",
        "caption_file": caption.source if caption and caption.text else "",
        "findings": [{"case": one.case.value, "words": one.words} for one in picture.told],
        "measured": _measured(picture.look) if picture.look else {},
    }


def _measured(look: Look) -> dict[str, JSON]:
    return {
        "hash": f"{look.hash:064x}",
        "blur": round(look.blur, 3),
        "brightness": round(look.brightness, 1),
        "framing": look.framing.value if look.framing else "",
    }


def _aside(aside: Aside) -> JSON:
    return {"name": aside.name, "words": aside.words}


def _row_fields(row: Row) -> JSON:
    return {
        "title": row.title,
        "counts": dict(row.counts),
        "not_measured": row.unmeasured,
        "advice": row.advice,
        "method": row.method,
    }
