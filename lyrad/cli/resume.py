"""`lyrad resume`: end a pause."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from lyrad.cli import asking, options
from lyrad.model.command import Command, Verb
from lyrad.wiring.state import state_folder


@click.command("resume", short_help="End a pause.")
@options.config
def command(config: Path | None) -> None:
    r"""End a pause.

    \b
    Example:
      lyrad resume
    """
    asking.send(state_folder(config), Command(id=uuid.uuid4().hex, verb=Verb.RESUME))
