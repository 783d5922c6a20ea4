"""`lyrad schema`: the JSON Schema of a file that people write."""

from __future__ import annotations

import json

import click

from lyrad.wiring.schema import KINDS, schema


@click.command("schema", short_help="Print the JSON Schema of a file.")
@click.argument("kind", type=click.Choice(KINDS))
def command(kind: str) -> None:
    r"""Print the JSON Schema of a file, for editors that complete and check.

    \b
    Example:
      lyrad schema shot > shot.schema.json
    """
    click.echo(json.dumps(schema(kind), indent=2, ensure_ascii=False))
