"""The servers together: where the next prompt goes, and what is in the way when it cannot go.

The one with least to do is first, strangers' work counted. One that does not answer rests, longer
each time, unless there is no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock

from lyrad.backends.comfyui import faults
from lyrad.backends.comfyui.answers import Queue
from lyrad.backends.comfyui.client import UnreachableError
from lyrad.backends.comfyui.server import Server, crowded
from lyrad.errors import Fault, Temporary
from lyrad.model.workflow import Memory
from lyrad.ports import Clock

_BUSY_DELAY = 30.0
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
            Temporary: none answers, or others hold the memory of every card that is free.
        """
        with self._lock:
            server = self._choose(need)
            if server:
                server.coming += 1
        try:
            yield server
        finally:
            if server:
                with self._lock:
                    server.coming -= 1

    def holder(self, address: str) -> Server | None:
        """Return the server that has a prompt; None where it is not to be waited for."""
        server = self.servers.get(address)
        if server and server.health.down_for > _GIVEN_UP and self._another_answers(server):
            return None
        return server

    def _another_answers(self, than: Server) -> bool:
        return any(each is not than and not each.health.down_for for each in self._all())

    def _choose(self, need: Memory | None) -> Server | None:
        held: list[Temporary] = []
        for server in self._free():
            card = None if self.own else server.client.stats().card
            if card is None or not crowded(card, need):
                return server
            fault = faults.card_busy(server.address, card.others)
            held.append(Temporary(fault, delay=_BUSY_DELAY))
        if held:
            raise held[0]
        return None

    def _free(self) -> list[Server]:
        """Return the servers with room, least loaded first. Raises Temporary: none answers."""
        queues: dict[Server, Queue] = {}
        down: list[UnreachableError] = []
        for server in self._awake_first():
            if server.health.resting and queues:
                break
            try:
                queues[server] = server.client.queue()
            except UnreachableError as error:
                down.append(error)
        if not queues:
            raise down[0]
        free = [server for server, queue in queues.items() if server.room(queue)]
        return sorted(free, key=lambda server: server.load(queues[server]))

    def _awake_first(self) -> list[Server]:
        return sorted(self._all(), key=lambda server: server.health.resting)

    def _all(self) -> list[Server]:
        return list(self.servers.values())
