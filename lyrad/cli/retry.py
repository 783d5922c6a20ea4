"""`lyrad retry`: failed jobs again, from the failed step."""

from __future__ import annotations

from pathlib import Path

import click

from lyrad.cli import asking, options
from lyrad.cli.command import Command
from lyrad.model.command import Verb


@click.command(
    "retry",
    cls=Command,
    short_help="Try failed jobs again, from the failed step.",
    example="lyrad retry SC010/SH0020",
)
@click.argument("target")
@options.config
def command(target: str, config: Path | None) -> None:
    """Try failed jobs again, from the failed step; hurry those that wait for a tool.

    Cancelled jobs are taken up again where they ended.

    TARGET is a path, a code or a job's id.
    """
    asking.for_jobs(config, target, Verb.RETRY, {"failed", "waiting", "cancelled"})
