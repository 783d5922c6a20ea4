"""Decide which jobs a character's references want: first to be described, then to be trained on.

What the engine or the ledger know is not ordered again. Training takes a card for hours, so the
first wants a GO, and so does each after it, unless the rule says otherwise. Orders nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lyrad.core import identity
from lyrad.core.character_past import CharacterPast
from lyrad.core.history import History
from lyrad.model.cast import Referenced
from lyrad.model.character import DatasetDescribed
from lyrad.model.job import Job
from lyrad.model.names import CharacterKey, JobId, ProductionId, asked_as
from lyrad.model.rule import Match, Rule

TRAIN = "train.lora"
"""The verb that makes a rule one that trains."""


class Train(StrEnum):
    """When a character is trained for the first time."""

    GO = "go"
    NOW = "now"


class Retrain(StrEnum):
    """When it is trained again after its references changed."""

    ASK = "ask"
    AUTO = "auto"


class Waits(StrEnum):
    """What a training waits for."""

    FIRST = "for GO to train"
    CHANGED = "refs changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterFacts:
    """What is known of a character beside its folder's look."""

    production: ProductionId
    character: CharacterKey
    history: History
    jobs: tuple[Job, ...]

    @property
    def past(self) -> CharacterPast:
        """Return what was described and trained so far."""
        return self.history.character(self.character)


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterWant:
    """One job that references want; `known` says that it is ordered or made already."""

    match: Match
    attempt: int
    job: JobId
    known: bool


def trains(rule: Rule) -> bool:
    """Return whether a rule trains, rather than only describes."""
    return any(step.action == TRAIN for step in rule.steps)


def wanted(refs: Referenced, facts: CharacterFacts) -> tuple[CharacterWant, ...]:
    """Return every job that the references want now, those that describe first."""
    first = tuple(_want(match, 1, refs, facts) for match in _describing(refs))
    if not described(refs, facts):
        return first
    later = (
        _want(match, attempt, refs, facts)
        for match in training(refs)
        for attempt in sorted(_attempts(match, refs, facts))
    )
    return (*first, *later)


def training(refs: Referenced) -> tuple[Match, ...]:
    """Return the rules that train on the references."""
    return tuple(match for match in refs.matches if trains(match.rule))


def described(refs: Referenced, facts: CharacterFacts) -> bool:
    """Return whether everything that describes is done, and the set can be trained on."""
    rules = {match.rule.name for match in _describing(refs)}
    if not rules:
        return True
    found = [line for line in facts.past.described if line.fingerprint == refs.drop.fingerprint]
    return rules <= {line.rule for line in found} and all(line.usable for line in found)


def description(refs: Referenced, facts: CharacterFacts) -> DatasetDescribed | None:
    """Return what was said last of these references, or None."""
    return facts.past.description(refs.drop.fingerprint)


def waits(refs: Referenced, facts: CharacterFacts) -> Waits | None:
    """Return what training on these references waits for, or None where it needs no GO."""
    asking = [match for match in training(refs) if not _attempts(match, refs, facts)]
    if not asking or not described(refs, facts):
        return None
    return Waits.CHANGED if any(_trained(match, facts) for match in asking) else Waits.FIRST


def next_attempt(match: Match, refs: Referenced, facts: CharacterFacts) -> int:
    """Return the attempt that one more training on these references is."""
    return max(_attempts(match, refs, facts), default=0) + 1


def current(refs: Referenced | None, facts: CharacterFacts) -> tuple[Job, ...]:
    """Return the jobs of the present references; while there are none, those still to come."""
    if refs is None:
        return tuple(job for job in facts.jobs if job.state.open)
    print_ = refs.drop.fingerprint
    return tuple(job for job in facts.jobs if job.plan.fingerprint == print_ or _at_work(job))


def replaced(refs: Referenced, facts: CharacterFacts) -> tuple[JobId, ...]:
    """Return the jobs that have not started and that nobody wants any more."""
    still = {want.job for want in wanted(refs, facts)}
    return tuple(
        job.plan.job
        for job in facts.jobs
        if job.state.open and not job.started and job.plan.job not in still
    )


def _at_work(job: Job) -> bool:
    return job.started and job.state.open


def _describing(refs: Referenced) -> tuple[Match, ...]:
    return tuple(match for match in refs.matches if not trains(match.rule))


def _want(match: Match, attempt: int, refs: Referenced, facts: CharacterFacts) -> CharacterWant:
    job = identity.job_id(
        production=facts.production,
        rule=match.rule.name,
        shot=asked_as(facts.character),
        print_=refs.drop.fingerprint,
        attempt=attempt,
    )
    ordered = any(known.plan.job == job for known in facts.jobs)
    return CharacterWant(
        match=match, attempt=attempt, job=job, known=ordered or facts.past.did(job) is not None
    )


def _attempts(match: Match, refs: Referenced, facts: CharacterFacts) -> frozenset[int]:
    """Return the trainings of these references that were asked for, by a person or the rule."""
    rule, print_ = match.rule.name, refs.drop.fingerprint
    asked = facts.history.attempts(asked_as(facts.character), rule, print_)
    made = {line.attempt for line in facts.past.trained if line.fingerprint == print_}
    by_rule = {1} if _says(match.rule, unasked=not _trained(match, facts)) else frozenset()
    return asked | made | by_rule


def _says(rule: Rule, *, unasked: bool) -> bool:
    """Return whether the rule itself wants the first training (`unasked`), or one more."""
    key, value = ("train", Train.NOW) if unasked else ("retrain", Retrain.AUTO)
    return any(step.fields.get(key) == value for step in rule.steps if step.action == TRAIN)


def _trained(match: Match, facts: CharacterFacts) -> bool:
    return any(line.rule == match.rule.name for line in facts.past.trained)
