"""`lyrad resume`: end a pause."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from lyrad.cli import asking, options
from lyrad.cli import command as form
from lyrad.model.command import Command, Verb
from lyrad.wiring.state import state_folder


@click.command(
    "resume",
    cls=form.Command,
    short_help="End a pause.",
    example="lyrad resume",
)
@options.config
def command(config: Path | None) -> None:
    """End a pause."""
    asking.send(state_folder(config), Command(id=uuid.uuid4().hex, verb=Verb.RESUME))
