"""What people and their programs do to a film, deed by deed, with copies that stay open."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO

import cv2

from tests.support.pictures import pixels


def _picture(seed: int) -> bytes:
    """Return a picture that is as long as all others: nothing tells them apart but their bytes."""
    done, data = cv2.imencode(".png", pixels(16, 9, seed=seed), [cv2.IMWRITE_PNG_COMPRESSION, 0])
    assert done
    return data.tobytes()


PICTURES = tuple(_picture(seed) for seed in (1, 2, 3, 4))
# Half of each is a spec as well: nothing but its standing still says that it is all there.
SPECS = tuple(
    f"frames: {frames}\ndescription: A {pace} push-in on the lighthouse, from afar.\n".encode()
    for pace, frames in (("slow", 9), ("fast", 9), ("slow", 5))
)
SPEC = "shot.yaml"
ROLES = ("first.png", "last.png", SPEC)
_PIECES = 4


class How(Enum):
    """How a program writes a file that takes its time."""

    GROWS = "piece by piece"
    PLACE = "its whole length first"
    EMPTY = "an empty file first"
    OVER = "over the file that stands there"


@dataclass(slots=True)
class Copy:
    """A file on its way; `at` is when its last piece came, in the clock's seconds."""

    file: BinaryIO
    data: bytes
    at: float
    written: int = 0

    @property
    def inode(self) -> int:
        return os.fstat(self.file.fileno()).st_ino


class Hands:
    """Deeds below one root. What cannot be done there just now is let be."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.outside = root.parent / "outside"
        self.outside.mkdir()
        self.copies: list[Copy] = []
        self.away: Path | None = None

    def path(self, shot: str, role: str = "") -> Path:
        return self.root / "scenes" / shot / role

    # Files.

    def begin(self, path: Path, data: bytes, how: How, at: float) -> None:
        """Open a file and write its first piece."""
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            before = _look(path)
            copy = Copy(path.open("r+b" if how is How.OVER else "wb"), data, at)
            self.copies.append(copy)
            if how is How.PLACE:
                os.truncate(path, len(data))
            if how is not How.EMPTY:
                self._write(copy)
            _differ(path, before)

    def go_on(self, number: int, at: float) -> None:
        """Write the next piece of a copy, wherever its file was moved to."""
        if self.copies:
            copy = self.copies[number % len(self.copies)]
            before = _look(copy.file.fileno())
            copy.at = at
            self._write(copy)
            if copy in self.copies:
                _differ(copy.file.fileno(), before)

    def finish(self, at: float) -> None:
        """Bring every copy to its end."""
        while self.copies:
            self.go_on(0, at)

    def _write(self, copy: Copy) -> None:
        piece = -(-len(copy.data) // _PIECES)
        copy.file.write(copy.data[copy.written : copy.written + piece])
        copy.file.flush()
        copy.written += piece
        if copy.written >= len(copy.data):
            copy.file.truncate(len(copy.data))
            copy.file.close()
            self.copies.remove(copy)

    def save(self, path: Path, data: bytes) -> None:
        """Save as editors do, by a rename."""
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            side = path.with_name(f".{path.name}.side")
            side.write_bytes(data)
            side.replace(path)

    def rewrite(self, path: Path, data: bytes) -> None:
        """Put other bytes into a file and its time back, as some programs do."""
        with suppress(OSError):
            before = _look(path)
            found = path.stat()
            with path.open("r+b") as file:
                file.write(data)
                file.truncate(len(data))
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
            _differ(path, before)

    def touch(self, path: Path) -> None:
        with suppress(OSError):
            os.utime(path)

    def delete(self, path: Path) -> None:
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    # Folders.

    def move(self, source: Path, target: Path) -> None:
        with suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)

    def duplicate(self, source: Path, target: Path) -> None:
        """Copy a folder as desktops do, times and all."""
        with suppress(OSError):
            shutil.copytree(source, target)

    # The whole film.

    def lose(self, instead: str) -> None:
        """Take the root away; `instead` says what stands in its place."""
        self.away = self.root.rename(self.root.with_name("FILM, elsewhere"))
        if instead:
            self.root.mkdir()
        if instead == "another film":
            (self.root / "production.yaml").write_text(
                "id: 00000000-0000-4000-8000-000000000000\ntitle: Another\n"
            )
            (self.root / "scenes").mkdir()

    def find(self) -> None:
        """Bring the root back."""
        if self.away:
            shutil.rmtree(self.root, ignore_errors=True)
            self.away = self.away.rename(self.root) and None


def _look(path: Path | int) -> tuple[int, int, int] | None:
    try:
        found = path.stat() if isinstance(path, Path) else os.fstat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _differ(path: Path | int, before: tuple[int, int, int] | None) -> None:
    """See to it that a change shows: two within one tick of an older kernel's clock may not."""
    while (now := _look(path)) is not None and now == before:
        os.utime(path, ns=(now[1], now[1]))
