"""Give each step its bench: what the engine calls when a step's turn has come."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lyrad import actions
from lyrad.actions.perform import perform
from lyrad.errors import Code, Fault
from lyrad.model.job import Progress
from lyrad.model.names import ProductionId
from lyrad.model.plan import Artifact, Done, Failed, Later, Outcome, Plan, ShotPlan
from lyrad.model.seam import SeamRecord
from lyrad.ports import (
    Bench,
    BetweenBackend,
    ClipJudge,
    Clock,
    Marker,
    Media,
    Pictures,
    Publisher,
    Signal,
    Store,
)

RETRY = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The tools of this machine, and where steps work; `publishers` are by production."""

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
        publisher = self.publishers.get(plan.production)
        if publisher is None:
            return Later(fault=_elsewhere(plan), delay=RETRY)
        found = plan.steps[step]
        verb = actions.ALL.get(found.action)
        if verb is None or not isinstance(plan, ShotPlan):
            return Failed(fault=_unknown(plan, found.action))
        job_work = self.folder / plan.job
        bench = Bench(
            plan=plan,
            step=step,
            tries=tries,
            work=job_work / f"{step + 1}-{found.action}",
            job_work=job_work,
            earlier=earlier,
            clock=self.clock,
            signal=signal,
            progress=progress,
            store=self.store.path,
            backends=self.backends,
            media=self.media,
            pictures=self.pictures,
            publisher=publisher,
            marker=self.marker,
            learn=self.learn,
            judge=self.judge,
        )
        outcome = perform(verb.model_validate(dict(found.fields)), bench)
        if isinstance(outcome, Done) and step + 1 == len(plan.steps):
            _clear(job_work, outcome)
        return outcome


def _clear(job_work: Path, done: Done) -> None:
    """Remove the work of a job whose take stands.

    Nothing of it is asked for again: a kill before the engine notes the end makes the step start
    again, and the take's receipt answers it.
    """
    if any(one.kind == "take" for one in done.artifacts):
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
