"""Decide which takes a cue still wants, and which it no longer wants.

As for shots in `core.admit`: what the engine, the receipts in the cue's folder or the ledger know
is not ordered again. Orders nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from lyrad.core import identity
from lyrad.core.admit import STOPPED
from lyrad.core.history import History
from lyrad.model.cue import CueKey, CuePublished
from lyrad.model.cue_take import CueTake
from lyrad.model.job import Job
from lyrad.model.names import JSON, Fields, JobId, ProductionId
from lyrad.model.rule import Match
from lyrad.model.spotting import Spotted
from lyrad.model.standing import Stale


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFacts:
    """What is known of a cue beside its folder's look."""

    production: ProductionId
    cue: CueKey
    takes: tuple[CueTake, ...]
    foreign: tuple[CueTake, ...]
    history: History
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWant:
    """One take that a cue wants of a rule; `known` says that it is ordered or made already."""

    match: Match
    attempt: int
    job: JobId
    known: bool
    note: str = ""


def wanted(spotted: Spotted, facts: CueFacts) -> tuple[CueWant, ...]:
    """Return every take that the cue wants, rule by rule, first attempts first."""
    return tuple(
        CueWant(
            match=match,
            attempt=attempt,
            job=job,
            known=_known(spotted, match, attempt, job, facts),
            note=notes.get(attempt, ""),
        )
        for match in spotted.matches
        for notes in (_notes(spotted, match, facts),)
        for attempt in sorted(_attempts(spotted, facts) | notes.keys())
        for job in (_job(spotted, match, attempt, facts),)
    )


def missing(spotted: Spotted, facts: CueFacts) -> tuple[CueWant, ...]:
    """Return the takes that the cue wants and that nobody has ordered or made yet."""
    return tuple(want for want in wanted(spotted, facts) if not want.known)


def replaced(spotted: Spotted, facts: CueFacts) -> tuple[JobId, ...]:
    """Return the jobs that have not started and that nobody wants any more."""
    still = {want.job for want in wanted(spotted, facts)}
    return tuple(
        job.plan.job
        for job in facts.jobs
        if job.state.open and not job.started and job.plan.job not in still
    )


def next_attempt(spotted: Spotted, match: Match, facts: CueFacts) -> int:
    """Return the attempt that one more take of this cue is."""
    print_, rule = spotted.drop.fingerprint, match.rule.name
    taken: set[int] = {*range(1, spotted.spec.takes + 1), *_notes(spotted, match, facts)}
    taken |= {line.attempt for line in _published(spotted, match, facts)}
    taken |= {one.receipt.attempt for one in made(facts.takes, rule, spotted) if one.receipt}
    taken |= {
        job.plan.attempt
        for job in facts.jobs
        if (job.plan.fingerprint, job.plan.rule) == (print_, rule)
    }
    return max(taken) + 1


def made(takes: Iterable[CueTake], rule: str, spotted: Spotted) -> tuple[CueTake, ...]:
    """Return the takes that this rule made of this very cue."""
    this = (rule, spotted.drop.fingerprint)
    return tuple(
        take
        for take in takes
        if take.receipt and (take.receipt.rule, take.receipt.fingerprint) == this
    )


def deleted(spotted: Spotted, facts: CueFacts) -> tuple[int, ...]:
    """Return the numbers of this very cue's takes that were made and are there no more."""
    here = {take.receipt.job for take in facts.takes if take.receipt}
    lines = (line for match in spotted.matches for line in _published(spotted, match, facts))
    return tuple(sorted(line.take for line in lines if line.job not in here))


def copy_of(spotted: Spotted, foreign: Iterable[CueTake]) -> CueKey | None:
    """Return the cue of which this folder is an unedited copy, or None."""
    for take in foreign:
        if take.receipt and take.receipt.fingerprint == spotted.drop.fingerprint:
            return take.receipt.cue
    return None


def current_key(spotted: Spotted, match: Match) -> str:
    """Return the version key of what this cue is made into now."""
    return identity.version_key(spotted.drop.fingerprint, spotted.inherited, match.rule.steps)


