"""What it costs to know a tree: the first look, a look when nothing happened, memory, a share.

    python -m benchmarks.watching [--files 100000]

A film of so many small files and a seventh as many folders, which nobody has touched for a
minute. Each question is asked in turns with the peer; medians of them. Processor time beside that
of `find ROOT -printf '%s %T@ %p'`, which keeps nothing; memory beside watchdog's
`DirectorySnapshot`. The share is a model: a library preloaded into both lets each listing, opening
of a folder and look at a path wait for 300 microseconds; of 10,000 files, in wall time.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.seeing import Figures, figures
from benchmarks.table import Row, milliseconds, plain, seconds, table

FILES = 100_000
ON_A_SHARE = 10_000
ROUNDS = 7
REST = 61.0
SLOW = Path(__file__).with_name("slow_share.c")
FIND = "`find -printf`"


def rows(files: int = FILES) -> Iterator[Row]:
    """Yield every figure of a local tree, then those of a share."""
    with film(files) as root:
        time.sleep(REST)
        yield from local(root, files)
        yield from memory(root)
    with film(min(files, ON_A_SHARE)) as root:
        yield from share(root)


def local(root: Path, files: int) -> Iterator[Row]:
    """Yield the processor time of looks at a tree on a local disk."""
    found: list[Figures] = []
    for _ in range(ROUNDS):
        ours = figures("scan", root) | figures("listen", root)
        found.append(ours | {"find": find(root)})
    of = f"of {files:,} files, processor"
    for what, figure, most in (
        (f"first look {of}", "first", 1.5),
        (f"look at everything {of}", "again", 1.5),
        (f"first look with events {of}", "start", 2.0),
        # A small tree is listed whole each time, so there is nothing to be saved.
        (f"look when nothing changed, {of}", "idle", 0.25 if files >= FILES else 1.5),
    ):
        yield row(what, FIND, found, figure, most)


def memory(root: Path) -> Iterator[Row]:
    """Yield what is kept in memory for each hundred thousand files."""
    ours, theirs = figures("memory", root)["bytes"], figures("snapshot", root)["bytes"]
    yield Row(
        what="memory for 100,000 files, MB",
        peer="watchdog's snapshot",
        ours=ours / 10,
        theirs=theirs / 10,
        shown=plain,
        goal="at most 15 MB",
        good=ours / 10 <= 15,
    )


def share(root: Path) -> Iterator[Row]:
    """Yield the wall time of looks at a share; nothing where there is no C compiler."""
    with slow() as environment:
        if environment is None:
            return
        found: list[Figures] = []
        for _ in range(3):
            begun = time.perf_counter()
            find(root, environment)
            wall = time.perf_counter() - begun
            found.append(figures("share", root, environment) | {"find": wall})
    yield row("first look at a share of 10,000 files, wall", FIND, found, "wall", 0.15)
    yield row("look at a share when nothing changed, wall", FIND, found, "idle", 0.15)


def row(what: str, peer: str, found: list[Figures], figure: str, most: float) -> Row:
    """Return a row of medians; the ratio of each round counts, since loads come and go."""
    ratio = statistics.median(one[figure] / one["find"] for one in found)
    theirs = statistics.median(one["find"] for one in found)
    return Row(
        what=what,
        peer=peer,
        ours=ratio * theirs,
        theirs=theirs,
        shown=seconds if figure == "wall" else milliseconds,
        goal=f"at most {most:g} times",
        good=ratio <= most,
    )


def find(root: Path, environment: dict[str, str] | None = None) -> float:
    """Return the processor seconds of `find`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["find", str(root), "-printf", "%s %T@ %p\\n"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def film(files: int) -> Iterator[Path]:
    """Make a film: shots of three files and three takes of nine, in scenes of a hundred."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "production.yaml").touch()
        for shot in range(files // 30):
            folder = root / f"scenes/SC{shot // 100:03}/SH{shot % 100:04}"
            for take in range(1, 4):
                (folder / f"takes/T{take:02}").mkdir(parents=True)
                for number in range(9):
                    name = f"{folder.parent.name}_{folder.name}_T{take:02}_v001_{number}.png"
                    (folder / f"takes/T{take:02}/{name}").touch()
            for name in ("shot.yaml", "first.png", "last.png"):
                (folder / name).touch()
        yield root


@contextmanager
def slow() -> Iterator[dict[str, str] | None]:
    """Give the environment in which the disk is a share, or None without a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as place:
        library = Path(place) / "slow_share.so"
        command = [compiler, "-shared", "-fPIC", "-O2", "-w", "-o", str(library), str(SLOW)]
        subprocess.run([*command, "-ldl"], check=True)
        yield {**os.environ, "LD_PRELOAD": str(library)}


if __name__ == "__main__":
    wanted = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    wanted.add_argument("--files", type=int, default=FILES)
    print(table(rows(wanted.parse_args().files)))
