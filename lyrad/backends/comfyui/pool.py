"""The servers together: where the next prompt goes, and what is in the way when it cannot go.

The one with least to do is first, strangers' work counted. One that does not answer rests, longer
each time, unless there is no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock

from lyrad.backends.comfyui import faults
from lyrad.backends.comfyui.client import QUICK, UnreachableError
from lyrad.backends.comfyui.server import Asked, Server, crowded
from lyrad.errors import Fault, Temporary
from lyrad.model.workflow import Memory
from lyrad.ports import Clock

_BUSY_DELAY = 30.0
_STUCK_DELAY = 30.0
_GIVEN_UP = 300.0
"""Seconds after which work is taken from a server that does not answer, if there is another."""


class Pool:
    """The servers of one host; with `own`, nobody else works on them."""

    def __init__(self, addresses: tuple[str, ...], clock: Clock, *, own: bool) -> None:
        self.servers: Mapping[str, Server] = {each: Server(each, clock) for each in addresses}
        self.own = own
        self._lock = Lock()

    def close(self) -> None:
        """Let go of every connection."""
        for server in self.servers.values():
            server.close()

    def fault(self) -> Fault | None:
        """Return why none can be used now, or None where one answers."""
        down: list[Fault] = []
        for server in self._awake_first():
            try:
                server.client.stats()
            except UnreachableError as error:
                down.append(error.fault)
            else:
                return None
        return down[0]

    @contextmanager
    def place(self, need: Memory | None) -> Iterator[Server | None]:
        """Lend the server for the next prompt while it is posted; None while all are full.

        Raises:
            Temporary: none answers, or none of those that do works; or others hold the memory of
                every card that is free.
        """
        server = self._taken(need)
        try:
            yield server
        finally:
            if server:
                with self._lock:
                    server.arrived += 1

    def holder(self, address: str) -> Server | None:
        """Return the server that has a prompt; None where it is not to be waited for."""
        server = self.servers.get(address)
        if server and server.health.down_for > _GIVEN_UP and self._another_answers(server):
            return None
        return server

    def _another_answers(self, than: Server) -> bool:
        return any(each is not than and not each.health.down_for for each in self._all())

    def _taken(self, need: Memory | None) -> Server | None:
        """Take a place at the best server that has one.

        Servers are asked without the lock, since one that hangs must not keep the others idle.
        """
        held: list[Temporary] = []
        for server, asked in self._free():
            if busy := self._busy(server, need):
                held.append(busy)
                continue
            with self._lock:
                if server.room(asked):
                    server.sent += 1
                    return server
        if held:
            raise held[0]
        return None

    def _busy(self, server: Server, need: Memory | None) -> Temporary | None:
        """Return why none may go there: its card is held, or it does not answer any more."""
        try:
            card = None if self.own else server.client.stats(QUICK).card
        except UnreachableError as error:
            return error
        if card is None or not crowded(card, need):
            return None
        return Temporary(faults.card_busy(server.address, card.others), delay=_BUSY_DELAY)

    def _free(self) -> list[tuple[Server, Asked]]:
        """Return the servers with room, least loaded first. Raises Temporary: there are none."""
        answered = self._asked()
        working = {each: a for each, a in answered.items() if not each.stuck(a.queue)}
        if not working:
            raise Temporary(faults.stuck(next(iter(answered)).address), delay=_STUCK_DELAY)
        free = [(server, asked) for server, asked in working.items() if server.room(asked)]
        return sorted(free, key=lambda found: found[0].load(found[1]))

    def _asked(self) -> dict[Server, Asked]:
        """Return what those say that answer. Raises UnreachableError: none does."""
        answered: dict[Server, Asked] = {}
        down: list[UnreachableError] = []
        for server in self._awake_first():
            if server.health.resting and answered:
                break
            try:
                answered[server] = server.asked()
            except UnreachableError as error:
                down.append(error)
        if not answered:
            raise down[0]
        return answered

    def _awake_first(self) -> list[Server]:
        return sorted(self._all(), key=lambda server: server.health.resting)

    def _all(self) -> list[Server]:
        return list(self.servers.values())
