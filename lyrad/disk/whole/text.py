"""Text: not empty, and without the zero bytes of a file that got its size before its words.

Whether the text makes sense, and even whether its last line is there, only its reader can say.
JSON (and OTIO) alone has an end of its own: what breaks off in the middle of it is not whole. An
open bracket in YAML is nearly always somebody's slip, which its reader tells better.
"""

from __future__ import annotations

import json
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

# Longer text than anybody writes by hand is judged by its end.
_LIMIT = 1 << 20
_LONGEST_JSON = 1 << 23
_EMPTY = tail.no("part of the text is still empty")
_NEVER_CLOSED = "Unterminated string"


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the text has no gap. UTF-16, with a mark or without, is text as well."""
    file.seek(0)
    mark = file.read(2)
    file.seek(max(0, size - _LIMIT) // 2 * 2)
    data = file.read(_LIMIT + 1)
    if b"\0" not in data:
        return tail.WHOLE
    wide = mark in {b"\xff\xfe", b"\xfe\xff"} or not any(data[0::2]) or not any(data[1::2])
    units = zip(data[0::2], data[1::2], strict=False)
    gap = len(data) % 2 or any(low == 0 == high for low, high in units)
    return tail.WHOLE if wide and not gap else _EMPTY


def check_json(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the text does not break off; other slips are left to whoever reads it."""
    found = check(file, size)
    if not found.whole or size > _LONGEST_JSON:
        return found
    file.seek(0)
    data = file.read(size)
    try:
        text = data.decode(json.detect_encoding(data)).rstrip()
    except UnicodeDecodeError:
        return found
    line = _broken_off(text)
    return tail.no(f"the text breaks off in line {line}") if line else found


def _broken_off(text: str) -> int | None:
    """Return the line in which the text ends too early, or None."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        early = error.pos >= len(text) or error.msg.startswith(_NEVER_CLOSED)
        return error.lineno if early else None
    except (ValueError, RecursionError):
        return None
    return None
