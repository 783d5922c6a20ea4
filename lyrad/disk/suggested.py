"""Lay a suggested picture beside a card, and take it away while it is still lyrad's own.

What it shows, and when it is suggested, is decided elsewhere. A chunk of lyrad's in the PNG says
of what it was made and sums up the picture's data: with another picture, it is a person's file.
"""

from __future__ import annotations

import hashlib
import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from lyrad.disk.reading import reading
from lyrad.disk.write import Sharing, write_whole
from lyrad.model.card import SUGGESTED

CHUNK = b"lyRD"
"""An ancillary, private chunk that is unsafe to copy: an editor that changes the picture drops it.

The four letters' cases say so. Source: the PNG specification, 5.4 Chunk naming conventions.
"""

_HEAD = 8
_FRAMING = 12
_END = b"IEND"


def suggest(folder: Path, png: bytes, of: str, sharing: Sharing) -> None:
    """Write the suggestion into a folder, if nothing of a person's stands there.

    `of` names what it was made of. Raises OSError or Temporary where the folder refuses.
    """
    if standing(folder) != "":
        write_whole(folder / SUGGESTED, stamped(png, of), sharing)


def withdraw(folder: Path) -> None:
    """Remove the suggestion, if it is lyrad's still. Raises OSError or Temporary."""
    if standing(folder):
        (folder / SUGGESTED).unlink(missing_ok=True)


def standing(folder: Path) -> str | None:
    """Return of what the suggestion that stands in a folder was made.

    None where there is none; nothing ('') where it is a person's by now, or no file. Raises
    Temporary where it cannot be read now.
    """
    path = folder / SUGGESTED
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return ""
    except (FileNotFoundError, NotADirectoryError):
        return None
    with reading(path) as file:
        return made_of(file.read()) or ""


def lies(folder: Path) -> bool:
    """Return whether anything of that name lies in a folder, whoever's it is."""
    return (folder / SUGGESTED).is_file()


def stamped(png: bytes, of: str) -> bytes:
    """Return the PNG with lyrad's chunk before its end."""
    body, end = png[:-_FRAMING], png[-_FRAMING:]
    said = f"{_sum(png)} {of}".encode("latin-1")
    crc = zlib.crc32(CHUNK + said)
    return body + struct.pack(">I", len(said)) + CHUNK + said + struct.pack(">I", crc) + end


def made_of(png: bytes) -> str | None:
    """Return of what lyrad made this picture, or None where another made or changed it."""
    for kind, said in _chunks(png):
        if kind == CHUNK:
            digest, _, of = said.decode("latin-1").partition(" ")
            return of if digest == _sum(png) else None
    return None


def _sum(png: bytes) -> str:
    """Return a sum of what makes the picture: every chunk that no reader may skip."""
    digest = hashlib.sha256()
    for kind, data in _chunks(png):
        if kind[:1].isupper():
            digest.update(kind + data)
    return digest.hexdigest()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _HEAD
    while at + _FRAMING <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += _FRAMING + length
