"""What the command line costs: CPU of a whole process, beside a bare Python.

    python -m benchmarks.cli

User and system time together, medians of 15; the peers take turns with lyrad, so that a busy
machine is as unfair to one as to the other.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.table import Row, milliseconds, table
from lyrad.disk.state_files import write_status
from lyrad.model.status import STATUS_SCHEMA, ProductionRow, ShotRow, Status

ROUNDS = 15
SHOTS = 30
MOST_HELP = 6.0
MOST_STATUS = 15.0

BARE = (sys.executable, "-c", "pass")
LYRAD = (sys.executable, "-m", "lyrad")


def rows() -> Iterator[Row]:
    """Yield what `--help` and `status` cost."""
    with tempfile.TemporaryDirectory() as state:
        write_status(Path(state), some_status())
        env = {**os.environ, "LYRAD_STATE": state}
        env.pop("LYRAD_CONFIG", None)
        for word, most in (("--help", MOST_HELP), ("status", MOST_STATUS)):
            ours, theirs = side_by_side((*LYRAD, word), BARE, env)
            yield Row(
                what=f"`lyrad {word}`, CPU",
                peer="bare Python",
                ours=ours,
                theirs=theirs,
                shown=milliseconds,
                goal=f"at most {most:g} times",
                good=ours <= most * theirs,
            )


def side_by_side(
    ours: Sequence[str], theirs: Sequence[str], env: Mapping[str, str]
) -> tuple[float, float]:
    """Return the median CPU seconds of both commands, which take turns."""
    cpu(ours, env)
    pairs = [(cpu(ours, env), cpu(theirs, env)) for _ in range(ROUNDS)]
    mine, peers = zip(*pairs, strict=True)
    return statistics.median(mine), statistics.median(peers)


def cpu(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Return the user and system time of a command, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def some_status() -> Status:
    shots = tuple(
        ShotRow(
            scene="SC010",
            shot=f"SH{number:04d}",
            folder=f"scenes/SC010/SH{number:04d}",
            state="DONE",
            detail="T01",
        )
        for number in range(SHOTS)
    )
    film = ProductionRow(
        id="one", title="Film", root="/srv/film", state="running", mode="events", shots=shots
    )
    return Status(schema=STATUS_SCHEMA, lyrad="0", pid=1, host="here", at=0.0, productions=(film,))


if __name__ == "__main__":
    print(table(rows()))
