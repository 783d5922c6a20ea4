"""A day on a share: shots come in every bad way, are changed, asked for, and the server dies.

What is found is looked at on the server's own disk, so that no client's memory is in the way.
"""

from __future__ import annotations

import hashlib
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lyrad.disk.rename import rename_by_kernel
from tests.support import processes
from tests.support.pictures import png
from tests.support.production import QUICK, Daemon, Film, until
from tests.support.servers.shares import Share

SPEC = "description: A slow push-in on the lighthouse.\nframes: {frames}\nsize: 128x72\n"
SETTINGS = QUICK.replace("share: 0.4", "share: 2") + "scan: {{local: 2, share: 1}}\n"
PATIENCE = 150.0
SERVER_AWAY = 8.0
FROZEN = 75.0
"""Seconds for which a lyrad is stopped: longer than its lease lives."""


@dataclass
class Day:
    """One day; `run` says what was found, `faults` in words, none where all was kept."""

    share: Share
    faults: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    _expected: dict[str, set[str]] = field(default_factory=dict)
    _drops: int = 0

    def __post_init__(self) -> None:
        self._film = self._lyrad(self.share.point, "home")
        self._seen = Film(root=self.share.ashore / "FILM", home=self._film.home)

    def run(self) -> tuple[list[str], str]:
        """Live the day; return its faults, and its figures in one line."""
        done = self._film.lyrad("init", str(self._film.root))
        assert done.returncode == 0, done.stderr
        daemon = self._film.start()
        try:
            self._live(daemon)
        except AssertionError as error:
            status = self._film.lyrad("status", "--once").stdout
            self.faults.append(f"{error}\n{status}\n{daemon.log[-3000:]}")
        finally:
            processes.end(self._film)
        self.faults += self._examined()
        return self.faults, f"{'; '.join(self.told)}; {len(self.faults)} faults"

    def _live(self, daemon: Daemon) -> None:
        self._mode(daemon)
        self._copies()
        self._changes()
        self._request()
        self._server_dies(daemon)
        if self.share.other is not None:
            self._two_lyrads(daemon)
        if daemon.stop():
            self.faults.append("it did not stop well")

    def _mode(self, daemon: Daemon) -> None:
        until(lambda: any(row["mode"] for row in _rows(daemon)), seconds=PATIENCE)
        mode = _rows(daemon)[0]["mode"]
        if not mode.startswith(self.share.mode):
            self.faults.append(f"it is watched by {mode}")
        if mode not in self._film.lyrad("status", "--once").stdout:
            self.faults.append("status does not say how it is watched")
        kinds = {"file": self._renames_by_kernel("file"), "folder": self._renames_by_kernel("dir")}
        ways = (f"{name} {'by one call' if way else 'by a claim'}" for name, way in kinds.items())
        self.told.append(f"{mode}; renamed without replacing: {', '.join(ways)}")

    def _renames_by_kernel(self, kind: str) -> bool:
        source, target = (self.share.point / f"{kind} {name}" for name in ("one", "two"))
        source.mkdir() if kind == "dir" else source.touch()
        done = rename_by_kernel(source, target)
        left = target if done else source
        left.rmdir() if kind == "dir" else left.unlink()
        return done

    # What people do.

    def _copies(self) -> None:
        """Drop a shot in each way that a file can come, and in each that a folder can."""
        hands, ends = self.share.hands, {}
        for way in hands.ways.values():
            code, first, last = self._shot()
            hands.copy(f"{self._at(code)}/shot.yaml", SPEC.format(frames=5).encode())
            hands.copy(f"{self._at(code)}/last.png", last)
            way(f"{self._at(code)}/first.png", first)
            ends[code] = time.monotonic()
        for drop in (self._again, self._renamed, self._whole_folder):
            ends[drop()] = time.monotonic()
        late = [self._made(code, "T01") - end for code, end in ends.items()]
        self.told.append(
            f"{len(ends)} shots copied in ({', '.join(hands.ways)}, deleted and copied again, "
            f"renamed in, as a folder), the last take {max(late):.0f} s after its copy's end"
        )

    def _again(self) -> str:
        code, first, last = self._shot()
        hands = self.share.hands
        hands.copy(f"{self._at(code)}/shot.yaml", SPEC.format(frames=5).encode())
        hands.copy(f"{self._at(code)}/first.png", last)
        hands.delete(f"{self._at(code)}/first.png")
        hands.copy(f"{self._at(code)}/first.png", first)
        hands.copy(f"{self._at(code)}/last.png", last)
        return code

    def _renamed(self) -> str:
        code, first, last = self._shot(make=False)
        hands, side = self.share.hands, f"to come {self._drops}"
        hands.folder(side)
        for name, data in self._files(first, last).items():
            hands.copy(f"{side}/{name}", data)
        hands.rename(side, self._at(code))
        return code

    def _whole_folder(self) -> str:
        code, first, last = self._shot(make=False)
        source = self.share.outside / "source" / code.partition("/")[2]
        source.mkdir(parents=True)
        for name, data in self._files(first, last).items():
            (source / name).write_bytes(data)
        self.share.hands.copy_all(source, self._at(code))
        return code

    def _changes(self) -> None:
        """Copy another picture over one that has a take."""
        code, picture = "SC010/SH0010", png(128, 72, seed=900)
        self.share.hands.copy(f"{self._at(code)}/first.png", picture)
        began = time.monotonic()
        wait = self._made(code, "T02") - began
        if _hash(picture) not in self._inputs(code, "T02"):
            self.faults.append(f"{code}: T02 was not made of the picture that was copied over")
        self.told.append(f"a picture overwritten gives T02 after {wait:.0f} s")

    def _request(self) -> None:
        code = "SC010/SH0020"
        self.share.hands.copy(f"{self._at(code)}/RETAKE", b"")
        self._made(code, "T02")
        until(lambda: not (self._seen.shot(code) / "RETAKE").exists(), seconds=PATIENCE)
        self.told.append("a request obeyed")

    def _server_dies(self, daemon: Daemon) -> None:
        """Kill the server while a shot is at work; start it again; have it make another."""
        code = self._dropped(frames=49)
        until(lambda: daemon.status()["jobs"], seconds=PATIENCE, every=0.05)
        self.share.server.kill()
        end = time.monotonic() + SERVER_AWAY
        states = set()
        while time.monotonic() < end:
            status = daemon.status()
            states |= {job["state"] for job in status["jobs"]}
            time.sleep(0.2)
        self.share.server.start()
        began = time.monotonic()
        back = self._made(code, "T01") - began
        after = self._dropped(frames=5)
        self._made(after, "T01")
        if bad := states & {"cancelled", "failed"}:
            self.faults.append(f"while the server was away a job was {', '.join(bad)}")
        self.told.append(f"server killed at work for {SERVER_AWAY:.0f} s, its take {back:.0f} s on")

    def _two_lyrads(self, first: Daemon) -> None:
        """Freeze the first until a second, elsewhere, takes over; then wake it."""
        assert self.share.other is not None
        second_film = self._lyrad(self.share.other, "second")
        second = second_film.start()
        try:
            until(lambda: _stands_by(second), seconds=PATIENCE)
            _frozen(first, on=True)
            code = self._dropped(frames=5)
            began = time.monotonic()
            took = self._made(code, "T01") - began
            time.sleep(max(0.0, FROZEN - took))
            _frozen(first, on=False)
            until(lambda: _stands_by(first), seconds=PATIENCE)
            self._made(self._dropped(frames=5), "T01")
            if second.stop():
                self.faults.append("the second lyrad did not stop well")
            self._made(self._dropped(frames=5), "T01")
            self.told.append(f"a second lyrad takes over from a frozen one, {took:.0f} s to a take")
        finally:
            processes.end(second_film)

    # What there is to see.

    def _examined(self) -> Iterator[str]:
        """Say what is not as it should be: made of half a file, twice, cancelled, left behind."""
        if "job_cancelled" in self._seen_log():
            yield "a job was cancelled"
        lines = self._seen.ledger()
        made = Counter(
            (line["shot"]["shot"], line["take"]) for line in lines if line["event"] == "published"
        )
        yield from (f"{shot} published {count} times" for shot, count in made.items() if count > 1)
        for code, hashes in self._expected.items():
            versions = [
                line
                for line in lines
                if line["event"] == "version" and line["shot"]["shot"] == code[-6:]
            ]
            if len(versions) != (2 if code == "SC010/SH0010" else 1):
                yield f"{code} was ordered {len(versions)} times: taken too early"
            if not hashes <= self._inputs(code, "T01"):
                yield f"{code}: T01 was not made of the whole files"
            if self._seen.cards(self._seen.shot(code)) != [self._card(code)]:
                yield f"{code} shows {self._seen.cards(self._seen.shot(code))}"
        for left in self._seen.root.rglob(".lyrad-*"):
            yield f"left behind: {left.relative_to(self._seen.root)}"

    def _card(self, code: str) -> str:
        take = "T02" if code in {"SC010/SH0010", "SC010/SH0020"} else "T01"
        return f"_lyrad DONE {take}.txt"

    def _seen_log(self) -> str:
        return (self._film.home / "daemon.log").read_text()

    def _inputs(self, code: str, take: str) -> set[str]:
        try:
            return {one["sha256"] for one in self._seen.receipt(code, take)["inputs"]}
        except FileNotFoundError:
            return set()

    def _made(self, code: str, take: str) -> float:
        """Wait for a take; return when it was there."""
        try:
            until(lambda: take in self._seen.takes(code), seconds=PATIENCE)
        except AssertionError:
            raise AssertionError(f"{code} never came to {take}") from None
        return time.monotonic()

    # Names and pictures.

    def _lyrad(self, top: Path, home: str) -> Film:
        film = Film(root=top / "FILM", home=self.share.outside / home)
        film.home.mkdir()
        film.settings.write_text(SETTINGS.format(state=film.state, url=""))
        return film

    def _shot(self, *, make: bool = True) -> tuple[str, bytes, bytes]:
        """Return the next shot, and its pictures."""
        self._drops += 1
        code = f"SC010/SH{10 * self._drops:04}"
        first, last = (png(128, 72, seed=self._drops + more) for more in (0, 500))
        self._expected[code] = {_hash(first), _hash(last)}
        if make:
            self.share.hands.folder(self._at(code))
        return code, first, last

    def _dropped(self, *, frames: int) -> str:
        code, first, last = self._shot()
        for name, data in self._files(first, last, frames).items():
            self.share.hands.copy(f"{self._at(code)}/{name}", data)
        return code

    def _files(self, first: bytes, last: bytes, frames: int = 5) -> dict[str, bytes]:
        spec = SPEC.format(frames=frames).encode()
        return {"first.png": first, "last.png": last, "shot.yaml": spec}

    def _at(self, code: str) -> str:
        return f"FILM/scenes/{code}"


def _frozen(daemon: Daemon, *, on: bool) -> None:
    """Freeze a lyrad, or wake it."""
    daemon.process.send_signal(signal.SIGSTOP if on else signal.SIGCONT)


def _stands_by(daemon: Daemon) -> bool:
    return any(row["state"] == "standing by" for row in _rows(daemon))


def _rows(daemon: Daemon) -> list[dict[str, Any]]:
    """Return what the status says of each production, nothing while there is none yet."""
    there = (daemon.film.state / "status.json").exists()
    return list(daemon.status()["productions"]) if there else []


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
