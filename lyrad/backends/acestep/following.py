"""Decide whether a task that is not done is at work, or lost, whatever its server says of it.

A server that never heard of a task says that it waits, for ever. One that was killed at work says
for an hour that it still runs. Both are told by their not saying anything of it, and by a server
that has nothing to do.
"""

from __future__ import annotations

from collections import Counter

from lyrad.backends.acestep.answers import AtWork, Broke, Made
from lyrad.backends.acestep.client import Client
from lyrad.backends.acestep.paper import Paper
from lyrad.ports import Lost

MOST_BLIND = 5
"""So many times a server may say nothing of a task that it never told of before."""

SUSPECT_EVERY = 10
"""Looks at a task that is at work, until its server is asked whether it works at all."""

MOST_IDLE = 2
"""So many times it may say that it does not: a task may end between two questions."""


class Follower:
    """Follows tasks; remembers only for how long a server said nothing, or was idle."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._blind: Counter[str] = Counter()
        self._looks: Counter[str] = Counter()
        self._idle: Counter[str] = Counter()

    def ask(self, ours: Paper) -> AtWork | Made | Broke | Lost | None:
        """Return how a task stands; None where it may still turn up.

        Raises:
            Temporary: the server does not answer.
        """
        stand = self._client.look(ours.task)
        if stand is None:
            self._blind[ours.task] += 1
            gone = ours.seen or self._blind[ours.task] >= MOST_BLIND
            return self._lost(ours.task) if gone else None
        self._blind.pop(ours.task, None)
        if isinstance(stand, AtWork):
            return self._lost(ours.task) if self._abandoned(ours.task) else stand
        self.forget(ours.task)
        return stand

    def forget(self, task: str) -> None:
        """Forget what was counted of a task."""
        for count in (self._blind, self._looks, self._idle):
            count.pop(task, None)

    def _abandoned(self, task: str) -> bool:
        self._looks[task] += 1
        if self._looks[task] % SUSPECT_EVERY:
            return False
        stats = self._client.stats()
        if stats is None or not stats.idle:
            self._idle.pop(task, None)
            return False
        self._idle[task] += 1
        return self._idle[task] >= MOST_IDLE

    def _lost(self, task: str) -> Lost:
        self.forget(task)
        return Lost()
