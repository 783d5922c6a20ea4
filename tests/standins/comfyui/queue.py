"""The prompts that wait, the one that runs, and the history: in memory only, under one lock.

Waiting prompts are a heap of plain tuples, as on a real server. Two that agree in number and id
make it compare their graphs, which raises: for whoever posted the second, and for the worker.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Collection
from typing import Any

Item = tuple[float, str, dict[str, Any], dict[str, Any], list[str]]
"""Number, id, graph, extra data, ids of the outputs."""


class PromptQueue:
    def __init__(self, on_change: Callable[[], None]) -> None:
        self.running: Item | None = None
        self.counter = 0
        self._pending: list[Item] = []
        self._history: dict[str, dict[str, Any]] = {}
        self._changed = threading.Condition(threading.RLock())
        self._on_change = on_change

    def number(self, asked: dict[str, Any]) -> float:
        """Return a prompt's place: its own number, or the next, negative for the front."""
        if "number" in asked:
            return float(asked["number"])
        number = -self.counter if asked.get("front") else self.counter
        self.counter += 1
        return number

    def put(self, item: Item) -> None:
        with self._changed:
            heapq.heappush(self._pending, item)
            self._on_change()
            self._changed.notify()

    def next(self) -> Item:
        """Wait for a prompt and let it run."""
        with self._changed:
            while not self._pending:
                self._changed.wait()
            heapq.heapify(self._pending)
            self.running = heapq.heappop(self._pending)
            self._on_change()
            return self.running

    def finish(self, entry: dict[str, Any]) -> None:
        """Move what runs into the history, at once."""
        with self._changed:
            assert self.running
            self._history.pop(self.running[1], None)
            self._history[self.running[1]] = {"prompt": list(self.running), **entry}
            self.running = None
            self._on_change()

    def wait_for_work(self) -> None:
        with self._changed:
            while not self._pending:
                self._changed.wait()

    def now(self) -> tuple[list[Item], list[Item]]:
        """Return what runs and what waits, the second in the heap's order."""
        with self._changed:
            return [self.running] if self.running else [], list(self._pending)

    def remaining(self) -> int:
        return sum(map(len, self.now()))

    def delete(self, ids: Collection[str]) -> bool:
        """Remove waiting prompts, without a trace; return whether there were any."""
        with self._changed:
            left = [item for item in self._pending if item[1] not in ids]
            found = len(left) < len(self._pending)
            if found:
                heapq.heapify(left)
                self._pending = left
                self._on_change()
            return found

    def clear(self) -> None:
        with self._changed:
            self._pending = []
            self._on_change()

    def history(self) -> dict[str, dict[str, Any]]:
        with self._changed:
            return dict(self._history)

    def forget(self, ids: Collection[str] | None = None) -> None:
        """Remove entries of the history; all of them without ids."""
        with self._changed:
            for each in list(self._history) if ids is None else ids:
                self._history.pop(each, None)
