"""`lyrad shotlist`: what a shot list would change in a production, before it is dropped there."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.codes import CONFIG
from lyrad.cli.command import Command
from lyrad.core.shotlist.words import as_fields, lines
from lyrad.errors import ConfigError
from lyrad.wiring.comparing import compared


@click.command(
    "shotlist",
    cls=Command,
    short_help="Say what a shot list would change in a production.",
    example="lyrad shotlist breakdown.csv FILM/\nlyrad shotlist FILM/inbox/cut.edl --json",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("film", required=False, type=click.Path(path_type=Path))
@options.as_json
@options.config
def command(file: Path, film: Path | None, *, as_json: bool, config: Path | None) -> None:
    """Say which shots of FILE (CSV, TSV, XLSX, EDL, OTIO) are new, changed or gone.

    Nothing is written. FILM is the production's folder; without it, the production that FILE lies
    in, or the one around you. Exit code 78 where the list has faults.
    """
    try:
        found = compared(file, film, config)
    except ConfigError as error:
        if not as_json:
            raise
        _print({"faults": [asdict(fault) for fault in error.faults]})
        raise SystemExit(CONFIG) from error
    if as_json:
        _print({**as_fields(found), "faults": []})
        return
    for line in lines(found):
        click.echo(line)


def _print(found: object) -> None:
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
