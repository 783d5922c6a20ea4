"""Every benchmark, each row beside a peer in the same run, in one table.

    python -m benchmarks                 all of them, and writes benchmarks/results.md
    python -m benchmarks cli idle        only these, and writes nothing

Each module says in its own docstring what exactly is measured, and prints its own details when it
is called by itself: `python -m benchmarks.between`.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import between, cli, cuts, engine, events, idle, seam, waiting, watching
from benchmarks.table import HEAD, Row, per_second, plain, seconds
from tests.support.postgres import cluster

RESULTS = Path(__file__).with_name("results.md")
MOST_SECONDS: Mapping[str, float] = {"layered in-between": 8.0, "hybrid in-between": 15.0}
LEAST_SSIM: Mapping[str, float] = {
    "push": 0.99,
    "pan": 0.99,
    "roll": 0.99,
    "subject": 0.98,
    "orbit": 0.75,
}

TEXT = """\
# Benchmarks

`make bench` writes this page. Each row stands beside a peer that was measured in the same run;
times are medians (`minterpolate`, being slow, runs once), the ratio is lyrad's figure over the
peer's. The modules in `benchmarks/` say what exactly is measured.

{machine}

{table}
"""


def in_between() -> Iterator[Row]:
    """Yield time and likeness to the truth, for each move."""
    for row in between.rows():
        most = MOST_SECONDS.get(row.method)
        yield Row(
            what=f"{between.FRAMES} frames of 1280x720, {row.move} ({row.method})",
            peer="`minterpolate`",
            ours=row.ours,
            theirs=row.peer,
            shown=seconds,
            goal=f"at most {most:g} s" if most else "",
            good=most is None or row.ours <= most,
        )
        least = LEAST_SSIM.get(row.move.split()[0])
        yield Row(
            what=f"SSIM to the truth, {row.move}",
            peer="`minterpolate`",
            ours=row.ssim_ours,
            theirs=row.ssim_peer,
            shown=plain,
            goal=f"at least {least:g}" if least else "",
            good=least is None or row.ssim_ours >= least,
        )


def queue() -> Iterator[Row]:
    """Yield jobs per second and the time to start, on both databases."""
    with cluster() as server:
        bare = engine.median(engine.bare_loop)
        for name, new in (("SQLite", lambda: None), ("Postgres", server.new_database)):
            yield from _on(name, new, bare)


def _on(name: str, new: Callable[[], str | None], bare: float) -> Iterator[Row]:
    rate = engine.median(lambda: engine.through(new()))
    alone = engine.median(lambda: engine.library_alone(new()))
    yield Row(f"jobs of two steps, {name}", "`dbos` inline", rate, alone, per_second)
    if name == "SQLite":
        yield Row(f"jobs of two steps, {name}", "bare `sqlite3`", rate, bare, per_second)
    wait = engine.starts(new())
    yield Row(f"order to start, {name}", "half the poll", wait, engine.POLL / 2, seconds)


ALL: Mapping[str, Callable[[], Iterator[Row]]] = {
    "cli": cli.rows,
    "idle": idle.rows,
    "watching": watching.rows,
    "waiting": waiting.rows,
    "events": events.rows,
    "between": in_between,
    "engine": queue,
    "seam": seam.rows,
    "cuts": cuts.rows,
}


def machine(load: float) -> str:
    """Return what kind of machine this is, not which one; `load` is that before the start."""
    ffmpeg = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {len(os.sched_getaffinity(0))} cores "
        f"({_processor()}), {platform.system()}, Python {platform.python_version()}, "
        f"FFmpeg {ffmpeg.stdout.split()[2]}, OpenCV {version('opencv-python-headless')}, "
        f"DBOS {version('dbos')}. Load average {load:.1f} before, {os.getloadavg()[0]:.1f} after "
        "(the benchmarks' own included); where other work ran beside them, times are too long."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def main(names: Sequence[str]) -> int:
    """Run the benchmarks of these names, or all; return 1 where a goal was missed."""
    rows: list[Row] = []
    load = os.getloadavg()[0]
    for name in names or ALL:
        for row in ALL[name]():
            if not rows:
                print(HEAD)
            print(row, flush=True)
            rows.append(row)
    if not names:
        table = "\n".join((HEAD, *map(str, rows)))
        RESULTS.write_text(TEXT.format(machine=machine(load), table=table), "utf-8")
        print(f"\nWritten to {RESULTS}", file=sys.stderr)
    return 0 if all(row.good for row in rows) else 1


if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - set(ALL)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    sys.exit(main(sys.argv[1:]))
