"""MP4, MOV and M4A: the pictures and sounds in one box, and an index that says where they lie.

ISO/IEC 14496-12, section 8. Most programs write the index (`moov`) last, or move everything up to
make room for it, so a clip without it is unfinished, however long it stands still. With it, all
that it speaks of must be there. A clip in pieces says what is its last piece by a list (`mfra`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.disk.whole.boxes import Box, TornError, boxes, read, within
from lyrad.model.drop import Wholeness

_NO_INDEX = (
    "the clip has no index yet (moov): the program that writes it, or the copy, has not finished"
)
_NO_MEDIA = "the clip has its index, and not yet what the index speaks of"
_LAST_UNKNOWN = "it is written in pieces, and nothing says which is the last"
_STRAY = "something behind its end is no part of it"
_INDEX, _MEDIA, _PIECE, _PIECES, _IN_PIECES = b"moov", b"mdat", b"moof", b"mfra", b"mvex"
# From the index down to the tables of places; each of these holds boxes.
_DOWN = (b"trak", b"mdia", b"minf", b"stbl")
_TABLES = {b"stco": "I", b"co64": "Q"}
_MOST_TABLE = 1 << 26


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the index is there and all that it speaks of."""
    found, torn = _outermost(file, size)
    index = next((box for box in found if box.kind == _INDEX and box.end <= size), None)
    if index is None:
        return tail.no(_NO_INDEX)
    if found[-1].end > size:
        return tail.short(found[-1].end, size)
    try:
        places = list(_places(file, index))
        in_pieces = any(within(file, index, _IN_PIECES))
    except TornError:
        return tail.no(_NO_INDEX)
    if in_pieces or any(box.kind == _PIECE for box in found):
        return _last_piece(file, size, found, torn=torn)
    media = max((box.end for box in found if box.kind == _MEDIA), default=0)
    return _reached(file, max(places, default=0), media, torn=torn)


def _reached(file: BinaryIO, place: int, media: int, *, torn: bool) -> Wholeness:
    """Return the verdict on media that end at `media`, where the index names `place`."""
    if place and place >= media:
        return tail.no(_NO_MEDIA)
    if torn:
        return tail.doubt(_STRAY)
    return tail.open_ended(file, media, coded=True) if media else tail.WHOLE


def _outermost(file: BinaryIO, size: int) -> tuple[list[Box], bool]:
    """Return the outermost boxes up to the first that is none, and whether there was such."""
    found: list[Box] = []
    try:
        found.extend(boxes(file, 0, size))
    except TornError:
        return found, True
    return found, False


def _last_piece(file: BinaryIO, size: int, found: Sequence[Box], *, torn: bool) -> Wholeness:
    if found[-1].kind == _PIECES and _said(file, found[-1]):
        return tail.WHOLE
    if found[-1].kind == _PIECES or (torn and tail.empty(file, size)):
        return tail.cut(file, size, what="clip")
    return tail.doubt(_LAST_UNKNOWN)


def _said(file: BinaryIO, pieces: Box) -> bool:
    """Decide whether the list of pieces ends as it must: with its own length."""
    file.seek(pieces.end - 4)
    return int.from_bytes(file.read(4), "big") == pieces.end - pieces.begin


def _places(file: BinaryIO, box: Box) -> Iterator[int]:
    """Yield, for each track, the furthest place in the file that its table of places names.

    Raises:
        TornError: the index is not all there.
    """
    for inner in within(file, box, *_DOWN, *_TABLES):
        if inner.kind not in _TABLES:
            yield from _places(file, inner)
            continue
        table, form = read(file, inner, most=_MOST_TABLE), _TABLES[inner.kind]
        room = (len(table) - 8) // struct.calcsize(f">{form}")
        if count := min(int.from_bytes(table[4:8], "big"), room):
            yield max(struct.unpack_from(f">{count}{form}", table, 8))
