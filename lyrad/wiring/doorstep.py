"""Let the productions in that were named: at the start, or, for a share that is late, later.

A production of the settings that is not there, or whose file is wrong, keeps nobody else waiting:
it is asked for again and again, and what is in its way is shown.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import ProductionId
from lyrad.model.production import Production
from lyrad.service.post import Post
from lyrad.wiring.roots import each_root, productions, twice

Build = Callable[[Path, Production], Post]

PATIENCE = 5.0


class Doorstep:
    """The roots that were named; gives each production's post once, when it is there."""

    def __init__(self, roots: Iterable[Path], build: Build) -> None:
        self._roots = tuple(roots)
        self._build = build
        self._inside: dict[ProductionId, Path] = {}
        self._faults: dict[Path, tuple[Fault, ...]] = {}
        self._arrived: list[Post] = []
        self._asking = threading.Lock()

    @property
    def absent(self) -> tuple[Fault, ...]:
        """Return what keeps productions from being run."""
        faults = (fault for faults in tuple(self._faults.values()) for fault in faults)
        return tuple(map(_awaited, faults))

    def ask(self) -> None:
        """Look who is there; may hang with a share, so nobody waits for it."""
        with self._asking:
            for root in each_root(self._roots):
                # Who is inside is the post's to watch, a bad edit and a share that left included.
                if root not in self._inside.values():
                    self._look(root)

    def take(self) -> tuple[Post, ...]:
        """Return the posts of those who have arrived since this was last asked."""
        arrived, self._arrived = self._arrived, []
        return tuple(arrived)

    def soon(self) -> tuple[Post, ...]:
        """Return who arrives within moments."""
        asking = threading.Thread(target=self.ask, daemon=True)
        asking.start()
        asking.join(PATIENCE)
        return self.take()

    def all_or_none(self) -> tuple[Post, ...]:
        """Return the posts of all productions. Raises ConfigError where one cannot be run."""
        self.ask()
        if self._faults:
            raise ConfigError(*(fault for faults in self._faults.values() for fault in faults))
        return self.take()

    def _look(self, root: Path) -> None:
        try:
            ((place, production),) = productions([root])
        except ConfigError as error:
            self._faults[root] = error.faults
            return
        self._faults.pop(root, None)
        before = self._inside.get(production.id)
        if before is None:
            self._inside[production.id] = place
            self._arrived.append(self._build(place, production))
        elif before != place:
            self._faults[root] = (twice(place, before),)


def _awaited(fault: Fault) -> Fault:
    """Return the fault as it reads while lyrad goes on asking."""
    if fault.code is not Code.NOT_A_PRODUCTION:
        return fault
    wait = "If it lies on a share, mount it: lyrad takes it in by itself. Else correct `roots:`."
    return replace(fault, next=wait)
