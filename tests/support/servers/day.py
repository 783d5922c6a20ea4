"""A day on a share: shots come in every bad way, are changed and asked for; then what breaks.

In the morning people work; in the night the server dies, and one lyrad takes over from another.

What is found is looked at on the server's own disk, so that no client's memory is in the way.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum, auto
from pathlib import Path
from typing import Any

from lyrad.disk.rename import rename_by_kernel
from tests.support import processes
from tests.support.pictures import png
from tests.support.production import QUICK, Daemon, Film, until
from tests.support.servers.drops import Drops, at, content_hash
from tests.support.servers.shares import Share
from tests.support.servers.verdict import card_faults, faults, inputs

SETTINGS = QUICK.replace("share: 0.4", "share: 2") + "scan: {{local: 2, share: 1}}\n"
PATIENCE = 1000.0
"""Seconds in which anything must have come: in a guest, a take may need two minutes."""

SERVER_AWAY = 8.0
FROZEN = 75.0
"""Seconds for which a lyrad is stopped: longer than its lease lives."""


class Part(StrEnum):
    """Which half of the day is lived."""

    MORNING = auto()
    NIGHT = auto()


@dataclass
class Day:
    """One day; `run` says what was found, the faults in words, none where all was kept."""

    share: Share
    _faults: list[str] = field(default_factory=list)
    _told: list[str] = field(default_factory=list)
    _changed: set[str] = field(default_factory=set)
    _asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._film = self._lyrad(self.share.point, "home")
        self._seen = Film(root=self.share.ashore / "FILM", home=self._film.home)
        self._drops = Drops(self.share.hands, self.share.outside / "source")

    def run(self, part: Part) -> tuple[list[str], str]:
        """Live a part of the day; return its faults, and its figures in one line."""
        done = self._film.lyrad("init", str(self._film.root))
        assert done.returncode == 0, done.stderr
        daemon = self._film.start()
        try:
            self._live(daemon, part)
        except AssertionError as error:
            status = self._film.lyrad("status", "--once").stdout
            self._faults.append(f"{error}\n{status}\n{daemon.log[-3000:]}")
        finally:
            processes.end(self._film)
        self._faults += faults(
            self._seen, self._drops.pictures, changed=self._changed, asked=self._asked
        )
        return self._faults, f"{'; '.join(self._told)}; {len(self._faults)} faults"

    def _live(self, daemon: Daemon, part: Part) -> None:
        self._mode(daemon)
        if part is Part.MORNING:
            done = self._copies()
            self._change(done[0])
            self._ask(done[1])
        else:
            self._server_dies(daemon)
            if self.share.other is not None:
                self._two_lyrads(daemon, self.share.other)
        until(lambda: not any(self._card_faults()), seconds=PATIENCE)
        if daemon.stop(patience=60):
            self._faults.append("it did not stop well")

    def _card_faults(self) -> Iterator[str]:
        twice = self._changed | self._asked
        return card_faults(self._seen, self._drops.pictures, twice=twice)

    def _mode(self, daemon: Daemon) -> None:
        """See how the share is watched, and how names are given on it."""
        until(lambda: any(row["mode"] for row in _rows(daemon)), seconds=PATIENCE)
        mode = _rows(daemon)[0]["mode"]
        if not mode.startswith(self.share.mode):
            self._faults.append(f"it is watched by {mode}")
        if mode not in self._film.lyrad("status", "--once").stdout:
            self._faults.append("status does not say how it is watched")
        ways = (f"a {kind} {self._renamed(kind)}" for kind in ("file", "folder"))
        self._told.append(f"{mode}; without replacing, {' and '.join(ways)}")

    def _renamed(self, kind: str) -> str:
        """Return how lyrad renames without replacing on this share."""
        source, target = (self.share.point / f"{kind} {name}" for name in ("one", "two"))
        source.mkdir() if kind == "folder" else source.touch()
        done = rename_by_kernel(source, target)
        left = target if done else source
        left.rmdir() if kind == "folder" else left.unlink()
        if done:
            return "is renamed by one call"
        return "goes through a claim" if kind == "folder" else "is linked"

    def _copies(self) -> list[str]:
        """Have shots copied in every way; return their codes."""
        ends = self._drops.in_each_way()
        late = [self._made(code, "T01") - end for code, end in ends.items()]
        self._told.append(
            f"{len(ends)} shots copied in ({', '.join(self.share.hands.ways)}, deleted and copied "
            f"again, renamed in, as a folder), the last take {max(late):.0f} s after its copy"
        )
        return [*ends]

    def _change(self, code: str) -> None:
        """Copy another picture over one that has a take."""
        self._changed.add(code)
        picture, began = png(128, 72, seed=900), time.monotonic()
        self.share.hands.copy(f"{at(code)}/first.png", picture)
        wait = self._made(code, "T02") - began
        if content_hash(picture) not in inputs(self._seen, code, "T02"):
            self._faults.append("T02 was not made of the picture that was copied over")
        self._told.append(f"a picture copied over gives T02 after {wait:.0f} s")

    def _ask(self, code: str) -> None:
        """Ask for a second take of a shot."""
        self._asked.add(code)
        self.share.hands.copy(f"{at(code)}/RETAKE", b"")
        self._made(code, "T02")
        until(lambda: not (self._seen.shot(code) / "RETAKE").exists(), seconds=PATIENCE)
        self._told.append("a request obeyed")

    def _server_dies(self, daemon: Daemon) -> None:
        """Kill the server while a shot is at work; start it again; have it make another."""
        code, states = self._drops.one(frames=25), set()
        until(lambda: daemon.status()["jobs"], seconds=PATIENCE, every=0.05)
        self.share.server.kill()
        end = time.monotonic() + SERVER_AWAY
        while time.monotonic() < end:
            states |= {job["state"] for job in daemon.status()["jobs"]}
            time.sleep(0.2)
        self.share.server.start()
        began = time.monotonic()
        back = self._made(code, "T01") - began
        self._made(self._drops.one(), "T01")
        if bad := states & {"cancelled", "failed"}:
            self._faults.append(f"while the server was away a job was {', '.join(bad)}")
        self._told.append(
            f"server killed at work for {SERVER_AWAY:.0f} s, its take {back:.0f} s after"
        )

    def _two_lyrads(self, first: Daemon, place: Path) -> None:
        """Freeze the first until a second, elsewhere, takes over; wake it; end the second."""
        second_film = self._lyrad(place, "second")
        second = second_film.start()
        try:
            until(lambda: _stands_by(second), seconds=PATIENCE)
            began = time.monotonic()
            first.process.send_signal(signal.SIGSTOP)
            took = self._made(self._drops.one(), "T01") - began
            time.sleep(max(0.0, FROZEN - took))
            first.process.send_signal(signal.SIGCONT)
            until(lambda: _stands_by(first), seconds=PATIENCE)
            self._made(self._drops.one(), "T01")
            if second.stop(patience=60):
                self._faults.append("the second lyrad did not stop well")
            self._made(self._drops.one(), "T01")
            self._told.append(f"a frozen lyrad's work taken over, a take after {took:.0f} s")
        finally:
            first.process.send_signal(signal.SIGCONT)
            processes.end(second_film)

    def _made(self, code: str, take: str) -> float:
        """Wait for a take; return when it was there."""
        try:
            until(lambda: take in self._seen.takes(code), seconds=PATIENCE)
        except AssertionError:
            raise AssertionError(f"{code} never came to {take}") from None
        return time.monotonic()

    def _lyrad(self, top: Path, home: str) -> Film:
        film = Film(root=top / "FILM", home=self.share.outside / home)
        film.home.mkdir()
        film.settings.write_text(SETTINGS.format(state=film.state, url=""))
        return film


def _stands_by(daemon: Daemon) -> bool:
    return any(row["state"] == "standing by" for row in _rows(daemon))


def _rows(daemon: Daemon) -> list[dict[str, Any]]:
    """Return what the status says of each production, nothing while there is none yet."""
    there = (daemon.film.state / "status.json").exists()
    return list(daemon.status()["productions"]) if there else []
