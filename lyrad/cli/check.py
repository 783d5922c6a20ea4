"""`lyrad check`: a production's files and the rules, every fault at once."""

from __future__ import annotations

from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.command import Command
from lyrad.wiring.checking import check


@click.command(
    "check",
    cls=Command,
    short_help="Check a production's files and the rules.",
    example="lyrad check FILM/",
)
@click.argument("film", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@options.config
def command(film: tuple[Path, ...], config: Path | None) -> None:
    """Check the settings, the rules and a production's files; no network, nothing started.

    Exit code 78 where something is wrong.
    """
    count, waits = check(film, config)
    for line in waits:
        click.echo(line)
    click.echo(f"{count} shots looked at: no faults.")
