"""Shots are dropped, the mount is lost and comes back, again and again; then all is examined.

Two productions are run by one lyrad: one on a mount that is lost in the midst of its work, one on
the disk, which must not notice. Other computers go on dropping shots while the mount is lost.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import processes
from tests.support.mounted import Loss, Mounted
from tests.support.production import Daemon, Film, until

SPEC = "description: A slow push-in on the lighthouse.\nframes: {frames}\nsize: 128x72\n"
SCAN = "scan: {local: 2, share: 1}\n"
SILENT = {"away", "not answering"}
PATIENCE = 60.0


@dataclass(frozen=True)
class Report:
    """What was found: `faults` in words, none where all was kept; times are in seconds."""

    losses: Counter[Loss]
    in_work: int
    back: tuple[float, ...]
    whole: tuple[float, ...]
    beside: tuple[float, ...]
    calm: float
    faults: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the figures in one line."""
        kinds = ", ".join(f"{count} x {loss}" for loss, count in sorted(self.losses.items()))
        return (
            f"{self.losses.total()} losses ({kinds}), {self.in_work} with a step at work; "
            f"the lost root running again after {_spread(self.back)}, its two shots made after "
            f"{_spread(self.whole)}; a shot of the other root meanwhile {_spread(self.beside)}, "
            f"{self.calm:.1f} s with nothing lost; {len(self.faults)} faults"
        )


@dataclass
class Losses:
    """`film` is seen by lyrad through `mount`; here it is looked at ashore. `beside` is local.

    Each loss lasts half a second to `longest`; in those `beside_at`, until a shot was made beside.
    """

    film: Film
    beside: Film
    mount: Mounted
    losses: Iterable[Loss]
    seed: int
    longest: float = 1.0
    frames: int = 5
    beside_at: Set[Loss] = frozenset(Loss)
    _daemon: Daemon = field(init=False)
    _drops: int = 0
    _in_work: int = 0
    _back: list[float] = field(default_factory=list)
    _whole: list[float] = field(default_factory=list)
    _beside: list[float] = field(default_factory=list)
    _faults: list[str] = field(default_factory=list)

    def run(self) -> Report:
        """Lose the mount in each way; return what was found."""
        chance, losses = random.Random(self.seed), tuple(self.losses)
        self.film.settings.write_text(self.film.settings.read_text() + SCAN)
        theirs = _files(self.mount.other)
        self._daemon = self._start()
        calm = self._work_beside()
        for loss in losses:
            self._lose(loss, chance)
        until(lambda: not self._daemon.status()["jobs"], seconds=PATIENCE)
        if self._daemon.stop():
            self._faults.append("it did not stop well")
        if _files(self.mount.other) != theirs:
            self._faults.append("something was written onto another disk")
        return Report(
            losses=Counter(losses),
            in_work=self._in_work,
            back=tuple(self._back),
            whole=tuple(self._whole),
            beside=tuple(self._beside),
            calm=calm,
            faults=(*self._faults, *self._examined()),
        )

    def _start(self) -> Daemon:
        roots = [str(self.mount.point), str(self.beside.root)]
        with (self.film.home / "daemon.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "lyrad", "run", *roots],
                env=self.film.environment(),
                stdout=log,
                stderr=log,
            )
        daemon = Daemon(process=process, film=self.film)
        until(
            lambda: (self.film.state / "status.json").exists() and daemon.status()["productions"]
        )
        return daemon

    def _lose(self, loss: Loss, chance: random.Random) -> None:
        """Lose the mount once, in the midst of a shot's work; another comes while it is away."""
        self._drop()
        until(lambda: self._at_work() or self._made(self.film, self._codes[-1]))
        time.sleep(chance.uniform(0, 1.0))
        self._in_work += bool(processes.tools(self.film))
        self.mount.lose(loss)
        end = time.monotonic() + chance.uniform(0.5, self.longest)
        if loss in self.beside_at:
            self._beside.append(self._work_beside())
        self._drop()
        if loss is not Loss.HANG:  # that it hangs is known only after a while
            until(lambda: self._state() in SILENT)
        until(lambda: time.monotonic() > end)
        self._note_jobs(loss)
        self.mount.give_back()
        given_back = time.monotonic()
        until(lambda: self._well(loss), seconds=PATIENCE)
        self._back.append(time.monotonic() - given_back)
        until(lambda: all(self._made(self.film, code) for code in self._codes), seconds=PATIENCE)
        self._whole.append(time.monotonic() - given_back)

    def _drop(self) -> None:
        """Drop a shot as another computer would."""
        self._drops += 1
        self.film.drop(self._codes[-1], SPEC.format(frames=self.frames), seed=self._drops)

    @property
    def _codes(self) -> tuple[str, ...]:
        return tuple(f"SC010/SH{10 * (n + 1):04}" for n in range(self._drops))

    def _work_beside(self) -> float:
        """Have a shot made in the other production; return how long it took."""
        began, code = time.monotonic(), f"SC020/SH{self._drops:04}"
        self.beside.drop(code, SPEC.format(frames=5), seed=self._drops)
        until(lambda: self._made(self.beside, code), seconds=PATIENCE)
        return time.monotonic() - began

    def _made(self, film: Film, code: str) -> bool:
        return (film.shot(code) / "takes" / "T01").is_dir()

    def _at_work(self) -> bool:
        return any(job["shot"] == self._codes[-1][-6:] for job in self._daemon.status()["jobs"])

    def _state(self) -> str:
        rows = self._daemon.status()["productions"]
        return next(row["state"] for row in rows if row["root"] == str(self.mount.point))

    def _well(self, loss: Loss) -> bool:
        """Return whether the lost root runs again: after a hang, whether it sees what came."""
        if loss is Loss.HANG:
            shots = [
                shot["shot"]
                for row in self._daemon.status()["productions"]
                for shot in row["shots"]
            ]
            return self._codes[-1][-6:] in shots
        return self._state() == "running"

    def _note_jobs(self, loss: Loss) -> None:
        for job in self._daemon.status()["jobs"]:
            if job["state"] in {"cancelled", "failed"}:
                self._faults.append(f"{loss}: {job['scene']}/{job['shot']} is {job['state']}")

    def _examined(self) -> Iterator[str]:
        if "job_cancelled" in self._daemon.log:
            yield "a job was cancelled"
        for code in self._codes:
            names = sorted(path.name for path in (self.film.shot(code) / "takes").iterdir())
            if names != ["T01"]:
                yield f"{code} has {', '.join(names)}"
        yield from _ledger_faults(self.film)


def _ledger_faults(film: Film) -> Iterator[str]:
    lines = film.ledger()
    for event in ("take", "published"):
        shots = Counter(
            (one["shot"]["scene"], one["shot"]["shot"], one["take"])
            for one in lines
            if one["event"] == event
        )
        yield from (f"{shot}: {event} {count} times" for shot, count in shots.items() if count > 1)
        yield from (f"{shot}: a number was lost" for shot in shots if shot[2] != 1)


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _spread(seconds: tuple[float, ...]) -> str:
    return f"{statistics.median(seconds):.1f} s (at most {max(seconds):.1f} s)"
