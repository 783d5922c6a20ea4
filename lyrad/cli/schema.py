"""`lyrad schema`: the JSON Schema of a file that people write."""

from __future__ import annotations

import json

import click

from lyrad.cli.command import Command
from lyrad.wiring.schema import KINDS, Kind, schema


@click.command(
    "schema",
    cls=Command,
    short_help="Print the JSON Schema of a file.",
    example="lyrad schema shot > shot.schema.json",
)
@click.argument("kind", type=click.Choice(KINDS))
def command(kind: Kind) -> None:
    """Print the JSON Schema of a file, for editors that complete and check."""
    click.echo(json.dumps(schema(kind), indent=2, ensure_ascii=False))
