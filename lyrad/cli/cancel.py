"""`lyrad cancel`: end jobs."""

from __future__ import annotations

from pathlib import Path

import click

from lyrad.cli import asking, options
from lyrad.cli.command import Command
from lyrad.model.command import Verb


@click.command(
    "cancel",
    cls=Command,
    short_help="End jobs.",
    example="lyrad cancel SC010/SH0020",
)
@click.argument("target")
@options.config
def command(target: str, config: Path | None) -> None:
    """End jobs that are queued or at work. `lyrad retry` takes them up again.

    TARGET is a path, a code or a job's id.
    """
    asking.for_jobs(config, target, Verb.CANCEL, {"queued", "working", "waiting", "held"})
