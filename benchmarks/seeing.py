"""One watcher in a process of its own, so that its time and its memory are its own.

    python -m benchmarks.seeing HOW FOLDER

Writes what it cost as JSON. HOW is `scan` (a first look, another at everything, and some when
nothing happened; processor seconds), `listen` (the first look with events), `share` (the wall
seconds of a first look as at a share), `memory` or `snapshot` (bytes kept for each file, by the
index and by watchdog's snapshot of the same tree).
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path

from watchdog.utils.dirsnapshot import DirectorySnapshot

from lyrad.disk.watch import Watch
from lyrad.disk.watch.probe import Probe
from lyrad.wiring.clock import SystemClock

Figures = dict[str, float]
IDLE = 20


class Hurried(SystemClock):
    """A clock that can be put forward, so that nobody need wait for the next look."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


def watching(root: Path, *, events: bool = False, share: bool = False) -> tuple[Watch, Hurried]:
    found = Probe(kind="ext4", share=share, events=events, folder_times=True, skew=0.0)
    clock = Hurried()
    return Watch(root, clock=clock, probes=lambda _: found), clock


def scan(root: Path) -> Figures:
    watch, clock = watching(root)
    watch.start()
    first = spent(watch.look)
    clock.ahead += 1000.0
    again = spent(lambda: watch.look(full=True))
    idle = []
    for _ in range(IDLE):
        clock.ahead += 61.0
        idle.append(spent(watch.look))
    return {"first": first, "again": again, "idle": statistics.fmean(idle)}


def listening(root: Path) -> Figures:
    watch, _ = watching(root, events=True)
    used = spent(lambda: (watch.start(), watch.look()))
    assert watch.mode.startswith("events"), watch.warnings
    watch.stop()
    return {"start": used}


def share(root: Path) -> Figures:
    watch, clock = watching(root, share=True)
    watch.start()
    begun = time.perf_counter()
    watch.look()
    first = time.perf_counter() - begun
    for _ in range(2):
        clock.ahead += 1000.0
        watch.look(full=True)
    clock.ahead += 61.0
    begun = time.perf_counter()
    watch.look()
    return {"wall": first, "idle": time.perf_counter() - begun}


def memory(root: Path) -> Figures:
    watch, clock = watching(root)
    watch.start()
    tracemalloc.start()
    watch.look()
    clock.ahead += 1000.0
    watch.look()
    return {"bytes": kept() / watch.index.files}  # type: ignore[attr-defined]


def snapshot(root: Path) -> Figures:
    tracemalloc.start()
    seen = DirectorySnapshot(str(root))
    files = sum(not seen.isdir(path) for path in seen.paths)
    return {"bytes": kept() / files}


def kept() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def spent(act: Callable[[], object]) -> float:
    """Return the processor seconds that something takes."""
    before = time.process_time()
    act()
    return time.process_time() - before


HOW: Mapping[str, Callable[[Path], Figures]] = {
    "scan": scan,
    "listen": listening,
    "share": share,
    "memory": memory,
    "snapshot": snapshot,
}


def figures(how: str, root: Path, environment: Mapping[str, str] | None = None) -> Figures:
    """Return what a watcher in a process of its own cost."""
    command = [sys.executable, "-m", "benchmarks.seeing", how, str(root)]
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    found: Figures = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(HOW[sys.argv[1]](Path(sys.argv[2]))))
