"""The chunks of RIFF, RF64 and IFF files: a kind, a length, data, made even.

Finds where they lie, and nothing more; what a file must have, its format's own module says.
EA IFF 85; Microsoft RIFF; EBU Tech 3306 for RF64.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 12
"""The container's own kind, length and form."""
UNSAID = frozenset({0, 0xFFFFFFFF})
"""Lengths that programs write while they do not know the length yet, and patch in the end."""
_CHUNK_HEAD = 8
_MOST_CHUNKS = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Where a chunk's data begin, and how long its head says that they are, in bytes."""

    kind: bytes
    start: int
    length: int

    @property
    def end(self) -> int:
        """Return where the data end, without the byte that makes them even."""
        return self.start + self.length


def promised(file: BinaryIO, *, order: str) -> int:
    """Return the length in the container's head, in bytes after itself."""
    file.seek(4)
    (length,) = struct.unpack(f"{order}I", file.read(4))
    return int(length)


def chunks(file: BinaryIO, size: int, *, order: str) -> Iterator[Chunk]:
    """Yield the chunks, as far as there are any; the last may reach beyond the file."""
    place = HEAD
    for _ in range(_MOST_CHUNKS):
        file.seek(place)
        head = file.read(_CHUNK_HEAD)
        if len(head) < _CHUNK_HEAD or head.startswith(b"\0") or place >= size:
            return
        kind, length = struct.unpack(f"{order}4sI", head)
        found = Chunk(kind=kind, start=place + _CHUNK_HEAD, length=length)
        yield found
        place = found.end + length % 2
