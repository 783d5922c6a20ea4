"""What every kind of drop beside the shots is to the intake: something that takes its turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from lyrad.model.names import RelPath
from lyrad.model.standing import Lacking, Unsettled
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.reader import Reader

AGAIN = 5.0
"""Seconds until what could not be used now is looked at again, though nothing seems to change."""


class Department(Protocol):
    """One kind of drop, looked at turn by turn; not thread-safe but for `standings`."""

    @property
    def folders(self) -> tuple[RelPath, ...]:
        """Return the folders in which requests are obeyed."""
        ...

    def turn(self, changed: Iterable[RelPath], desk: Desk, reader: Reader) -> bool:
        """See to what changed or is due; return whether shots have to be looked at again."""
        ...

    def hurry(self, folder: RelPath) -> None:
        """Make what stands in this folder due now, if it is of this kind."""
        ...

    def all_due(self) -> None:
        """Make everything due now."""
        ...

    def idle_until(self) -> float | None:
        """Return when something is due (monotonic seconds), or None."""
        ...

    def standings(self) -> tuple[object, ...]:
        """Return how everything was found; another thread may ask."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Departments:
    """All of them, as one."""

    each: tuple[Department, ...]

    @property
    def folders(self) -> tuple[RelPath, ...]:
        """Return the folders in which requests are obeyed."""
        return tuple(folder for one in self.each for folder in one.folders)

    def turn(self, changed: Iterable[RelPath], desk: Desk, reader: Reader) -> bool:
        """Let each take its turn; return whether shots have to be looked at again."""
        wanted = [one.turn(changed, desk, reader) for one in self.each]
        return any(wanted)

    def hurry(self, folder: RelPath) -> None:
        """Make what stands in this folder due now, whatever it is."""
        for one in self.each:
            one.hurry(folder)

    def all_due(self) -> None:
        """Make everything due now."""
        for one in self.each:
            one.all_due()

    def due(self) -> tuple[float | None, ...]:
        """Return when something of each is due (monotonic seconds)."""
        return tuple(one.idle_until() for one in self.each)

    def standings(self) -> tuple[object, ...]:
        """Return how everything was found; another thread may ask."""
        return tuple(standing for one in self.each for standing in one.standings())


def again_at(standing: object, now: float) -> float | None:
    """Return when something has to be looked at again though nothing changes, or None."""
    match standing:
        case Unsettled(ready_at=ready_at):
            return ready_at
        case Lacking(arriving=True, again_at=again_at):
            return again_at or now + AGAIN
    return None


def unsettled(standings: Iterable[object]) -> bool:
    """Return whether something is still changing."""
    return any(isinstance(standing, Unsettled) for standing in standings)


def arriving(standings: Iterable[object]) -> bool:
    """Return whether something is not whole, or not to be had, that time alone may mend."""
    return any(isinstance(standing, Lacking) and standing.arriving for standing in standings)
