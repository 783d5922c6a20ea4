"""Go through folders with one thread or several, from each to those below it.

On a share every question waits for the wire, so several are asked at once. On a local disk one
thread is the quickest: Python's threads then only wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from lyrad.disk.watch.scan import Listing
from lyrad.model.names import RelPath


def walk(
    start: Iterable[RelPath],
    visit: Callable[[RelPath], Listing],
    below: Callable[[Listing], Iterable[RelPath]],
    *,
    threads: int = 1,
) -> Iterator[Listing]:
    """Give the listing of each folder, one that another led to after that other.

    Args:
        start: where to begin.
        visit: lists a folder; called by any of the threads.
        below: says where to go from a listing; called by the caller's own thread.
        threads: how many folders are visited at once.
    """
    if threads > 1:
        yield from _together(start, visit, below, threads)
        return
    waiting = [*start][::-1]
    while waiting:
        listing = visit(waiting.pop())
        yield listing
        waiting += below(listing)


def _together(
    start: Iterable[RelPath],
    visit: Callable[[RelPath], Listing],
    below: Callable[[Listing], Iterable[RelPath]],
    threads: int,
) -> Iterator[Listing]:
    visited: SimpleQueue[Future[Listing]] = SimpleQueue()
    with ThreadPoolExecutor(threads, thread_name_prefix="look") as pool:
        waiting = 0
        more = start
        while True:
            for folder in more:
                pool.submit(visit, folder).add_done_callback(visited.put)
                waiting += 1
            if not waiting:
                return
            listing = visited.get().result()
            waiting -= 1
            yield listing
            more = below(listing)
