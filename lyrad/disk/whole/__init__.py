"""Decide whether a file is all there, by the structure that its format has.

Standing still is not enough: copies stall, and some are given their full size before their data.
Nothing is decoded, and of a large file only its skeleton is read. Formats are told by content;
the name decides only where the content does not say. Whether a whole file is any good is decided
elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from lyrad.disk.reading import reading
from lyrad.disk.whole import formats, tail
from lyrad.errors import Permanent, Temporary
from lyrad.model.drop import Wholeness


def wholeness(path: Path) -> Wholeness:
    """Return whether the file is all there, and if not, why, for a person.

    Never raises for what stands at the path: what cannot be read is not whole now.
    """
    try:
        with reading(path) as file:
            size = file.seek(0, 2)
            file.seek(0)
            found = _judge(path.suffix.lower(), file, size)
            # A skeleton may be complete round a body that is not there yet.
            doubted = None if not found.whole or found.reason else tail.hole(file, size)
            return found if doubted is None else doubted
    except (Temporary, Permanent) as error:
        return Wholeness(whole=False, checked=False, reason=error.fault.what)
    except OverflowError:
        return tail.no("its header speaks of more than any disk holds")


def _judge(suffix: str, file: BinaryIO, size: int) -> Wholeness:
    if size == 0:
        return tail.no("the file is still empty")
    head = file.read(formats.HEAD)
    known = next((one for one in formats.ALL if one.known_by(head)), None)
    if known:
        return known.check(file, size)
    named = next((one for one in formats.ALL if one.named(suffix)), None)
    if named and not named.marks:
        return named.check(file, size)
    if any(one.may_become(head) for one in formats.ALL):
        return tail.no("only its first bytes are there")
    if named and not any(head):
        return tail.no("its beginning is still empty")
    return tail.unknown(file, size)
