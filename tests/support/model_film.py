"""A film that is looked after while everything in it moves, and what must hold at every moment."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from lyrad.disk.watch.ignore import ignored
from lyrad.errors import LyradError, Temporary
from lyrad.model.job import JobState
from lyrad.model.plan import ShotPlan
from tests.support.belongings import belongings
from tests.support.model_hands import PICTURES, ROLES, SPEC, SPECS, Hands
from tests.support.shoot import Shoot

TEXT_RESTS = 3.0
"""A text has no end that could be seen: one that stood still for so long is taken as it stands."""

Triple = tuple[str, ...]


class ModelFilm:
    """One film, hands in it, and lyrad; each act of lyrad's is watched."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="lyrad-model-")
        self.shoot = Shoot(Path(self._folder.name), mark="seam: off\nhold_over: 1000\n")
        self.hands = Hands(self.shoot.root)
        self.retakes = 0
        self.ordered = 0
        self.broken = False
        self._restarted_at = 0.0
        self._prints: dict[Triple, str] = {}
        self._made: set[tuple[str, str]] = set()

    def close(self) -> None:
        for copy in self.hands.copies:
            copy.file.close()
        self.shoot.close()
        self._folder.cleanup()

    @property
    def now(self) -> float:
        return self.shoot.clock.monotonic()

    # What lyrad does.

    def pass_time(self, seconds: float) -> None:
        self.shoot.clock.advance(seconds)
        self._act(self.shoot.intake.turn)

    def restart(self) -> None:
        """Kill lyrad and start it; on the real disk's clock what was just written is old."""
        self._restarted_at = self.now
        self._act(self.shoot.restart)

    def lose_the_engine(self) -> None:
        """Lose the queue: receipts and the ledger are all that is left."""
        self._restarted_at = self.now
        self._act(self.shoot.lose_the_engine)

    def work(self) -> None:
        """Let the machine make everything that waits, as far as it can be published."""
        for job in self.shoot.jobs(JobState.QUEUED):
            self._act(lambda plan=job.plan: self._make(plan))

    def _make(self, plan: ShotPlan) -> None:
        try:
            self.shoot.make(plan.job)
            self._made.add((str(plan.shot), plan.fingerprint))
        except Temporary as error:
            self.shoot.engine.delay(plan.job, error.fault)
        except LyradError as error:
            self.shoot.engine.fail(plan.job, error.fault)

    # What must hold.

    def _act(self, act: Callable[[], None]) -> None:
        """Let lyrad act, and compare before and after."""
        away, root = self.hands.away, self.shoot.root
        before, theirs = dict(self.shoot.engine.known), _theirs(away or root)
        index = self._known() if away else set()
        instead = sorted(root.rglob("*")) if away else []
        self.shoot.engine.asked.clear()
        self.broken = True  # until it turns out that all holds
        act()
        assert _theirs(away or root) == theirs, "something of the person's was changed"
        if away:
            assert self._known() == index, "the index moved while the root was away"
            assert self.shoot.engine.known == before, "a job changed while the root was away"
            assert sorted(root.rglob("*")) == instead, "something was written into the stand-in"
        for word, job in self.shoot.engine.asked:
            if word == "submit":
                assert job not in before, "ordered twice"
                assert job not in self._published(), "ordered although its take was made"
                self._check(self.shoot.engine.known[job].plan)
        self._check_counts()
        self.broken = False

    def _check(self, plan: ShotPlan) -> None:
        """What was ordered is what stands there, whole."""
        self.ordered += 1
        for member in plan.members:
            copy = self.shoot.built.desk.store.path(member.sha256).read_bytes()
            path = self.shoot.root / member.path
            assert hashlib.sha256(copy).hexdigest() == member.sha256
            assert copy == path.read_bytes(), f"{member.path} is another by now"
            if path.name == SPEC:
                assert self._rests(path), f"{member.path} was still being written"
            else:
                assert copy in PICTURES, f"half of {member.path} was taken"
        self._prints[tuple(member.sha256 for member in plan.members)] = plan.fingerprint

    def _rests(self, path: Path) -> bool:
        inode = path.stat().st_ino
        return all(
            copy.inode != inode or copy.at <= max(self._restarted_at, self.now - TEXT_RESTS)
            for copy in self.hands.copies
        )

    def _check_counts(self) -> None:
        plans = [job.plan for job in self.shoot.jobs()]
        drops = Counter((plan.shot, plan.rule, plan.fingerprint) for plan in plans)
        assert all(count <= 1 + self.retakes for count in drops.values()), "too many takes"
        published = self._published()
        assert len(published) == len(set(published)), "published twice"

    def _published(self) -> list[str]:
        lines = [] if self.hands.away else self.shoot.ledger("published")
        return [json.loads(line)["job"] for line in lines]

    def rest(self) -> None:
        """Let every copy end, the root come back and time pass; then all must be known."""
        self.hands.find()
        self.hands.finish(self.now)
        for _ in range(30):
            self.pass_time(10)
        assert self._known() == set(_there(self.shoot.root))
        for folder in sorted(self.shoot.root.glob("scenes/*/*/")):
            if (triple := _whole(folder)) is not None:
                code = folder.relative_to(self.shoot.root / "scenes").as_posix()
                assert self._seen_to(code, folder, triple), f"{code} was never ordered"
                assert not self._outdated(code, triple), f"{code} has orders nobody wants"
                assert len(self.shoot.cards(code)) == 1, self.shoot.cards(code)

    def _seen_to(self, code: str, folder: Path, triple: Triple) -> bool:
        """Whether the shot's drop is ordered, or has or had a take, here or under another name."""
        fingerprint = self._prints.get(triple)
        if any(job.plan.fingerprint == fingerprint for job in self.shoot.jobs(code=code)):
            return True
        receipts = folder.glob("takes/*/_info/receipt.json")
        taken = {json.loads(path.read_text())["fingerprint"] for path in receipts}
        return fingerprint in taken or (code, fingerprint) in self._made

    def _outdated(self, code: str, triple: Triple) -> bool:
        now = self._prints.get(triple)
        return any(job.plan.fingerprint != now for job in self.shoot.jobs(JobState.QUEUED, code))

    def _known(self) -> set[tuple[str, int, int, int]]:
        index = self.shoot.built.desk.watch.index
        seen = (one.sighting for folder in index for one in index.children(folder))
        return {(one.path, one.size, one.mtime_ns, one.inode) for one in seen}


def _theirs(root: Path) -> dict[str, tuple[int, bytes]]:
    """Return what is the person's; what they ask is taken away by lyrad, and shall be."""
    return {
        path: look
        for path, look in belongings(root).items()
        if not path.rpartition("/")[2].startswith(("RETAKE", ".lyrad-request-"))
    }


def _there(root: Path) -> Iterator[tuple[str, int, int, int]]:
    for path in root.rglob("*"):
        shown = path.relative_to(root)
        if any(ignored(part) for part in shown.parts):
            continue
        found = path.stat()
        if path.is_dir():
            yield str(shown), 0, 0, found.st_ino
        else:
            yield str(shown), found.st_size, found.st_mtime_ns, found.st_ino


def _whole(folder: Path) -> Triple | None:
    """Return the hashes of a shot's files in the order of a drop, or None where one lacks."""
    if not all((folder / role).is_file() for role in ROLES):
        return None
    first, last, spec = ((folder / role).read_bytes() for role in ROLES)
    if spec not in SPECS or first not in PICTURES or last not in PICTURES:
        return None
    return tuple(hashlib.sha256(data).hexdigest() for data in (spec, first, last))
