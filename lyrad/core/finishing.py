"""Decide which take a FINISH means, and whether it can be finished; say why not where it cannot.

Only takes of what stands in the folder now are finished: the new one has the frames, rate and size
of the present spec.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from lyrad.core.admit import ShotFacts, finish_known, finishing_job
from lyrad.core.again import suspicious
from lyrad.model.job import JobState
from lyrad.model.names import RelPath
from lyrad.model.rule import Match
from lyrad.model.standing import Ready
from lyrad.model.take import FileRecord, Receipt, Take

_NUMBER = re.compile(r"\s*T?0*(\d{1,4})(?!\w)", re.IGNORECASE)
_FILMS = frozenset({".mp4", ".mov"})


def source(note: str, ready: Ready, facts: ShotFacts) -> Take | str:
    """Return the take that is to be finished, or why there is none, in a sentence.

    Args:
        note: the words after FINISH: `T02`, or others, which mean the newest good take.
        ready: the shot's drop.
        facts: what is known of the shot.
    """
    named = _NUMBER.match(note)
    if named:
        number = int(named[1])
        take = next((take for take in facts.takes if take.number == number), None)
        return _why_not(take, ready) or take if take else f"There is no T{number:02d} here."
    good = [take for take in facts.takes if not _why_not(take, ready) and _clean(take)]
    return good[-1] if good else "There is no good take of this spec to finish."


def words(note: str) -> str:
    """Return the rest of a request's words, without the take that it names."""
    return _NUMBER.sub("", note, count=1).strip() if _NUMBER.match(note) else note


def standing(match: Match, take: Take, facts: ShotFacts) -> str:
    """Return what there is to say of a finish that was ordered before, or nothing."""
    if take.receipt is None or not finish_known(match, take.receipt.job, facts):
        return ""
    job = finishing_job(match, take.receipt.job, facts)
    states = {one.state for one in facts.jobs if one.plan.job == job}
    name = f"T{take.number:02d}"
    if states & {JobState.FAILED, JobState.CANCELLED}:
        return f"Finishing {name} stopped before; RETAKE tries it again."
    if any(state.open for state in states):
        return f"{name} is being finished already."
    return f"{name} was finished before."


def master(take: Take) -> tuple[RelPath, FileRecord] | None:
    """Return where a take's clip lies and its record, or None where it is no single file."""
    outputs = take.receipt.outputs if take.receipt else ()
    films = [one for one in outputs if PurePosixPath(one.name).suffix.lower() in _FILMS]
    shown = [one for one in films if "/" not in one.name]
    return (RelPath(f"{take.folder}/{shown[0].name}"), shown[0]) if len(shown) == 1 else None


def _why_not(take: Take, ready: Ready) -> str:
    name, receipt = f"T{take.number:02d}", take.receipt
    if receipt is None:
        return f"{name} has no receipt."
    if receipt.derived_from:
        return f"{name} is finished already, from T{receipt.derived_from.take:02d}."
    if receipt.draft:
        return f"{name} is a draft; finishing is for renders."
    if not _of_now(receipt, ready):
        return f"{name} was made of another spec than stands here now."
    if master(take) is None:
        return f"{name} is a folder of pictures, which cannot be finished yet."
    return ""


def _of_now(receipt: Receipt, ready: Ready) -> bool:
    same = receipt.fingerprint == ready.drop.fingerprint
    return same and receipt.inherited == ready.spec.inherited


def _clean(take: Take) -> bool:
    return take.receipt is not None and not suspicious(take.receipt)
