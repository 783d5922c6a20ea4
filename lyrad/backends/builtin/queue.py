"""Work on several items at once and hand the results on in order, a few ahead and no more."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def in_order(
    make: Callable[[Item], Made], items: Iterable[Item], *, threads: int, ahead: int
) -> Iterator[Made]:
    """Yield what `make` makes of each item, in the items' order; `ahead` are in the making."""
    waiting: deque[Future[Made]] = deque()
    rest = iter(items)
    with ThreadPoolExecutor(threads) as pool:
        waiting.extend(pool.submit(make, item) for item in islice(rest, ahead))
        while waiting:
            made = waiting.popleft().result()
            waiting.extend(pool.submit(make, item) for item in islice(rest, 1))
            yield made
