"""The judge: many copies side by side in one production, in time that is told.

Time moves from one step of a writer, or one look, to the next; nobody waits. What was admitted is
early if it is not what the writer meant to write.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lyrad.model.drop import Seen
from lyrad.model.names import ShotKey
from tests.support.zoo.cases import Case
from tests.support.zoo.formats import made
from tests.support.zoo.gate import Gate
from tests.support.zoo.writers import ALL, Copy

LOOK_EVERY = 0.5
NOTICED = 6.0
"""Seconds after which a look must have seen what was written: a share is looked at every 5."""
PATIENCE = 200.0
"""Seconds after its writer's end by which each file must have been admitted as it is."""


@dataclass(kw_only=True)
class Run:
    """One copy on its way, and what was admitted of it: when, and whether it was all."""

    case: Case
    shot: ShotKey
    meant: str
    steps: Iterator[float]
    next_at: float
    ask_at: float = 0.0
    ended_at: float | None = None
    seen: Seen | None = None
    admitted: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"scenes/{self.shot}/{self.case.name}"

    @property
    def early(self) -> bool:
        return any(not whole for _, whole in self.admitted)

    @property
    def done(self) -> bool:
        return self.ended_at is not None and bool(self.admitted) and self.admitted[-1][1]

    @property
    def due_by(self) -> float:
        return (self.next_at if self.ended_at is None else self.ended_at) + PATIENCE

    @property
    def delay(self) -> float:
        """Return the seconds from the writer's end to the admission of all of it."""
        at = next(at for at, whole in self.admitted if whole)
        return max(0.0, at - (self.ended_at or at))

    def step(self, now: float) -> None:
        """Let the writer do its next step."""
        pause = next(self.steps, None)
        self.next_at = math.inf if pause is None else now + pause
        self.ended_at = now if pause is None else None


class Judge:
    """Runs copies side by side, each in a scene of its own, and notes what lyrad takes."""

    def __init__(self, tmp: Path, cases: Iterable[Case], *, share: bool) -> None:
        self._gate = Gate(tmp, share=share)
        self._clock = self._gate.clock
        self._stirred = 0.0
        self._runs = [self._begun(case, number) for number, case in enumerate(cases)]

    def watch(self) -> list[Run]:
        """Let all copies end and be admitted, or time run out; return what came of each."""
        now = look_at = end = self._clock.monotonic()
        while not all(run.done for run in self._runs) and now <= end:
            now = min(look_at, end + LOOK_EVERY, *(run.next_at for run in self._runs))
            self._clock.advance(max(0.0, now - self._clock.monotonic()))
            if self._stir(now):
                self._stirred, look_at = now, min(look_at, now + LOOK_EVERY)
            end = max([end, *(run.due_by for run in self._runs)])
            if look_at <= now:
                self._look(now)
                look_at = self._next_look(now)
        self._gate.close()
        return self._runs

    def _begun(self, case: Case, number: int) -> Run:
        shot = ShotKey(scene=f"SC{number:03}", shot="SH0010")
        data, path = made(case.name), self._gate.folder(shot) / case.name
        copy = Copy(path=path, data=data, stall=case.stall, seed=case.seed)
        return Run(
            case=case,
            shot=shot,
            meant=hashlib.sha256(data).hexdigest(),
            steps=ALL[case.writer](copy),
            next_at=self._clock.monotonic(),
        )

    def _stir(self, now: float) -> bool:
        """Let every writer step whose pause is over; return whether there was one."""
        due = [run for run in self._runs if run.next_at <= now]
        for run in due:
            run.step(now)
        return bool(due)

    def _look(self, now: float) -> None:
        """Look, and offer every file that is due or has changed."""
        self._gate.look()
        for run in self._runs:
            before, run.seen = run.seen, self._gate.seen(run.path)
            if run.seen and not run.done and (run.seen != before or now >= run.ask_at):
                self._offer(run, run.seen, now)

    def _offer(self, run: Run, seen: Seen, now: float) -> None:
        answer = self._gate.offer(run.shot, seen)
        if isinstance(answer, str):
            run.admitted.append((now, answer == run.meant))
            run.ask_at = math.inf
        else:
            run.ask_at = answer

    def _next_look(self, now: float) -> float:
        """Return when there may be anything to see: nothing comes while all writers pause."""
        if now < self._stirred + NOTICED:
            return now + LOOK_EVERY
        asks = [run.ask_at for run in self._runs if not run.done]
        return max(now + LOOK_EVERY, min(asks, default=math.inf))
