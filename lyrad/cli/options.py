"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

config = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="LYRAD_CONFIG",
    help="The settings file; else $LYRAD_CONFIG, then the user's, then the system's.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
