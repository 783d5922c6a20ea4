"""`lyrad check`: a production's files and the rules, every fault at once."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.codes import CONFIG
from lyrad.cli.command import Command
from lyrad.cli.place import place
from lyrad.errors import ConfigError
from lyrad.wiring.checking import check


@click.command(
    "check",
    cls=Command,
    short_help="Check a production's files and the rules.",
    example="lyrad check FILM/",
)
@click.argument("target", nargs=-1, required=True)
@options.as_json
@options.config
def command(target: tuple[str, ...], *, as_json: bool, config: Path | None) -> None:
    """Check the settings, the rules and a production's files; no network, nothing started.

    Exit code 78 where something is wrong.
    """
    paths = tuple(place(one, config) for one in target)
    if as_json:
        _as_json(paths, config)
        return
    count, waits = check(paths, config)
    for line in waits:
        click.echo(line)
    click.echo(f"{count} shots looked at: no faults.")


def _as_json(paths: tuple[Path, ...], config: Path | None) -> None:
    """Print the faults as data; the exit code is the same as without."""
    try:
        count, waits = check(paths, config)
    except ConfigError as error:
        faults = [asdict(fault) for fault in error.faults]
        click.echo(json.dumps({"faults": faults}, indent=2, ensure_ascii=False))
        raise SystemExit(CONFIG) from error
    found = {"shots": count, "waits": waits, "faults": []}
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
