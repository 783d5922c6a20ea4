"""Say what would happen with a folder: the pure half of the daemon, run once."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from lyrad.config.settings import load_settings
from lyrad.core import match
from lyrad.core.admit import wanted
from lyrad.core.cues.names import conventional
from lyrad.core.cues.wanted import CueFacts
from lyrad.core.cues.wanted import wanted as wanted_of_cue
from lyrad.core.why import why_not
from lyrad.errors import ConfigError
from lyrad.model.names import JSON, RelPath
from lyrad.model.plan import ShotPlan
from lyrad.model.rule import Rulebook
from lyrad.model.spotting import CueLook, Spotted
from lyrad.model.standing import Lacking, Ready, Refused, ShotLook
from lyrad.service.intake.cues.planning import plan_for as plan_for_cue
from lyrad.service.intake.inbox import within
from lyrad.service.intake.planning import plan_for
from lyrad.wiring.checking_cues import cue_looks
from lyrad.wiring.looking import Visit, production_of, visit
from lyrad.wiring.words import rule_desk


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSaying:
    """Whether a rule speaks of the path; `why_not` says what keeps it from doing so."""

    rule: str
    source: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt that is wanted; `known` where it was made already. Steps have every value.

    A shot has a `size`, a cue the `timecode` of its head. `styles` are those that are used, each
    with the begin of its digest; `notes` what a person should know of how the drop was read.
    """

    attempt: int
    job: str
    rule: str
    known: bool
    seed: int
    frames: int
    rate: str
    steps: tuple[dict[str, JSON], ...]
    size: str = ""
    timecode: str = ""
    styles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What would happen with one path."""

    path: str
    rules: tuple[RuleSaying, ...]
    lacking: str
    faults: tuple[str, ...]
    attempts: tuple[Attempt, ...]


def planned(path: Path, config: Path | None) -> tuple[Planned, ...]:
    """Return what would happen with a path: one answer for a shot or cue, several for a scene.

    Raises:
        LyradError: the path is in no production, or the settings or rules are wrong.
    """
    settings = load_settings(config, os.environ)
    root, below = production_of(path)
    rules = rule_desk(settings, (root,))
    with visit(root, settings, rules) as seen:
        shots = [one for one in seen.shots().items() if _meets(one[0], below)]
        answers = [_shot(seen, seen.look(folder, shot)) for folder, shot in shots]
        answers += [_cue(seen, one) for one in cue_looks(seen) if _meets(one.folder, below)]
        return tuple(answers) or (_other(below, seen),)


def _meets(folder: RelPath, below: RelPath) -> bool:
    """Return whether a folder lies at, below or above the path that is asked about."""
    return within(folder, below) or within(below, folder)


def _shot(seen: Visit, found: ShotLook) -> Planned:
    lead = match.conventional(found.shot, "shot.yaml")
    standing = found.standing
    faults: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    if isinstance(standing, Refused):
        faults = tuple(str(fault) for fault in standing.faults)
    if isinstance(standing, Ready):
        try:
            attempts = tuple(_attempts(seen, found, standing))
        except ConfigError as error:
            faults = tuple(str(fault) for fault in error.faults)
    return Planned(
        path=found.folder,
        rules=_sayings(seen.desk.rules.book, lead),
        lacking=standing.body if isinstance(standing, Lacking) else "",
        faults=faults,
        attempts=attempts,
    )


def _cue(seen: Visit, found: CueLook) -> Planned:
    standing = found.standing
    faults: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    if isinstance(standing, Refused):
        faults = tuple(str(fault) for fault in standing.faults)
    if isinstance(standing, Spotted):
        try:
            attempts = tuple(_cue_attempts(seen, found, standing))
        except ConfigError as error:
            faults = tuple(str(fault) for fault in error.faults)
    return Planned(
        path=found.folder,
        rules=_sayings(seen.desk.rules.book, conventional(found.cue)),
        lacking=standing.body if isinstance(standing, Lacking) else "",
        faults=faults,
        attempts=attempts,
    )


def _cue_attempts(seen: Visit, found: CueLook, spotted: Spotted) -> Iterator[Attempt]:
    facts = CueFacts(
        production=seen.desk.production.id,
        cue=found.cue,
        takes=found.takes,
        foreign=found.foreign,
        history=seen.desk.ledger.history,
        jobs=(),
    )
    for want in wanted_of_cue(spotted, facts):
        plan = plan_for_cue(want, found, spotted, seen.desk)
        yield Attempt(
            attempt=want.attempt,
            job=want.job,
            rule=plan.rule,
            known=want.known,
            seed=plan.seed,
            frames=plan.span.frames,
            rate=str(plan.span.rate),
            timecode=plan.span.timecode,
            notes=plan.remarks,
            steps=tuple(asdict(step) for step in plan.steps),
        )


def _attempts(seen: Visit, found: ShotLook, ready: Ready) -> Iterator[Attempt]:
    for want in wanted(ready, seen.facts(found)):
        plan: ShotPlan = plan_for(want, found, ready, seen.desk)
        yield Attempt(
            attempt=want.attempt,
            job=want.job,
            rule=plan.rule,
            known=want.known,
            seed=plan.seed,
            frames=plan.spec.frames,
            rate=str(plan.spec.rate),
            size=str(plan.spec.size),
            styles=tuple(f"{use.name} ({use.digest[:8]})" for use in plan.spec.style.uses),
            notes=plan.remarks,
            steps=tuple(asdict(step) for step in plan.steps),
        )


def _other(below: RelPath, seen: Visit) -> Planned:
    """Return what the rules say of a path that is no shot's."""
    index, names = seen.desk.watch.index, None
    found = index.seen(below)
    if not below or (found and found.sighting.folder):
        children = index.children(below)
        names = [one.sighting.path for one in children if not one.sighting.folder]
    rules = _sayings(seen.desk.rules.book, below, names)
    return Planned(path=below, rules=rules, lacking="", faults=(), attempts=())


def _sayings(
    book: Rulebook, path: RelPath, names: Collection[str] | None = None
) -> tuple[RuleSaying, ...]:
    return tuple(
        RuleSaying(rule=rule.name, source=rule.source, why_not=why_not(rule, path, names) or "")
        for rule in book.rules
    )
