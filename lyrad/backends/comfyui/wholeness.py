"""Decide whether a file that came is all there, by its own end; what decodes is judged later."""

from __future__ import annotations

import os
from pathlib import Path

_PNG_END = b"IEND\xaeB\x60\x82"
_HEAD = 8
_LARGE_SIZE, _TO_THE_END = 1, 0


def whole(path: Path, suffix: str) -> bool:
    """Return whether a picture or clip reaches its end; kinds without one count as whole."""
    if suffix == ".png":
        return _ends_with(path, _PNG_END)
    return _boxes_fit(path) if suffix in {".mp4", ".mov"} else True


def _ends_with(path: Path, end: bytes) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - len(end)))
        return file.read() == end


def _boxes_fit(path: Path) -> bool:
    """Walk the boxes of an MP4 (ISO 14496-12): the last one ends where the file does."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(2 * _HEAD)
            length = int.from_bytes(head[:4])
            if length == _LARGE_SIZE:
                length = int.from_bytes(head[_HEAD:])
            elif length == _TO_THE_END:
                return True
            if length < _HEAD:
                return False
            at += length
    return at == size
