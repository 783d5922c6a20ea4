"""Decide by a file's ending which formats hold a mark; all others get a file beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

OTHER = "application/octet-stream"
"""What the library is told of a file that it does not know: it then seals every byte."""

_HOLDS: Mapping[str, str] = {
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
}
"""Each was signed and read back with c2pa 0.38.1; Matroska and EXR were refused."""

_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", ".png"),
    (0, b"\xff\xd8\xff", ".jpg"),
    (0, b"II*\0", ".tif"),
    (0, b"MM\0*", ".tif"),
    (8, b"WEBP", ".webp"),
    (8, b"WAVE", ".wav"),
    (0, b"fLaC", ".flac"),
    (0, b"ID3", ".mp3"),
    (4, b"ftypqt", ".mov"),
    (4, b"ftyp", ".mp4"),
)
"""How the formats begin, and at which byte; the first that fits counts."""

_PICTURES = frozenset({".exr", ".dpx"})
_TIMED = frozenset({".mkv", ".webm", ".mxf", ".avi", ".m4a", ".ogg", ".aif", ".aiff"})


def held_as(name: str) -> str | None:
    """Return the media type of a file that can hold a mark, None of one that cannot."""
    return _HOLDS.get(Path(name).suffix.lower())


def looks_like(path: Path) -> str | None:
    """Return the media type of a file by how it begins: people give files any name."""
    with path.open("rb") as file:
        head = file.read(16)
    endings = (end for at, sign, end in _BEGINNINGS if head[at:].startswith(sign))
    return _HOLDS.get(next(endings, ""))


def is_timed(path: Path) -> bool:
    """Return whether a file is sound or moving pictures, whose containers have a `comment`."""
    kind = held_as(path.name) or ""
    return kind.startswith(("video/", "audio/")) or path.suffix.lower() in _TIMED


def is_media(path: Path) -> bool:
    """Return whether a file is one of pictures or sound, by its name; hidden ones are not."""
    known = held_as(path.name) or is_timed(path) or path.suffix.lower() in _PICTURES
    return bool(known) and not path.name.startswith(".")


def sidecar(path: Path) -> Path:
    """Return where the mark of a file stands that cannot hold it, as other readers look for it."""
    return path.with_suffix(".c2pa")
