"""`lyrad dataset`: check a folder of reference pictures before a character is trained on it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.codes import FAILED
from lyrad.cli.command import Command
from lyrad.core.dataset.words import as_fields, lines
from lyrad.wiring.dataset import check_targets, checked, copy_to, report_to

_PATH = click.Path(path_type=Path)


@click.command(
    "dataset",
    cls=Command,
    short_help="Check a folder of reference pictures.",
    example="lyrad dataset characters/MIRA/refs --report mira.html\n"
    "lyrad dataset characters/MIRA/refs --word mira --copy mira_clean",
)
@click.argument("folder", type=_PATH)
@click.option("--report", type=_PATH, metavar="OUT.html", help="Write the report as a page.")
@click.option("--copy", type=_PATH, metavar="OUT", help="Write a clean copy to train on.")
@click.option("--word", default="", help="What captions call the subject, where there is none.")
@options.as_json
def command(
    folder: Path, *, report: Path | None, copy: Path | None, word: str, as_json: bool
) -> None:
    """Say of every picture in FOLDER whether it is kept, mended or refused, and why.

    Nothing in FOLDER is changed. Exit code 1 where the set cannot be trained on yet; a copy is
    then not written.
    """
    check_targets(folder, copy, report)
    found = checked(folder, word)
    if report is not None:
        report_to(found, report)
    if copy is not None and not found.report.wants:
        copy_to(found, copy)
    if as_json:
        click.echo(json.dumps(as_fields(found.report), indent=2, ensure_ascii=False))
    else:
        for line in lines(found.report):
            click.echo(line)
    if found.report.wants:
        if copy is not None:
            click.echo(f"No copy was written to {copy}.", err=True)
        raise SystemExit(FAILED)
