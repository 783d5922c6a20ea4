"""EXR: a header, a table of where each chunk of the picture lies, the chunks.

OpenEXR file layout. Programs write the table last; what a copy has not brought yet is told by the
chunk that lies last. Nothing marks the end of a picture that is not packed: a doubt only.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.disk.whole.exr_header import CutError, Part, parts
from lyrad.model.drop import Wholeness

MAGIC = b"v/1\x01"
_MOST_CHUNKS = 1 << 22
_UNFINISHED = "the picture's table is not filled yet: the program that writes it has not finished"


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the table is complete, and the chunk that lies last is all there."""
    try:
        found, numbered = parts(file)
        places = [(_table(file, part), part) for part in found]
        if not all(all(table) for table, _ in places):
            return tail.cut(file, size) if tail.empty(file, size) else tail.no(_UNFINISHED)
        chunks = [(max(table), part) for table, part in places]
        ends = [_end(file, place, part, size, numbered=numbered) for place, part in chunks]
    except CutError:
        return tail.cut(file, size)
    end = max(ends)
    if end > size:
        return tail.ends_after(size * 100 // end)
    if found[ends.index(end)].packed:
        return tail.cut(file, end) if tail.empty(file, end, length=tail.CODED) else tail.WHOLE
    return tail.open_ended(file, end)


def _table(file: BinaryIO, part: Part) -> tuple[int, ...]:
    """Return where the part's chunks lie; zero is what is not written yet."""
    if not 0 < part.chunks <= _MOST_CHUNKS:
        raise CutError
    return tuple(int(place) for place in _numbers(file, f"<{part.chunks}Q"))


def _end(file: BinaryIO, place: int, part: Part, size: int, *, numbered: bool) -> int:
    """Return where the chunk at this place ends, by its own head."""
    if place >= size:
        raise CutError
    file.seek(place + 4 * numbered + (16 if part.tiled else 4))
    # A deep chunk has a table of its own, and says how long both are, and what they unpack to.
    lengths = _numbers(file, "<QQQ")[:2] if part.deep else _numbers(file, "<i")
    return int(file.tell() + sum(lengths))


def _numbers(file: BinaryIO, form: str) -> tuple[int, ...]:
    data = file.read(struct.calcsize(form))
    if len(data) < struct.calcsize(form):
        raise CutError
    return struct.unpack(form, data)
