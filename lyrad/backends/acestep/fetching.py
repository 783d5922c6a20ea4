"""Bring what a task made into the step's folder, whole or not at all, and see what it is.

The kind of a file is told by its first bytes: a server may send another one than was asked for.
What is no music, is cut off or is not there is `SpoiledError`; whoever asked decides how often it
is tried again.
"""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import httpx

from lyrad.backends import _process
from lyrad.backends.acestep.client import FORBIDDEN, NOT_FOUND, OK, Client
from lyrad.errors import Temporary
from lyrad.ports import Signal

_PART = ".music.part"
_KINDS = ((b"fLaC", ".flac"), (b"ID3", ".mp3"), (b"OggS", ".ogg"))
_RIFF_HEAD = 8
_UNTOLD = {0, 2**32 - 1}
"""Lengths in a WAV's head that say that whoever wrote it did not know."""


class SpoiledError(Exception):
    """Music that cannot be used, and why; `gone` where only making it again can help."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


def bring(client: Client, file: str, work: Path, signal: Signal) -> Path:
    """Return the music as it lies in the work folder, named for what it is.

    Raises:
        SpoiledError: it is not there, is no music, or came only in part.
        Temporary: nobody answers any more.
    """
    address, part = client.ours(file), work / _PART
    if not address:
        raise SpoiledError("it is said to lie on another server", gone=True)
    try:
        with client.audio(address) as answer:
            _stream(answer, part, signal)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise client.unreachable("nobody answers there", sent=False) from error
    except httpx.TransportError as error:
        raise SpoiledError("it came only in part") from error
    ending = _kind(part)
    target = work / f"music{ending}"
    part.replace(target)
    return target


def length(path: Path) -> Fraction:
    """Return how many seconds of music there are.

    Raises:
        SpoiledError: it is not music that can be read.
    """
    argv = ["ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries",
            "format=duration", "-of", "default=nw=1:nk=1", f"file:{path.absolute()}"]  # fmt: skip
    _process.located(argv[0])
    try:
        return Fraction(_process.answer(argv).strip())
    except (Temporary, ValueError) as error:
        raise SpoiledError("it cannot be read as music", gone=True) from error


def _stream(answer: httpx.Response, part: Path, signal: Signal) -> None:
    if answer.status_code == NOT_FOUND:
        raise SpoiledError("the server has it no more", gone=True)
    if answer.status_code == FORBIDDEN:
        raise SpoiledError("the server does not give away its own file", gone=True)
    if answer.status_code != OK:
        raise SpoiledError(f"the server answers {answer.status_code}")
    with part.open("wb") as kept:
        for piece in answer.iter_bytes():
            signal.check()
            kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())
    promised = answer.headers.get("content-length")
    if promised is not None and answer.num_bytes_downloaded != int(promised):
        raise SpoiledError("it came only in part")


def _kind(path: Path) -> str:
    """Return the ending that tells what the file is. Raises SpoiledError."""
    with path.open("rb") as file:
        head = file.read(12)
    if not head:
        raise SpoiledError("it is empty", gone=True)
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        told = int.from_bytes(head[4:8], "little")
        if told not in _UNTOLD and told + _RIFF_HEAD > path.stat().st_size:
            raise SpoiledError("it is cut off")
        return ".wav"
    if head[:1] == b"\xff" and head[1] & 0xE0 == 0xE0:  # noqa: PLR2004 - MPEG's first eleven bits
        return ".mp3"
    found = next((ending for magic, ending in _KINDS if head.startswith(magic)), None)
    if found is None:
        raise SpoiledError("it is no music", gone=True)
    return found
