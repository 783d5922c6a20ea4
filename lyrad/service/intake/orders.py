"""Place orders with the engine: what drops want and nothing knows yet.

More new jobs at once than the production allows are not started unasked: they wait together for a
GO at the root, which the ledger keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from lyrad.core.admit import ShotFacts, Wanted, replaced, wanted
from lyrad.errors import ConfigError, Fault
from lyrad.model.names import JobId, RelPath
from lyrad.model.standing import Ready, ShotLook
from lyrad.ports import Engine
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.planning import plan_for

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    look: ShotLook
    ready: Ready
    want: Wanted
    note: str


@dataclass(slots=True)
class Orders:
    """What one production's drops want, until it is placed."""

    engine: Engine
    faults: dict[RelPath, tuple[Fault, ...]] = field(default_factory=dict)
    _open: dict[RelPath, tuple[_Open, ...]] = field(default_factory=dict)
    _batch: frozenset[JobId] = frozenset()

    def want(self, look: ShotLook, ready: Ready, facts: ShotFacts) -> None:
        """Take in what one drop wants now, and withdraw what it no longer wants."""
        notes = {
            line.attempt: line.note
            for match in ready.matches
            for line in facts.history.retakes(facts.shot, match.rule.name, ready.drop.fingerprint)
        }
        self._open[look.folder] = tuple(
            _Open(look=look, ready=ready, want=want, note=notes.get(want.attempt, ""))
            for want in wanted(ready, facts)
            if not want.known
        )
        for job in replaced(ready, facts):
            if self.engine.withdraw(job):
                log.info("replaced", action="job_withdrawn", job=job, shot=str(look.shot))

    def forget(self, folder: RelPath) -> None:
        """Take nothing for wanted in this folder now."""
        self._open.pop(folder, None)
        self.faults.pop(folder, None)

    def place(self, desk: Desk) -> None:
        """Order everything, or, where it is too much at once, only what a GO let pass."""
        released = desk.ledger.history.released_jobs()
        unasked = [
            open_.want.job
            for opens in self._open.values()
            for open_ in opens
            if open_.want.job not in released
        ]
        too_many = len(unasked) > desk.production.hold_over
        self._batch = frozenset(unasked) if too_many else frozenset()
        for folder, opens in tuple(self._open.items()):
            now = tuple(open_ for open_ in opens if open_.want.job not in self._batch)
            self._open[folder] = tuple(open_ for open_ in opens if open_ not in now)
            self._order(folder, now, desk)

    def batch(self) -> tuple[JobId, ...]:
        """Return the jobs that wait together for a GO at the root."""
        return tuple(sorted(self._batch))

    def waits_in_batch(self, folder: RelPath) -> bool:
        """Return whether a shot's jobs are among them."""
        return any(open_.want.job in self._batch for open_ in self._open.get(folder, ()))

    def _order(self, folder: RelPath, opens: tuple[_Open, ...], desk: Desk) -> None:
        self.faults.pop(folder, None)
        for open_ in opens:
            try:
                plan = plan_for(open_.want, open_.look, open_.ready, desk, note=open_.note)
            except ConfigError as error:
                self.faults[folder] = error.faults
                continue
            held = desk.ledger.history.held(plan.shot) is not None
            self.engine.submit(plan, held=held)
            log.info(
                "ordered",
                action="job_ordered",
                job=plan.job,
                shot=str(plan.shot),
                rule=plan.rule,
                attempt=plan.attempt,
            )
