"""`lyrad go`: let a held shot go on."""

from __future__ import annotations

from pathlib import Path

import click

from lyrad.cli import asking, options
from lyrad.cli.command import Command
from lyrad.model.command import Verb


@click.command(
    "go",
    cls=Command,
    short_help="Let a held shot go on; put a queued one first.",
    example="lyrad go SC010/SH0020",
)
@click.argument("target")
@options.config
def command(target: str, config: Path | None) -> None:
    """Let what is held go on; put what is queued first; try again what failed.

    The same as a file named GO in the folder. TARGET is a path or a code.
    """
    asking.for_shots(config, target, Verb.GO, "")
