"""Find the id in the text of a `production.yaml`, whatever else may be wrong with it.

Reading the file in full is `config.reading`'s; this only tells one production from another, also
while somebody is in the middle of an edit.
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from lyrad.config.text import BYTE_ORDER_MARKS

_ENOUGH = 1 << 16
_ID = re.compile(r"^id:[ \t\u00a0]+[\"']?([0-9A-Fa-f-]{32,36})", re.MULTILINE)


def read_id(path: Path) -> str | None:
    """Return the id that the file states, or None where it states none. Raises OSError."""
    with path.open("rb") as file:
        data = file.read(_ENOUGH)
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _id(data[len(mark) :].decode(encoding, "replace"))
    return _id(data.decode("utf-8", "replace"))


def _id(text: str) -> str | None:
    found = _ID.search(text)
    try:
        return str(uuid.UUID(found[1])) if found else None
    except ValueError:
        return None
