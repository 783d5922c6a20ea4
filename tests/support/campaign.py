"""Shots are dropped, lyrad is killed again and again and started at once; then all is examined.

Each kill comes at a moment drawn from a seed: a random while after something that this life of
lyrad was seen to reach (its start, a tool at work, the first or second new line in the ledger),
so that no phase of the work is missed, from before the lease is taken to just after a take was
published.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import processes
from tests.support.belongings import belongings
from tests.support.production import Daemon, Film, until

SPEC = "description: A slow push-in on the lighthouse.\nframes: {frames}\nfps: 24\nsize: 128x72\n"
START, TOOL = "its start", "a tool at work"
LINES = ("a new line in the ledger", "two new lines in the ledger")
MILESTONES = (START, TOOL, *LINES)
NOTHING = "nothing more to do"
LONGEST_LIFE = 8.0
LONGEST_WHILE = 2.0
LOOK_EVERY = 0.01
WAITING = 3
"""Shots that shall be without a take at each kill, as long as there are shots to drop."""


def seed() -> int:
    """Return the seed of the long campaigns: what `python -m tests.prove --seed` was given."""
    return int(os.environ.get("LYRAD_PROVE_SEED", "1"))


@dataclass(frozen=True)
class Report:
    """What a campaign found: `faults` in words, none where all was kept."""

    shots: int
    kills: int
    in_work: int
    moments: Counter[str]
    seconds: float
    faults: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the figures in one line."""
        moments = ", ".join(f"{count} after {name}" for name, count in self.moments.most_common())
        return (
            f"{self.shots} shots, {self.kills} kills ({moments}), {self.in_work} of them with a "
            f"step at work, {self.seconds:.0f} s; {len(self.faults)} faults"
        )


@dataclass
class Campaign:
    """`shots` are dropped a few at a time, before and after starts, as takes come."""

    film: Film
    shots: int
    kills: int
    seed: int
    frames: int = 25
    patience: float = 240.0
    _moments: Counter[str] = field(default_factory=Counter)
    _dropped: int = 0

    def run(self) -> Report:
        """Drop, kill, restart, wait for the last take, stop; return what was found."""
        began, chance = time.monotonic(), random.Random(self.seed)
        in_work = 0
        for _ in range(self.kills):
            before = chance.random() < 0.5
            if before:
                self._drop(self._wanted())
            daemon = self.film.start()
            if not before:
                self._drop(self._wanted())
            self._live(daemon, chance)
            in_work += self._in_work()
            daemon.kill()
        self._drop(self.shots)
        theirs = belongings(self.film.root)
        daemon = self.film.start()
        until(self._all_done, seconds=self.patience)
        until(lambda: self._calm(daemon), seconds=20)
        stopped = daemon.stop()
        faults = (*self._faults(), *(["it did not stop well"] if stopped else []))
        if belongings(self.film.root) != theirs:
            faults += ("something of the person's was changed",)
        return Report(
            shots=self.shots,
            kills=self.kills,
            in_work=in_work,
            moments=self._moments,
            seconds=time.monotonic() - began,
            faults=faults,
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the shots, in two scenes."""
        return tuple(f"SC0{1 + n % 2}0/SH{10 * (n + 1):04}" for n in range(self.shots))

    def _wanted(self) -> int:
        """Return how many shots shall be dropped by now, some at least for each kill."""
        return self._lines("published") + WAITING

    def _drop(self, count: int) -> None:
        for code in self.codes[self._dropped : count]:
            self.film.drop(code, SPEC.format(frames=self.frames), seed=int(code[-4:]))
            self._dropped += 1

    def _live(self, daemon: Daemon, chance: random.Random) -> None:
        """Let one life last until its moment has come."""
        milestone, more = chance.choice(MILESTONES), chance.uniform(0, LONGEST_WHILE)
        before, end = self._lines(), time.monotonic() + LONGEST_LIFE
        while not self._reached(milestone, before):
            assert daemon.process.poll() is None, f"lyrad ended by itself:\n{daemon.log[-3000:]}"
            if time.monotonic() > end:
                milestone = NOTHING
            time.sleep(LOOK_EVERY)
        self._moments[milestone] += 1
        time.sleep(more)

    def _reached(self, milestone: str, before: int) -> bool:
        if milestone == TOOL:
            return bool(processes.tools(self.film))
        if milestone in LINES:
            return self._lines() > before + LINES.index(milestone)
        return True

    def _lines(self, event: str = "") -> int:
        path = self.film.root / ".lyrad" / "ledger.jsonl"
        text = path.read_bytes() if path.exists() else b""
        return text.count(f'"event":"{event}'.encode())

    def _in_work(self) -> bool:
        """Return whether a step is at work now, as its tool or its stage shows."""
        stages = self.film.root.glob("scenes/*/*/takes/.lyrad-stage-*")
        return bool(processes.tools(self.film)) or any(stages)

    def _all_done(self) -> bool:
        return all((self._takes(code) / "T01").is_dir() for code in self.codes)

    def _calm(self, daemon: Daemon) -> bool:
        status = daemon.status()
        shots = [shot for row in status["productions"] for shot in row["shots"]]
        return len(shots) == self.shots and not status["jobs"]

    def _takes(self, code: str) -> Path:
        return self.film.shot(code) / "takes"

    def _faults(self) -> Iterator[str]:
        for code in self.codes:
            yield from self._shot_faults(code)
        published = Counter(
            line["job"] for line in self.film.ledger() if line["event"] == "published"
        )
        if len(published) != self.shots or set(published.values()) != {1}:
            yield f"the ledger's publications are {sorted(published.items())}"
        for path in self.film.root.rglob(".lyrad-*"):
            yield f"left behind: {path.relative_to(self.film.root)}"
        for words in processes.of(self.film).values():
            yield f"a process was left: {words}"

    def _shot_faults(self, code: str) -> Iterator[str]:
        takes = self._takes(code)
        names = sorted(path.name for path in takes.iterdir())
        if names != ["T01"]:
            yield f"{code} has {', '.join(names)}"
            return
        receipt = json.loads((takes / "T01" / "_info" / "receipt.json").read_text())
        told = {"_info/receipt.json"}
        for output in receipt["outputs"]:
            told.add(output["name"])
            data = (takes / "T01" / output["name"]).read_bytes()
            if hashlib.sha256(data).hexdigest() != output["sha256"]:
                yield f"{code}: {output['name']} is not what the receipt says"
        there = {
            path.relative_to(takes / "T01").as_posix()
            for path in (takes / "T01").rglob("*")
            if path.is_file()
        }
        if there != told:
            yield f"{code}: the receipt and the folder differ by {sorted(there ^ told)}"
        if not self.film.card(code).startswith("DONE T01\n"):
            yield f"{code} shows {self.film.card(code).splitlines()[0]}"
