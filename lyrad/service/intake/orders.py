"""Place orders with the engine: what drops want and nothing knows yet.

More new jobs at once than the production allows are not started unasked: they wait together for a
GO, which the ledger keeps. So do those between whose frames a model would probably cut.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from lyrad.core.admit import ShotFacts, Wanted, made, missing, replaced
from lyrad.core.naming import natural_key
from lyrad.core.seam_hold import holds
from lyrad.errors import Code, ConfigError, Fault, Permanent
from lyrad.model.names import JobId, RelPath
from lyrad.model.seam import Seam
from lyrad.model.standing import Ready, ShotLook
from lyrad.ports import Engine
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.planning import plan_for
from lyrad.service.intake.seams import NotJudgedError, Seams

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    look: ShotLook
    ready: Ready
    want: Wanted
    note: str


@dataclass(slots=True)
class Orders:
    """What one production's drops want, until it is placed.

    `unjudged` are the shots whose frames are judged in the next turn.
    """

    engine: Engine
    faults: dict[RelPath, tuple[Fault, ...]] = field(default_factory=dict)
    unjudged: set[RelPath] = field(default_factory=set)
    _open: dict[RelPath, tuple[_Open, ...]] = field(default_factory=dict)
    _resting: set[RelPath] = field(default_factory=set)
    _batch: frozenset[JobId] = frozenset()
    _cuts: dict[RelPath, Seam] = field(default_factory=dict)
    _suggested: set[RelPath] = field(default_factory=set)
    _seams: Seams = field(default_factory=Seams)

    def want(self, look: ShotLook, ready: Ready, facts: ShotFacts) -> None:
        """Take in what one drop wants now, and withdraw what it no longer wants."""
        self.forget(look.folder)
        notes = {
            line.attempt: line.note
            for match in ready.matches
            for line in facts.history.retakes(facts.shot, match.rule.name, ready.drop.fingerprint)
        }
        self._open[look.folder] = tuple(
            _Open(
                look=look,
                ready=ready,
                want=want,
                note=want.note if want.source else notes.get(want.attempt, ""),
            )
            for want in missing(ready, facts)
        )
        for job in replaced(ready, facts):
            if self.engine.withdraw(job):
                log.info("replaced", action="job_withdrawn", job=job, shot=str(look.shot))

    def rest(self, folder: RelPath) -> None:
        """Order nothing for this folder until it is looked at again; it still counts."""
        self._resting.add(folder)

    def forget(self, folder: RelPath) -> None:
        """Take nothing for wanted in this folder now."""
        self._open.pop(folder, None)
        self._cuts.pop(folder, None)
        self._suggested.discard(folder)
        self.faults.pop(folder, None)
        self._resting.discard(folder)

    def place(self, desk: Desk) -> None:
        """Order everything, or, where it is too much at once, only what a GO let pass.

        What the engine cannot take now stays wanted, and is ordered in a later turn.
        """
        released = desk.ledger.history.released_jobs()
        unasked = frozenset(
            open_.want.job
            for opens in self._open.values()
            for open_ in opens
            if open_.want.job not in released
        )
        self._batch = unasked if len(unasked) > desk.production.hold_over else frozenset()
        self._seams.begin(desk)
        self.unjudged.clear()
        for folder, opens in sorted(self._open.items(), key=_in_order):
            if folder in self._resting:
                continue
            left = tuple(one for one in opens if not self._started(folder, one, released, desk))
            if left:
                self._open[folder] = left
            else:
                del self._open[folder]

    def batch(self) -> tuple[JobId, ...]:
        """Return the jobs that wait together for a GO."""
        return tuple(sorted(self._batch))

    def waits_in_batch(self, folder: RelPath) -> bool:
        """Return whether a shot's jobs are among them."""
        return any(open_.want.job in self._batch for open_ in self._open.get(folder, ()))

    def held_by_seam(self, folder: RelPath) -> Seam | None:
        """Return the pair for whose sake a shot's jobs wait for a GO, or None."""
        return self._cuts.get(folder)

    def suggested(self, folder: RelPath) -> bool:
        """Return whether a middle frame for that pair lies beside the shot's card."""
        return folder in self._suggested

    def waits(self, folder: RelPath) -> bool:
        """Return whether anything of this shot is still to be ordered, for whatever reason."""
        return folder in self._open

    def _started(
        self, folder: RelPath, open_: _Open, released: frozenset[JobId], desk: Desk
    ) -> bool:
        """Order what may start now; return whether it is off the list."""
        if open_.want.job in self._batch:
            return False
        if open_.want.source:
            self._order(folder, open_, None, desk)
            return True
        try:
            seam = self._seams.of(open_.ready, open_.want.match.rule.name, desk)
        except NotJudgedError:
            self.unjudged.add(folder)
            return False
        wanted = open_.want.job in released or _was_rendered(open_)
        if seam and holds(seam, desk.production.seam) and not wanted:
            self._hold(folder, open_.ready, seam, desk)
            return False
        self._order(folder, open_, seam, desk)
        return True

    def _hold(self, folder: RelPath, ready: Ready, seam: Seam, desk: Desk) -> None:
        self._cuts[folder] = seam
        try:
            stands = self._seams.suggest(folder, ready, seam, desk)
        except NotJudgedError:
            self.unjudged.add(folder)
            return
        if stands:
            self._suggested.add(folder)

    def _order(self, folder: RelPath, open_: _Open, seam: Seam | None, desk: Desk) -> None:
        try:
            plan = plan_for(open_.want, open_.look, open_.ready, desk, note=open_.note, seam=seam)
            held = desk.ledger.history.held(plan.shot) is not None
            self.engine.submit(plan, held=held)
        except (ConfigError, Permanent) as error:
            if error.fault.code is Code.ENGINE_UNREADABLE:
                raise
            self.faults[folder] = error.faults
            return
        log.info(
            "ordered",
            action="job_ordered",
            job=plan.job,
            shot=str(plan.shot),
            rule=plan.rule,
            attempt=plan.attempt,
        )


def _was_rendered(open_: _Open) -> bool:
    """Return whether this very pair has a take: then somebody wanted it in spite of all."""
    return bool(made(open_.look.takes, open_.want.match.rule.name, open_.ready))


def _in_order(item: tuple[RelPath, tuple[_Open, ...]]) -> tuple[tuple[int, int, str], ...]:
    return natural_key(item[0])
