"""`lyrad hold`: keep a shot from going on."""

from __future__ import annotations

from pathlib import Path

import click

from lyrad.cli import asking, options
from lyrad.cli.command import Command
from lyrad.model.command import Verb


@click.command(
    "hold",
    cls=Command,
    short_help="Keep a shot from going on.",
    example='lyrad hold SC010 --note "new boards are coming"',
)
@click.argument("target")
@click.option("--note", default="", help="Why; the card says it.")
@options.config
def command(target: str, note: str, config: Path | None) -> None:
    """Keep a shot, a scene or a production from going on; what is at work ends its step.

    The same as a file named HOLD in the folder. TARGET is a path or a code.
    """
    asking.for_shots(config, target, Verb.HOLD, note)
