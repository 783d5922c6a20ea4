"""Put an XMP packet into a copy of a PNG, JPEG, MP4 or MOV, where their specifications want it.

Nothing is decoded: what a file shows is the same to the bit. Other formats get no packet: lyrad
publishes none of them as pictures, and sound has its `comment`.
"""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20
_PNG_HEAD = 33
"""Bytes of a PNG's signature and its chunk IHDR, which has to come first."""

_JPEG_START, _JFIF, _APP1 = b"\xff\xd8", b"\xff\xe0", b"\xff\xe1"
_JPEG_NAME = b"http://ns.adobe.com/xap/1.0/\0"
_BOX_ID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""The uuid that XMP's specification (part 3) gives its box in ISO media files."""

_LARGE, _TO_THE_END = 1, 0
_BOX_HEAD = 8

Placed = tuple[int, bytes]
"""Where in the file something is put, and what."""


def copied(source: Path, target: Path, packet: bytes) -> bool:
    """Copy a file and put the packet into the copy; return whether there was a place for it."""
    place = _PLACES.get(source.suffix.lower())
    with source.open("rb") as file:
        placed = place(file, packet) if place else None
        if placed is None:
            return False
        at, block = placed
        file.seek(0)
        with target.open("wb") as copy:
            while at > copy.tell():
                copy.write(file.read(min(_BLOCK, at - copy.tell())))
            copy.write(block)
            shutil.copyfileobj(file, copy, _BLOCK)
    return True


def _in_png(file: BinaryIO, packet: bytes) -> Placed | None:
    if not file.read(_PNG_HEAD).startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    body = b"iTXt" + b"XML:com.adobe.xmp\0" + b"\0\0" + b"\0" + b"\0" + packet
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return _PNG_HEAD, chunk


def _in_jpeg(file: BinaryIO, packet: bytes) -> Placed | None:
    """Put it in front of all segments but JFIF's, which has to come first."""
    head = file.read(6)
    if not head.startswith(_JPEG_START):
        return None
    jfif = head[2:4] == _JFIF
    at = 2 + (2 + struct.unpack(">H", head[4:6])[0] if jfif else 0)
    body = _JPEG_NAME + packet
    return at, _APP1 + struct.pack(">H", len(body) + 2) + body


def _in_media(file: BinaryIO, packet: bytes) -> Placed | None:
    """Put it at the end, so that no offset in the file has to change."""
    end = file.seek(0, 2)
    at = 0
    while at < end:
        file.seek(at)
        head = file.read(2 * _BOX_HEAD)
        if len(head) < _BOX_HEAD:
            return None
        size = struct.unpack(">I", head[:4])[0]
        if size == _LARGE:
            size = struct.unpack(">Q", head[_BOX_HEAD:].ljust(_BOX_HEAD, b"\0"))[0]
        if size == _TO_THE_END or size < _BOX_HEAD:
            return None  # the last box would swallow what is put behind it
        at += size
    body = b"uuid" + _BOX_ID + packet
    return (end, struct.pack(">I", len(body) + 4) + body) if at == end else None


_PLACES: Mapping[str, Callable[[BinaryIO, bytes], Placed | None]] = {
    ".png": _in_png,
    ".jpg": _in_jpeg,
    ".jpeg": _in_jpeg,
    ".mp4": _in_media,
    ".mov": _in_media,
}
