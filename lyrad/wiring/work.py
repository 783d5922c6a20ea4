"""Give each step its bench: what the engine calls when a step's turn has come."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, TypedDict

from lyrad import actions
from lyrad.actions.perform import perform
from lyrad.errors import Code, Fault
from lyrad.model.job import Progress
from lyrad.model.names import ProductionId
from lyrad.model.plan import (
    Artifact,
    AssemblyPlan,
    BriefPlan,
    CharacterPlan,
    CuePlan,
    Done,
    Failed,
    Later,
    Outcome,
    Plan,
    ShotPlan,
)
from lyrad.model.seam import SeamRecord
from lyrad.ports import (
    AssemblyBench,
    AssemblyHome,
    Bench,
    BetweenBackend,
    BriefBench,
    BriefHome,
    Captioner,
    CharacterBench,
    CharacterHome,
    ClipJudge,
    Clock,
    Composer,
    CueBench,
    CueHome,
    Cutter,
    Datasets,
    Drafting,
    Expansions,
    Marker,
    Mastering,
    Media,
    Pictures,
    Publisher,
    Signal,
    Store,
    Trainer,
    Transcriber,
    Workplace,
    Writer,
)
from lyrad.wiring.homes import Homes

RETRY = 60.0
PUBLISHED = frozenset({"take", "captions", "version", "assembly", "draft"})
"""The kinds of artifact that stand in the production, and no longer in the work folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The tools of this machine, where steps work, and where what they make goes."""

    folder: Path
    clock: Clock
    store: Store
    backends: Mapping[str, BetweenBackend]
    media: Media
    pictures: Pictures
    marker: Marker
    learn: Callable[[SeamRecord], None]
    judge: ClipJudge
    writers: Mapping[str, Writer]
    expansions: Expansions
    datasets: Datasets
    captioners: Mapping[str, Captioner]
    trainers: Mapping[str, Trainer]
    composers: Mapping[str, Composer]
    mastering: Mastering
    cutter: Cutter
    transcriber: Transcriber | None
    drafting: Drafting
    homes: Homes
    accept_non_commercial: bool = False

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
        kind = _KINDS.get(type(plan))
        verb = kind.verbs.get(found.action) if kind else None
        if kind is None or verb is None:
            return Failed(fault=_unknown(plan, found.action))
        home = kind.homes(self.homes).get(plan.production)
        if home is None:
            return Later(fault=_elsewhere(plan), delay=RETRY)
        bench = kind.bench(self, plan, home, place)
        outcome = perform(verb.model_validate(dict(found.fields)), bench)
        if isinstance(outcome, Done) and step + 1 == len(plan.steps):
            _clear(job_work, outcome)
        return outcome


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


def _for_shot(shop: Workshop, plan: ShotPlan, publisher: Publisher, place: _Place) -> Bench:
    return Bench(
        plan=plan,
        backends=shop.backends,
        media=shop.media,
        pictures=shop.pictures,
        publisher=publisher,
        marker=shop.marker,
        learn=shop.learn,
        judge=shop.judge,
        writers=shop.writers,
        expansions=shop.expansions,
        **place,
    )


def _for_character(
    shop: Workshop, plan: CharacterPlan, home: CharacterHome, place: _Place
) -> CharacterBench:
    return CharacterBench(
        plan=plan,
        datasets=shop.datasets,
        captioners=shop.captioners,
        trainers=shop.trainers,
        home=home,
        **place,
    )


def _for_cue(shop: Workshop, plan: CuePlan, home: CueHome, place: _Place) -> CueBench:
    return CueBench(
        plan=plan,
        composers=shop.composers,
        mastering=shop.mastering,
        home=home,
        accept_non_commercial=shop.accept_non_commercial,
        **place,
    )


def _for_scene(
    shop: Workshop, plan: AssemblyPlan, home: AssemblyHome, place: _Place
) -> AssemblyBench:
    return AssemblyBench(plan=plan, cutter=shop.cutter, marker=shop.marker, home=home, **place)


def _for_brief(shop: Workshop, plan: BriefPlan, home: BriefHome, place: _Place) -> BriefBench:
    return BriefBench(
        plan=plan,
        transcriber=shop.transcriber,
        writers=shop.writers,
        drafting=shop.drafting,
        home=home,
        **place,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What jobs of one kind of plan may do, where their results go, and at which bench.

    There is no home, and so no bench, while their production is not run here.
    """

    verbs: Mapping[str, Any]
    homes: Callable[[Homes], Mapping[ProductionId, Any]]
    bench: Callable[[Workshop, Any, Any, _Place], Workplace]


_KINDS: Mapping[type[Plan], _Kind] = {
    ShotPlan: _Kind(verbs=actions.FOR_SHOTS, homes=attrgetter("takes"), bench=_for_shot),
    CharacterPlan: _Kind(
        verbs=actions.FOR_CHARACTERS, homes=attrgetter("characters"), bench=_for_character
    ),
    CuePlan: _Kind(verbs=actions.FOR_CUES, homes=attrgetter("cues"), bench=_for_cue),
    BriefPlan: _Kind(verbs=actions.FOR_BRIEFS, homes=attrgetter("briefs"), bench=_for_brief),
    AssemblyPlan: _Kind(verbs=actions.FOR_SCENES, homes=attrgetter("scenes"), bench=_for_scene),
}


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
