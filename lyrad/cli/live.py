"""Follow the status on a terminal: bars for what is at work, while something is."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from rich.console import Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from lyrad.cli.words import lines
from lyrad.model.status import Status
from lyrad.wiring.state import now, read_status

EVERY = 0.5


def follow(state: Path) -> None:
    """Show the status again and again, until nothing is at work or the person has seen enough."""
    never = threading.Event()
    found = read_status(state)
    with (
        Live(picture(found), refresh_per_second=4) as live,
        contextlib.suppress(KeyboardInterrupt),
    ):
        while any(job.state == "working" for job in found.jobs) and not never.wait(EVERY):
            found = read_status(state)
            live.update(picture(found))


def picture(found: Status) -> RenderableType:
    """Return the plain lines, and a bar for each job at work."""
    bars = Table.grid(padding=(0, 2))
    for job in found.jobs:
        if job.state == "working":
            bars.add_row(
                job.code,
                job.action,
                ProgressBar(total=max(job.total, 1), completed=job.done, width=40),
                f"{job.done}/{job.total} {job.unit}s" if job.total else "",
            )
    return Group(Text("\n".join(lines(found, now()))), bars)
