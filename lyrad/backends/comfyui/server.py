"""One ComfyUI server as lyrad sees it: its health, its room for us, and what it works on.

Decides whether another prompt of ours may go there. Other people's prompts are never touched: with
any of theirs there, one of ours is enough.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass

from lyrad.backends.comfyui.answers import Card, Queue
from lyrad.backends.comfyui.client import QUICK, Client
from lyrad.backends.comfyui.health import Health
from lyrad.backends.comfyui.meter import Meter
from lyrad.backends.comfyui.watch import Watch
from lyrad.model.workflow import Memory
from lyrad.ports import Clock

MOST = 2
"""Prompts of ours: one at work and one behind it, so that the card does not idle in between."""

STILL = 10.0
"""Seconds for which prompts may wait with none at work; between two it is a moment."""

_ROOM = 0.8
"""The share of what a model is said to need that must be free: ComfyUI moves parts of it out."""

_GIGABYTE = 1_000_000_000
HOST = socket.gethostname()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A server's queue, and how many of our prompts had `arrived` when it was asked for."""

    queue: Queue
    arrived: int


class Server:
    """One address, with all that is known of it."""

    def __init__(self, address: str, clock: Clock) -> None:
        self.address = address
        self.health = Health(clock)
        self.client = Client(address, self.health)
        self.watch = Watch(address)
        self.meter = Meter(clock)
        self.sent = 0
        """Prompts of ours that went there since we began, `arrived` or not."""
        self.arrived = 0
        self._clock = clock
        self._still_since: float | None = None

    def close(self) -> None:
        """Let go of its connections."""
        self.watch.close()
        self.client.close()

    def asked(self) -> Asked:
        """Ask for its queue. Raises UnreachableError."""
        arrived = self.arrived
        return Asked(queue=self.client.queue(QUICK), arrived=arrived)

    def room(self, asked: Asked) -> bool:
        """Return whether another prompt of ours may be posted there.

        What arrived since it was asked counts twice at worst, and never not at all.
        """
        prompts = asked.queue.all
        ours = self.sent - asked.arrived + sum(one.host == HOST for one in prompts)
        theirs = any(one.host != HOST for one in prompts)
        return ours < (1 if theirs else MOST)

    def load(self, asked: Asked) -> int:
        """Return how many prompts are there before another one."""
        return self.sent - asked.arrived + len(asked.queue.all)

    def stuck(self, queue: Queue) -> bool:
        """Return whether prompts have waited for a while with none at work: its worker ended."""
        if queue.running or not queue.waiting:
            self._still_since = None
            return False
        now = self._clock.monotonic()
        if self._still_since is None:
            self._still_since = now
        return now - self._still_since >= STILL


def crowded(card: Card | None, need: Memory | None) -> bool:
    """Return whether other programs hold so much of a card that a model has no room.

    A card that is too small by itself is not waited for: nobody can make it larger.
    """
    if card is None or need is None:
        return False
    wanted = min(need.vram * _GIGABYTE, card.total)
    return card.total - card.others < _ROOM * wanted
