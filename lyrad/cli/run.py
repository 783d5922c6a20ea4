"""`lyrad run`: watch productions and make takes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.command import Command
from lyrad.cli.duration import duration
from lyrad.cli.words import leftovers
from lyrad.wiring import daemon, logs


@click.command(
    "run",
    cls=Command,
    short_help="Watch productions and make takes.",
    example="lyrad run FILM/\nlyrad run --once FILM/",
)
@click.argument("film", nargs=-1, type=click.Path(path_type=Path))
@click.option("--once", is_flag=True, help="End when nothing is left to do.")
@click.option(
    "--settle-limit",
    type=duration,
    default="120",
    show_default=True,
    help="How long --once waits for files that are not whole.",
)
@click.option("--json-log", is_flag=True, help="Log JSON lines, as in a service.")
@options.config
def command(
    film: tuple[Path, ...],
    *,
    once: bool,
    settle_limit: float,
    json_log: bool,
    config: Path | None,
) -> None:
    """Watch productions and make takes, until Ctrl-C.

    FILM is a production or a folder of productions; without one, the settings' roots are run.
    """
    logs.set_up(as_json=json_log or not sys.stderr.isatty())
    found, forced = daemon.run(film, config, once=once, settle_limit=settle_limit)
    for line in leftovers(found) if once else ():
        click.echo(line)
    if forced:
        click.echo(str(forced), err=True)
    failed = forced is not None or (once and daemon.failed(found))
    sys.stdout.flush()
    sys.stderr.flush()
    # Steps that were stopped wait for ever, so that they record nothing: leave without them.
    os._exit(1 if failed else 0)
