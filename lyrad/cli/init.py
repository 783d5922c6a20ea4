"""`lyrad init`: make a folder a production."""

from __future__ import annotations

from pathlib import Path

import click

from lyrad.cli.command import Command
from lyrad.wiring.beginning import begin, renew_identity


@click.command(
    "init",
    cls=Command,
    short_help="Make a folder a production.",
    example='lyrad init FILM/ --title "The Lighthouse"',
)
@click.argument("film", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", help="The film's title; else the folder's name.")
@click.option("--new-id", is_flag=True, help="Give a copied production its own identity.")
def command(film: Path, title: str | None, *, new_id: bool) -> None:
    """Make a folder a production, with an example and a note for everybody who opens it.

    Nothing that stands there is changed.
    """
    if new_id:
        click.echo(f"{film} is now production {renew_identity(film)}")
        return
    for path in begin(film, title):
        click.echo(path)
    click.echo(f'\nNow: lyrad run "{film}"')
