"""`lyrad status`: how everything stands, read from the page that the daemon writes."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.command import Command
from lyrad.cli.words import lines
from lyrad.wiring.state import now, read_status, state_folder


@click.command(
    "status",
    cls=Command,
    short_help="Say how everything stands.",
    example="lyrad status",
)
@options.config
@options.as_json
@click.option("--once", is_flag=True, help="Print once, also on a terminal.")
def command(config: Path | None, *, as_json: bool, once: bool) -> None:
    """Say how everything stands, and how old that is.

    On a terminal it stays while something is at work, and shows how far it is.
    """
    state = state_folder(config)
    found = read_status(state)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    elif not once and sys.stdout.isatty():
        from lyrad.cli.live import follow  # noqa: PLC0415 - rich costs more than all the rest

        follow(state)
    else:
        for line in lines(found, now()):
            click.echo(line)
