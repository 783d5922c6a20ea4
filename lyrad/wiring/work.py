"""Give each step its bench: what the engine calls when a step's turn has come."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from lyrad import actions
from lyrad.actions.perform import perform
from lyrad.errors import Code, Fault
from lyrad.model.job import Progress
from lyrad.model.names import ProductionId
from lyrad.model.plan import (
    Artifact,
    CharacterPlan,
    Done,
    Failed,
    Later,
    Outcome,
    Plan,
    ShotPlan,
    Step,
)
from lyrad.model.seam import SeamRecord
from lyrad.ports import (
    Bench,
    BetweenBackend,
    Captioner,
    CharacterBench,
    CharacterHome,
    ClipJudge,
    Clock,
    Datasets,
    Expansions,
    Marker,
    Media,
    Pictures,
    Publisher,
    Signal,
    Store,
    Trainer,
    Writer,
)

RETRY = 60.0
PUBLISHED = frozenset({"take", "captions", "version"})
"""The kinds of artifact that stand in the production, and no longer in the work folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The tools of this machine, and where steps work; `publishers`, `homes`: by production."""

    folder: Path
    clock: Clock
    store: Store
    backends: Mapping[str, BetweenBackend]
    media: Media
    pictures: Pictures
    publishers: Mapping[ProductionId, Publisher]
    marker: Marker
    learn: Callable[[SeamRecord], None]
    judge: ClipJudge
    writers: Mapping[str, Writer]
    expansions: Expansions
    datasets: Datasets
    captioners: Mapping[str, Captioner]
    trainers: Mapping[str, Trainer]
    homes: Mapping[ProductionId, CharacterHome]

    def perform(  # noqa: PLR0917 - the engine's own call, `ports.Perform`
        self,
        plan: Plan,
        step: int,
        tries: int,
        earlier: tuple[Artifact, ...],
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Outcome:
        """Carry out one try of one step."""
        found = plan.steps[step]
        job_work = self.folder / plan.job
        place = _Place(
            step=step,
            tries=tries,
            work=job_work / f"{step + 1}-{found.action}",
            job_work=job_work,
            earlier=earlier,
            clock=self.clock,
            signal=signal,
            progress=progress,
            store=self.store.path,
        )
        outcome: Outcome | None = None
        if isinstance(plan, ShotPlan):
            outcome = self._for_shot(plan, found, place)
        elif isinstance(plan, CharacterPlan):
            outcome = self._for_character(plan, found, place)
        if outcome is None:
            return Failed(fault=_unknown(plan, found.action))
        if isinstance(outcome, Done) and step + 1 == len(plan.steps):
            _clear(job_work, outcome)
        return outcome

    def _for_shot(self, plan: ShotPlan, step: Step, place: _Place) -> Outcome | None:
        """Return what came of a shot's step, or None where this lyrad does not know its verb."""
        verb, publisher = actions.FOR_SHOTS.get(step.action), self.publishers.get(plan.production)
        if verb is None:
            return None
        if publisher is None:
            return Later(fault=_elsewhere(plan), delay=RETRY)
        bench = Bench(
            plan=plan,
            backends=self.backends,
            media=self.media,
            pictures=self.pictures,
            publisher=publisher,
            marker=self.marker,
            learn=self.learn,
            judge=self.judge,
            writers=self.writers,
            expansions=self.expansions,
            **place,
        )
        return perform(verb.model_validate(dict(step.fields)), bench)

    def _for_character(self, plan: CharacterPlan, step: Step, place: _Place) -> Outcome | None:
        """Return what came of a character's step, or None where its verb is not known."""
        verb, home = actions.FOR_CHARACTERS.get(step.action), self.homes.get(plan.production)
        if verb is None:
            return None
        if home is None:
            return Later(fault=_elsewhere(plan), delay=RETRY)
        bench = CharacterBench(
            plan=plan,
            datasets=self.datasets,
            captioners=self.captioners,
            trainers=self.trainers,
            home=home,
            **place,
        )
        return perform(verb.model_validate(dict(step.fields)), bench)


class _Place(TypedDict):
    """What a step of any kind has at hand: see `lyrad.ports.Workplace`."""

    step: int
    tries: int
    work: Path
    job_work: Path
    earlier: tuple[Artifact, ...]
    clock: Clock
    signal: Signal
    progress: Callable[[Progress], None]
    store: Callable[[str], Path]


def _clear(job_work: Path, done: Done) -> None:
    """Remove the work of a job whose result stands in the production.

    Nothing of it is asked for again: a kill before the engine notes the end makes the step start
    again, and what was published answers it.
    """
    if any(one.kind in PUBLISHED for one in done.artifacts):
        shutil.rmtree(job_work, ignore_errors=True)


def _elsewhere(plan: Plan) -> Fault:
    return Fault(
        code=Code.NOT_RUNNING,
        what="This job's production is not run here just now",
        where=f"{plan.of}, production {plan.production}",
        next="start lyrad with that production's folder, or cancel the job",
    )


def _unknown(plan: Plan, action: str) -> Fault:
    return Fault(
        code=Code.RULE_UNKNOWN_ACTION,
        what=f"This lyrad has no action {action}",
        where=f"rule {plan.rule}, {plan.rule_source}",
        next="correct the rule, then RETAKE",
    )
