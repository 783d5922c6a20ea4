"""What becomes of many changes at once, beside other listeners.

    python -m benchmarks.events

Four things are measured, each listener in a process of its own, on a file system in memory where
there is one, after `benchmarks.hearing` said that it hears:

* a burst: 10,000 files in 1,000 new folders, three deep, written at once into a tree of 1,500
  such folders. Lost is what was not told of 3 s later; last is when the last of them was told
  of, counted from the end of the writing; the processor time is all of it until then.
* an overflow: the listener is stopped (SIGSTOP) while 10,000 files are written into 100 folders
  that it knows, which makes more events than the kernel's queue holds (16,384). Said so means:
  to whoever listens, and not in a log only.
* one file at a time, 20 ms apart: from before it is made to the hint, or to the call.
* the start on 15,000 folders of six files each. lyrad's includes the first look at every file.

lyrad is its `Watch`, looked at as the daemon does; for one file at a time, its ears alone.
watchdog is given a filter of kinds, without which it never recovers from its own start on large
trees. watchfiles waits 50 ms instead of its usual 1.6 s. A peer that is not installed is left
out.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles

from benchmarks.listener import Listener
from benchmarks.table import Row, milliseconds, seconds, table

RUNS = 3
FILES = 10_000
QUIET = 3.0
QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Outcome:
    """What became of many files: how many were lost, when the last came, what it cost."""

    lost: int
    last: float
    cpu: float
    told: bool


def rows() -> Iterator[Row]:
    """Yield losses, delays and processor time, beside each peer."""
    names = ("lyrad", *peers())
    bursts = {name: [burst(name) for _ in range(RUNS)] for name in names}
    yield from burst_rows(bursts)
    yield from overflow_rows({name: overflow(name) for name in names})
    yield from latency_rows(one_by_one("hints"), one_by_one("watchdog"))
    yield from start_rows()


def burst_rows(bursts: dict[str, list[Outcome]]) -> Iterator[Row]:
    ours = bursts.pop("lyrad")
    what = f"burst of {FILES:,} files in 1,000 new folders"
    lost = max(run.lost for run in ours)
    for peer, runs in bursts.items():
        theirs = median(run.lost for run in runs)
        yield Row(f"{what}: lost", f"`{peer}`", lost, theirs, count, "none", good=not lost)
    last, cpu = (median(getattr(run, of) for run in ours) for of in ("last", "cpu"))
    theirs = median(run.last for run in bursts["watchdog"])
    good = last <= 0.1
    yield Row(f"{what}: last", "`watchdog`", last, theirs, milliseconds, "at most 100 ms", good)
    theirs = median(run.cpu for run in bursts["watchdog"])
    yield Row(
        f"{what}: processor", "`watchdog`", cpu, theirs, seconds, "at most 0.30 s", cpu <= 0.3
    )


def overflow_rows(outcomes: dict[str, Outcome]) -> Iterator[Row]:
    ours = outcomes.pop("lyrad")
    for peer, theirs in outcomes.items():
        yield Row(
            what=f"queue of events overflowed: lost, {said(ours)}",
            peer=f"`{peer}`, {said(theirs)}",
            ours=ours.lost,
            theirs=theirs.lost,
            shown=count,
            goal="none, and said",
            good=ours.told and not ours.lost,
        )


def latency_rows(ours: list[float], theirs: list[float]) -> Iterator[Row]:
    for part, most in ((50, 0.001), (99, 0.010)):
        mine, others = (quantiles(all_, n=100)[part - 1] for all_ in (ours, theirs))
        yield Row(
            what=f"a new file to its hint, {part} of 100 within",
            peer="`watchdog`",
            ours=mine,
            theirs=others,
            shown=fine,
            goal=f"at most {fine(most)}",
            good=mine <= most,
        )


def start_rows() -> Iterator[Row]:
    with a_place() as root:
        grow(root, range(15_000), 6)
        command = ["find", str(root), "-printf", "%p %s %T@\n"]
        names = ("lyrad", "watchdog")
        costs = [
            (*(Listener(name, root).end().start for name in names), spent(command))
            for _ in range(RUNS)
        ]
    ours, watchdog, find = map(median, zip(*costs, strict=True))
    what = "start on 15,000 folders, processor"
    yield Row(what, "`watchdog`, looks at no file", ours, watchdog, seconds)
    yield Row(what, "`find -printf`", ours, find, seconds, "at most 2 times", ours <= 2 * find)


def peers() -> Iterator[str]:
    yield "watchdog"
    if find_spec("watchfiles"):
        yield "watchfiles"
    if shutil.which("inotifywait"):
        yield "inotifywait"


def burst(name: str) -> Outcome:
    with a_place() as root:
        grow(root, range(1500), 7)
        listener = Listener(name, root)
        written = grow(root / "burst", range(1000), 10)
        return outcome(listener, written, root)


def overflow(name: str) -> Outcome:
    """Stop the listener while more is written than the kernel's queue holds."""
    with a_place() as root:
        folders = [root / f"SC{number:03}" for number in range(100)]
        for folder in folders:
            folder.mkdir()
        listener = Listener(name, root)
        time.sleep(1)
        listener.signal(signal.SIGSTOP)
        each = max(FILES, int(QUEUE.read_text()) * 3 // 5) // len(folders)  # two events each
        written = [put(folder / f"{number}.png") for folder in folders for number in range(each)]
        listener.signal(signal.SIGCONT)
        return outcome(listener, written, root)


def outcome(listener: Listener, written: list[Path], root: Path) -> Outcome:
    end = time.monotonic()
    time.sleep(QUIET)
    heard = listener.end()
    found = [heard.when.get(str(path.relative_to(root))) for path in written]
    last = max((at - end for at in found if at is not None), default=0.0)
    return Outcome(lost=found.count(None), last=max(last, 0.0), cpu=heard.cpu, told=heard.told)


def one_by_one(name: str) -> list[float]:
    """Return the seconds from making a file to the hint at it, or to the call that names it."""
    with a_place() as root:
        folders = [root / f"SC{number:03}" for number in range(200)]
        for folder in folders:
            folder.mkdir()
        listener = Listener(name, root)
        made = {}
        for folder in folders:
            time.sleep(0.02)
            made[folder.name] = time.monotonic()
            put(folder / "first.png")
        time.sleep(1)
        heard = listener.end().when
        return [first(heard, folder) - at for folder, at in made.items()]


def first(heard: dict[str, float], folder: str) -> float:
    """Return when the folder, or anything in it, was first heard of."""
    return min(at for path, at in heard.items() if path.partition("/")[0] == folder)


def grow(root: Path, folders: range, files: int) -> list[Path]:
    """Make the folders, three deep, with so many files each; return the files."""
    made = []
    for number in folders:
        folder = root / f"{number // 100}/{number // 10}/SH{number}"
        folder.mkdir(parents=True)
        made += [put(folder / f"{file}.png") for file in range(files)]
    return made


def put(path: Path) -> Path:
    path.write_bytes(b"x")
    return path


@contextmanager
def a_place() -> Iterator[Path]:
    """Lend an empty production, in memory where that is possible."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        (Path(place) / "production.yaml").write_text("title: x\n")
        yield Path(place)


def spent(command: list[str]) -> float:
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(program.pid, 0)
    program.returncode = 0
    return used.ru_utime + used.ru_stime


def said(found: Outcome) -> str:
    return "and said so" if found.told else "and said nothing"


def count(value: float) -> str:
    return f"{value:,.0f}"


def fine(value: float) -> str:
    return f"{1000 * value:.2f} ms"


if __name__ == "__main__":
    print(table(rows()))
