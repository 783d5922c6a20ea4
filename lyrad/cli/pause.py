"""`lyrad pause`: start nothing more for now."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from lyrad.cli import asking, options
from lyrad.cli import command as form
from lyrad.cli.duration import duration
from lyrad.model.command import Command, Verb
from lyrad.wiring.state import state_folder


@click.command(
    "pause",
    cls=form.Command,
    short_help="Start nothing more for now.",
    example="lyrad pause --now --for 1h",
)
@click.option("--now", is_flag=True, help="Also stop what is at work; it starts anew later.")
@click.option("--for", "seconds", type=duration, help="End the pause by itself, as in 1h or 30m.")
@options.config
def command(*, now: bool, seconds: float | None, config: Path | None) -> None:
    """Start nothing more until `lyrad resume`; what is at work ends its step."""
    wanted = Command(id=uuid.uuid4().hex, verb=Verb.PAUSE, now=now, seconds=seconds)
    asking.send(state_folder(config), wanted)
