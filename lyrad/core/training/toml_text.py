"""Write TOML: tables of plain values, and lists of tables, as trainers read them.

Whole numbers and numbers with a point stay apart, since a trainer stores one as it was written:
16 and 16.0 make different files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from lyrad.model.names import JSON, Fields


def toml_text(table: Fields) -> str:
    """Return the table as TOML; values without one (None) are left out."""
    return "\n".join(_lines(table, ())).strip() + "\n"


def _lines(table: Fields, path: tuple[str, ...]) -> Iterator[str]:
    for key, value in table.items():
        if not _nested(value) and value is not None:
            yield f"{key} = {_value(value)}"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from ("", f"[{'.'.join((*path, key))}]", *_lines(value, (*path, key)))
        elif _nested(value):
            yield from _rows(value, (*path, key))


def _rows(rows: JSON, path: tuple[str, ...]) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            yield from ("", f"[[{'.'.join(path)}]]", *_lines(row, path))


def _nested(value: JSON) -> bool:
    rows = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    return rows or isinstance(value, Mapping)


def _value(value: JSON) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(inner) for inner in value)}]"
    return repr(value)
