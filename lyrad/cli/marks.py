"""`lyrad marks`: what files say of how they were made, and whether anything of it was lost."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.codes import FAILED
from lyrad.cli.command import Command
from lyrad.cli.mark_words import lines
from lyrad.cli.subcommands import Subcommands
from lyrad.core.marking import faults
from lyrad.errors import Code, Fault, UsageError
from lyrad.wiring.marking import files, reader

_PATHS = click.Path(exists=True, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(
    "marks",
    cls=Subcommands,
    usual="read",
    short_help="Say what files tell of how they were made.",
    example="lyrad marks FILM/scenes/SC010/SH0020/takes/T01\n"
    "lyrad marks check delivered.mp4 --before SC010_SH0020_T01_v001.mp4",
)
def command() -> None:
    """Read the marks of published files: who signed, how it was made, when, of what."""


@command.command("read", cls=Command, example="lyrad marks FILM/scenes/SC010/SH0020/takes/T01")
@click.argument("path", nargs=-1, required=True, type=_PATHS)
@options.as_json
@options.config
def read(path: tuple[Path, ...], *, as_json: bool, config: Path | None) -> None:
    """Say what files tell of how they were made; the word `read` may be left out.

    Of a folder, all its pictures, clips and sounds.
    """
    marker = reader(config)
    found = {str(one): marker.read(one) for one in files(path)}
    if as_json:
        told = {name: asdict(one) for name, one in found.items()}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for name, one in found.items():
        click.echo(name)
        for line in lines(one):
            click.echo(f"  {line}")


@command.command("check", cls=Command, example="lyrad marks check delivered.mp4 --before T01.mp4")
@click.argument("path", nargs=-1, required=True, type=_PATHS)
@click.option("--before", type=_FILE, help="The file as it was: what it said must still be said.")
@options.as_json
@options.config
def check(
    path: tuple[Path, ...], *, before: Path | None, as_json: bool, config: Path | None
) -> None:
    """Check that files carry a signed mark that fits them, and have lost nothing.

    Exit code 1 where a mark is missing, invalid or was lost.
    """
    marker = reader(config)
    was = marker.read(before) if before else None
    found = {str(one): faults(marker.read(one), was) for one in files(path)}
    if not found:
        raise UsageError(_nothing(path))
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for name, wrong in found.items():
            click.echo(f"{'BAD' if wrong else 'ok '}  {name}")
            for one in wrong:
                click.echo(f"       {one}")
    if any(found.values()):
        raise SystemExit(FAILED)


def _nothing(path: tuple[Path, ...]) -> Fault:
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what="There is nothing to check: no pictures, clips or sounds.",
        where=", ".join(str(one) for one in path),
        next="Name a file, or a folder that holds some.",
    )
