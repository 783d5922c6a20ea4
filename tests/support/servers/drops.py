"""The shots that people copy onto a share, each in another way, and what they hold in the end."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.pictures import png
from tests.support.servers.hands import Hands

SPEC = "description: A slow push-in on the lighthouse.\nframes: {frames}\nsize: 128x72\n"
LAST_TO_FIRST = 500
"""How far apart the seeds of a shot's two pictures are."""


@dataclass
class Drops:
    """Copies shots with `hands`; `desk` is a folder for what is on its way.

    `pictures` are the hashes of what each shot was meant to be made of, by its code.
    """

    hands: Hands
    desk: Path
    pictures: dict[str, set[str]] = field(default_factory=dict)

    def in_each_way(self) -> dict[str, float]:
        """Copy a shot in each way that a file can come, and in each that a folder can.

        Returns:
            The moment at which each shot's copy ended, by its code.
        """
        ends = {}
        for way in self.hands.ways.values():
            code, first, last = self._shot()
            self.hands.folder(at(code))
            self._copy(at(code), {"shot.yaml": spec(), "last.png": last})
            way(f"{at(code)}/first.png", first)
            ends[code] = time.monotonic()
        for drop in (self._again, self._renamed, self._whole_folder):
            ends[drop()] = time.monotonic()
        return ends

    def one(self, *, frames: int = 5) -> str:
        """Copy a shot as usual; return its code."""
        code, first, last = self._shot()
        self.hands.folder(at(code))
        self._copy(at(code), _files(first, last, frames))
        return code

    def _again(self) -> str:
        """Copy a wrong picture, delete it, and copy the right one."""
        code, first, last = self._shot()
        self.hands.folder(at(code))
        self._copy(at(code), {"shot.yaml": spec(), "first.png": last})
        self.hands.delete(f"{at(code)}/first.png")
        self._copy(at(code), {"first.png": first, "last.png": last})
        return code

    def _renamed(self) -> str:
        """Copy a folder beside the production, and rename it into its place."""
        code, first, last = self._shot()
        self.hands.folder("to come")
        self._copy("to come", _files(first, last))
        self.hands.rename("to come", at(code))
        return code

    def _whole_folder(self) -> str:
        code, first, last = self._shot()
        source = self.desk / code.partition("/")[2]
        source.mkdir(parents=True)
        for name, data in _files(first, last).items():
            (source / name).write_bytes(data)
        self.hands.copy_all(source, at(code))
        return code

    def _copy(self, folder: str, files: dict[str, bytes]) -> None:
        for name, data in files.items():
            self.hands.copy(f"{folder}/{name}", data)

    def _shot(self) -> tuple[str, bytes, bytes]:
        """Return the next shot's code, and its pictures."""
        number = len(self.pictures) + 1
        code = f"SC010/SH{10 * number:04}"
        first, last = (png(128, 72, seed=number + more) for more in (0, LAST_TO_FIRST))
        self.pictures[code] = {content_hash(first), content_hash(last)}
        return code, first, last


def at(code: str) -> str:
    """Return a shot's folder, from the share's top."""
    return f"FILM/scenes/{code}"


def spec(frames: int = 5) -> bytes:
    """Return a shot's spec."""
    return SPEC.format(frames=frames).encode()


def content_hash(data: bytes) -> str:
    """Return the hash by which receipts name what a take was made of."""
    return hashlib.sha256(data).hexdigest()


def _files(first: bytes, last: bytes, frames: int = 5) -> dict[str, bytes]:
    return {"first.png": first, "last.png": last, "shot.yaml": spec(frames)}
