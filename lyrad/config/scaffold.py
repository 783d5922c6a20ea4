"""Say what a new production consists of: folders, a note, an example, schemas for editors.

Only says it; the writing, which never overwrites anybody's file, is done elsewhere.
"""

from __future__ import annotations

import json

from lyrad.config.notes import EXAMPLE, PRODUCTION, READ_ME, STYLE
from lyrad.config.schema import Kind, json_schema
from lyrad.model.names import ProductionId

SCHEMAS: tuple[Kind, ...] = ("production", "scene", "shot", "character", "cue", "style")


def scaffold(title: str, production: ProductionId, timezone: str) -> tuple[tuple[str, str], ...]:
    """Return a new production's files: a path below its root, and the text.

    A path with a slash at its end is a folder.
    """
    schemas = tuple(
        (f".lyrad/schema/{kind}.json", json.dumps(json_schema(kind), indent=2) + "\n")
        for kind in SCHEMAS
    )
    # JSON's quotes are YAML's too, whatever the title holds.
    values = {
        "title": json.dumps(title, ensure_ascii=False),
        "id": production,
        "timezone": timezone,
    }
    return (
        ("production.yaml", PRODUCTION.format(**values)),
        ("READ ME FIRST.txt", READ_ME),
        ("scenes/_example/SH0010/shot.yaml", EXAMPLE),
        ("style/_example.yaml", STYLE),
        ("characters/", ""),
        ("inbox/", ""),
        ("selects/", ""),
        *schemas,
    )
