"""Show the demo on a terminal: what happens scrolls by, and below it a bar for each shot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from lyrad.model.status import JobRow, Status
from lyrad.wiring.demo import News

STYLES = {"you": "cyan", "lyrad": "green"}
WIDTH = 24
COLUMNS = 4


@contextmanager
def stage(
    line: Callable[[News], str],
) -> Iterator[tuple[Callable[[News], None], Callable[[Status], None]]]:
    """Give where news and status go; the bars disappear at the end."""
    console = Console(highlight=False)
    with Live(Text(), console=console, refresh_per_second=8, transient=True) as live:

        def tell(told: News) -> None:
            live.console.print(Text(line(told), style=STYLES.get(told.who, "")))

        yield tell, lambda status: live.update(bars(status))


def bars(found: Status) -> RenderableType:
    """Return a row for each shot: its code, its card, how far its job is."""
    # Of a shot's jobs, the one at work is told.
    jobs = {job.code: job for job in found.jobs if job.state == "working"}
    rows = Table.grid(padding=(0, 2))
    for _ in range(COLUMNS):
        rows.add_column(no_wrap=True)
    for production in found.productions:
        for shot in production.shots:
            job = jobs.get(shot.code)
            rows.add_row(shot.code, f"{shot.state} {shot.detail}".rstrip(), *_bar(job))
    return rows


def _bar(job: JobRow | None) -> tuple[RenderableType, str]:
    if job is None:
        return "", ""
    bar = ProgressBar(total=max(job.total, 1), completed=job.done, width=WIDTH)
    return bar, f"{job.done}/{job.total} {job.unit}s" if job.total else job.action
