"""`lyrad doctor`: this machine, its tools and the roots."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.command import Command
from lyrad.wiring.examining import examine


@click.command(
    "doctor",
    cls=Command,
    short_help="Check this machine, its tools and the roots.",
    example="lyrad doctor FILM/",
)
@click.argument("film", nargs=-1, type=click.Path(path_type=Path))
@options.as_json
@options.config
def command(film: tuple[Path, ...], *, as_json: bool, config: Path | None) -> None:
    """Check this machine: tools, state folder, engine, rules, and each production's folder.

    Exit code 1 where something keeps lyrad from working well.
    """
    found = examine(film, config)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        for one in found:
            click.echo(f"{'ok ' if one.good else 'BAD'}  {one.what}: {one.said}")
            if one.next:
                click.echo(f"       next: {one.next}")
    if not all(one.good for one in found):
        raise SystemExit(1)
