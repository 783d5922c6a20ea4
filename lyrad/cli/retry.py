"""`lyrad retry`: failed jobs again, from the failed step."""

from __future__ import annotations

from pathlib import Path

import click

from lyrad.cli import asking, options
from lyrad.model.command import Verb


@click.command("retry", short_help="Try failed jobs again, from the failed step.")
@click.argument("target")
@options.config
def command(target: str, config: Path | None) -> None:
    r"""Try failed jobs again, from the failed step; hurry those that wait for a tool.

    TARGET is a path, a code or a job's id.

    \b
    Example:
      lyrad retry SC010/SH0020
    """
    asking.for_jobs(config, target, Verb.RETRY, {"failed", "waiting", "cancelled"})