def current(spotted: Spotted | None, facts: CueFacts) -> tuple[Job, ...]:
    """Return the jobs of the present cue; while there is none, those still to come.

    What stopped and was ordered anew since, with what is inherited now, is a thing of the past.
    """
    if spotted is None:
        return tuple(job for job in facts.jobs if job.state.open)
    mine = [job for job in facts.jobs if job.plan.fingerprint == spotted.drop.fingerprint]
    keys = {current_key(spotted, match) for match in spotted.matches}
    anew = {job.plan.version_key for job in mine}
    anew |= {take.receipt.version_key for take in facts.takes if take.receipt}
    return tuple(
        job
        for job in mine
        if job.state not in STOPPED or job.plan.version_key in keys or not anew & keys
    )


def outdated(job: Job, spotted: Spotted) -> bool:
    """Return whether the rule, or the cue's place, is another than when the job was ordered."""
    return job.plan.version_key not in {current_key(spotted, one) for one in spotted.matches}


def stale(spotted: Spotted, match: Match, takes: Iterable[CueTake]) -> Stale | None:
    """Return the takes of this cue that were made for another place or by another rule.

    None where at least one take is as it would be made now.
    """
    key = current_key(spotted, match)
    mine = made(takes, match.rule.name, spotted)
    if not mine or any(take.receipt and take.receipt.version_key == key for take in mine):
        return None
    before = mine[-1].receipt.span if mine[-1].receipt else {}
    return Stale(takes=tuple(take.number for take in mine), changed=_changed(before, spotted))


def _changed(span: Fields, spotted: Spotted) -> dict[str, JSON]:
    """Return what is another in the cue's place, old and new; `span` is a receipt's."""
    now = spotted.span
    was = (
        _length(span.get("frames"), span.get("rate")),
        str(span.get("timecode")),
        _frames(span.get("hits")),
    )
    new = (
        _length(now.frames, str(now.rate)),
        now.timecode,
        _frames([{"frame": hit.frame} for hit in spotted.hits]),
    )
    parts = zip(("length", "place", "hits"), was, new, strict=True)
    return {name: f"{old} -> {new}" for name, old, new in parts if old != new}


def _frames(hits: JSON) -> str:
    """Return on which frames hits lie, for people."""
    found = hits if isinstance(hits, list) else []
    frames = (str(hit.get("frame")) for hit in found if isinstance(hit, dict))
    return "frames " + ", ".join(frames) if found else "none"


def _length(frames: JSON, rate: JSON) -> str:
    try:
        shown = f"{float(Fraction(str(rate))):.5g}"
    except (ValueError, ZeroDivisionError):
        shown = str(rate)  # a receipt that somebody edited
    return f"{frames} frames at {shown} fps"


def _attempts(spotted: Spotted, facts: CueFacts) -> set[int]:
    """Return the attempts that the spec wants; a copied folder wants none before it is edited."""
    copied = copy_of(spotted, facts.foreign) is not None
    return set() if copied else set(range(1, spotted.spec.takes + 1))


def _notes(spotted: Spotted, match: Match, facts: CueFacts) -> dict[int, str]:
    """Return the attempts that people asked for, with what they said."""
    return {
        line.attempt: line.note
        for cue in _known_as(facts)
        for line in facts.history.retakes(cue.asked_as, match.rule.name, spotted.drop.fingerprint)
    }


def _job(spotted: Spotted, match: Match, attempt: int, facts: CueFacts) -> JobId:
    return identity.job_id(
        production=facts.production,
        rule=match.rule.name,
        shot=facts.cue.asked_as,
        print_=spotted.drop.fingerprint,
        attempt=attempt,
    )


def _known(spotted: Spotted, match: Match, attempt: int, job: JobId, facts: CueFacts) -> bool:
    takes = made(facts.takes, match.rule.name, spotted)
    return (
        any(known.plan.job == job for known in facts.jobs)
        or any(take.receipt and take.receipt.attempt == attempt for take in takes)
        or any(line.attempt == attempt for line in _published(spotted, match, facts))
    )


def _published(spotted: Spotted, match: Match, facts: CueFacts) -> tuple[CuePublished, ...]:
    """Return what the ledger says of this cue's takes, which may be deleted by now."""
    this = (match.rule.name, spotted.drop.fingerprint)
    return tuple(
        line
        for cue in _known_as(facts)
        for line in facts.history.cue(cue).published
        if (line.rule, line.fingerprint) == this
    )


def _known_as(facts: CueFacts) -> tuple[CueKey, ...]:
    """Return the cue, and what it was called before: its own takes' receipts tell."""
    former = {take.receipt.cue for take in facts.takes if take.receipt}
    return (facts.cue, *sorted(former - {facts.cue}))
