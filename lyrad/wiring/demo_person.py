"""Play the person of the demo: drop shots into a production as editors do.

One file is missing at first and then takes its time, as over a slow line; one shot comes file by
file; one is a whole folder.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from lyrad.ports import Clock
from lyrad.wiring.demo_film import DemoShot

PAUSE = 0.4
PIECES = 12
SEARCH = 3.6
"""Seconds that the missing frame is searched for: longer than a drop must stand still."""

SLOW = 3.6
"""Seconds that the slow copy takes."""


class Person:
    """Drops three shots in a thread of its own, and tells what it does.

    `dropped` holds the moment of each shot's last byte, in UTC.
    """

    def __init__(
        self,
        film: Path,
        shots: tuple[DemoShot, ...],
        clock: Clock,
        tell: Callable[[str, str], None],
    ) -> None:
        self.dropped: dict[str, datetime] = {}
        self.files: list[Path] = []
        self._film = film
        self._shots = shots
        self._clock = clock
        self._tell = tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._drop, name="person")

    @property
    def busy(self) -> bool:
        """Return whether something is still being dropped."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to drop."""
        self._thread.start()

    def stop(self) -> None:
        """Drop nothing more."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _drop(self) -> None:
        push, pan, walk = self._shots
        for shot, deed in (
            (pan, self._without_first),
            (push, self._one_by_one),
            (pan, self._first_slowly),
            (walk, self._as_a_folder),
        ):
            for words in deed(shot):
                self._tell(shot.code, words)
                if self._stop.wait(PAUSE):
                    return

    def _without_first(self, shot: DemoShot) -> Iterator[str]:
        folder = self._made(shot)
        self._put(folder / "shot.yaml").write_text(shot.spec, "utf-8")
        shutil.copyfile(shot.last, self._put(folder / "last.png"))
        yield "dropped shot.yaml and last.png, not first.png"

    def _one_by_one(self, shot: DemoShot) -> Iterator[str]:
        folder = self._made(shot)
        for source, name in ((shot.first, "first.png"), (shot.last, "last.png")):
            shutil.copyfile(source, self._put(folder / name))
            yield f"dropped {name}"
        self._put(folder / "shot.yaml").write_text(shot.spec, "utf-8")
        yield self._whole(shot, "dropped shot.yaml")

    def _first_slowly(self, shot: DemoShot) -> Iterator[str]:
        self._stop.wait(SEARCH)
        yield "first.png begins to arrive, over a slow line"
        self._pour(shot.first, self._put(shot.folder(self._film) / "first.png"))
        yield self._whole(shot, "first.png has arrived")

    def _as_a_folder(self, shot: DemoShot) -> Iterator[str]:
        folder = self._made(shot)
        self._put(folder / "shot.yaml").write_text(shot.spec, "utf-8")
        shutil.copyfile(shot.first, self._put(folder / "first.png"))
        shutil.copyfile(shot.last, self._put(folder / "last.png"))
        yield self._whole(shot, "dropped a whole folder")

    def _whole(self, shot: DemoShot, words: str) -> str:
        self.dropped[shot.code] = self._clock.now()
        return f"{words}: the shot is whole"

    def _pour(self, source: Path, target: Path) -> None:
        content = source.read_bytes()
        piece = -(-len(content) // PIECES)
        with target.open("wb", buffering=0) as arriving:
            for start in range(0, len(content), piece):
                arriving.write(content[start : start + piece])
                if self._stop.wait(SLOW / PIECES):
                    return

    def _made(self, shot: DemoShot) -> Path:
        folder = shot.folder(self._film)
        folder.mkdir(parents=True)
        return folder

    def _put(self, path: Path) -> Path:
        self.files.append(path)
        return path
