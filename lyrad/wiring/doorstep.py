"""Let the productions in that were named: at the start, or, for a share that is late, later.

A production of the settings that is not there, or whose file is wrong, or whose share hangs, keeps
nobody else waiting: it is asked for again and again, and what is in its way is shown.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import structlog

from lyrad.core.outcome import fault_of, place_of
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import ProductionId
from lyrad.model.production import Production
from lyrad.ports import Clock
from lyrad.service.post import Post
from lyrad.wiring.roots import each_root, productions, twice

log = structlog.get_logger()

Build = Callable[[Path, Production], Post]

PATIENCE = 5.0
LONGEST = 30.0
"""Seconds that a person waits who named a production: as long as an automounter may take."""


class Doorstep:
    """The roots that were named; gives each production's post once, when it is there."""

    def __init__(self, roots: Iterable[Path], build: Build, clock: Clock) -> None:
        self._roots = tuple(root.expanduser().absolute() for root in roots)
        self._build = build
        self._clock = clock
        # Held for what the askers write, and for reading it: they go on while others read.
        self._lock = threading.Lock()
        self._inside: dict[ProductionId, Path] = {}
        self._faults: dict[Path, tuple[Fault, ...]] = {}
        self._arrived: list[Post] = []
        self._asking: dict[Path, threading.Thread] = {}
        self._silent: tuple[Path, ...] = ()

    @property
    def absent(self) -> tuple[Fault, ...]:
        """Return what keeps productions from being run."""
        return tuple(map(_awaited, self._in_the_way()))

    def ask(self, seconds: float = PATIENCE) -> None:
        """Look who is there, waiting at most so long for all answers together.

        Each named place is asked in a thread of its own, since it may hang with its share; one
        that has not answered yet is not asked again.
        """
        # Who is inside is the post's to watch, a bad edit and a share that left included.
        for named in set(self._roots) - {*self._unanswered(), *self._places()}:
            asking = threading.Thread(target=self._look_at, args=(named,), daemon=True)
            self._asking[named] = asking
            asking.start()
        end = self._clock.monotonic() + seconds
        for asking in self._asking.values():
            asking.join(max(0.0, end - self._clock.monotonic()))
        self._silent = self._unanswered()

    def take(self) -> tuple[Post, ...]:
        """Return the posts of those who have arrived since this was last asked."""
        with self._lock:
            arrived, self._arrived = self._arrived, []
        return tuple(arrived)

    def soon(self) -> tuple[Post, ...]:
        """Return who arrives within moments."""
        self.ask()
        return self.take()

    def all_or_none(self) -> tuple[Post, ...]:
        """Return the posts of all productions. Raises ConfigError where one cannot be run."""
        self.ask(LONGEST)
        faults = tuple(self._in_the_way())
        if faults:
            raise ConfigError(*faults)
        return self.take()

    def _unanswered(self) -> tuple[Path, ...]:
        return tuple(named for named, asking in self._asking.items() if asking.is_alive())

    def _in_the_way(self) -> Iterator[Fault]:
        yield from self._known()
        yield from map(_silent, self._silent)

    def _places(self) -> tuple[Path, ...]:
        """Return where those lie who are inside."""
        with self._lock:
            return tuple(self._inside.values())

    def _known(self) -> tuple[Fault, ...]:
        """Return each fault once, though a production may lie below two named places."""
        with self._lock:
            outside = self._faults.keys() - set(self._inside.values())
            found = [self._faults[named] for named in self._roots if named in outside]
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def _look_at(self, named: Path) -> None:
        """Look who is there; what was found before is forgotten, gone folders with it."""
        faults: list[Fault] = []
        try:
            for root in each_root([named]):
                if root not in self._places():
                    faults.extend(self._look(root))
        except Exception as error:  # noqa: BLE001 - nobody hears what ends a thread
            fault = fault_of(error, str(named))
            if fault not in self._known():
                log.warning(fault.what, action="trouble", where=fault.where, place=place_of(error))
            faults.append(fault)
        with self._lock:
            self._faults[named] = tuple(faults)

    def _look(self, root: Path) -> tuple[Fault, ...]:
        """Let one production in, or return why not."""
        try:
            ((place, production),) = productions([root])
        except ConfigError as error:
            return error.faults
        with self._lock:
            before = self._inside.get(production.id)
            self._inside.setdefault(production.id, place)
        if before is not None:
            # The same place may be looked at twice at once: by its name, and by its folder's.
            return () if before == place else (twice(place, before),)
        self._let_in(place, production)
        return ()

    def _let_in(self, place: Path, production: Production) -> None:
        try:
            post = self._build(place, production)
        except Exception:
            with self._lock:
                del self._inside[production.id]
            raise
        with self._lock:
            self._arrived.append(post)


def _awaited(fault: Fault) -> Fault:
    """Return the fault as it reads while lyrad goes on asking."""
    if fault.code is not Code.NOT_A_PRODUCTION:
        return fault
    wait = "If it lies on a share, mount it: lyrad takes it in by itself. Else correct `roots:`."
    return replace(fault, next=wait)


def _silent(named: Path) -> Fault:
    return Fault(
        code=Code.SHARE_AWAY,
        what="This folder does not answer: its share may hang.",
        where=str(named),
        next="Look at its connection; lyrad takes it in by itself when it answers.",
    )
