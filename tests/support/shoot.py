"""A production on disk with the real doors, an engine in memory, and a clock that a test moves.

A day's shoot in milliseconds: files are dropped, time is pushed on, turns are taken by hand, and
takes are published by the real publisher with tiny files in place of rendered ones.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lyrad.actions._receipt import inputs
from lyrad.disk.store import Store
from lyrad.errors import Code, Fault
from lyrad.model.job import Job, JobState
from lyrad.model.names import JobId
from lyrad.model.plan import AssemblyPlan, ShotPlan
from lyrad.model.settings import Settings
from lyrad.model.take import Receipt
from lyrad.ports import Clock, Staged
from lyrad.service.intake.turns import Intake
from lyrad.wiring.production import Built, build
from lyrad.wiring.words import Shelf, rule_desk
from tests.support import nouns
from tests.support.fake_engine import FakeEngine
from tests.support.pictures import png

MARK = "id: 6a0c9f0e-4f4e-4c0e-9f86-0f0f3a3b7c11\ntitle: The Lighthouse\ntimezone: Europe/Berlin\n"
SPEC = "description: A slow push-in on the lighthouse.\nframes: 9\nsize: 128x72\n"
FAST = "description: A quick push-in on the lighthouse, from further off.\nframes: 9\n"
BROKEN = Fault(code=Code.TOOL_FAILED, what="FFmpeg broke off.", where="step 2", next="Mend it.")
DOWN = Fault(
    code=Code.BACKEND_DOWN, what="ComfyUI does not answer.", where="here", next="Start it."
)

PICTURES = {(role, seed): png(32, 18, seed=seed) for role in ("first", "last") for seed in (1, 2)}


class StillClock:
    """Begins now, since files are dated by the machine; then only a test moves it."""

    def __init__(self) -> None:
        self._began = datetime.now(UTC)
        self._elapsed = 1000.0

    def now(self) -> datetime:
        return self._began + timedelta(seconds=self._elapsed - 1000.0)

    def monotonic(self) -> float:
        return self._elapsed

    def advance(self, seconds: float) -> None:
        self._elapsed += seconds


class Shoot:
    """One production and the lyrad that looks after it; `restart` is a kill and a new start."""

    def __init__(
        self, tmp: Path, *, mark: str = "", clock: Clock | None = None, **settings: object
    ) -> None:
        self.root = tmp / "FILM"
        self.root.mkdir(parents=True)
        (self.root / "production.yaml").write_text(MARK + mark)
        self.state = tmp / "state"
        self.clock: Any = clock or StillClock()
        self.engine = FakeEngine()
        self.settings = replace(
            Settings(state=self.state, rules=tmp / "rules", templates=tmp / "templates"),
            **settings,  # type: ignore[arg-type]
        )
        self._open: list[Built] = []
        self._stores: list[Store] = []
        self.restart()

    # lyrad's life.

    def restart(self) -> None:
        """Begin anew over the same folder and engine, as after a kill."""
        for store in self._stores:
            store.close()
        store = Store(self.state / "store", clock=self.clock)
        self.rules = rule_desk(self.settings, (self.root,))
        production = Shelf().production(self.root / "production.yaml", "production.yaml")
        self.built = build(
            self.root, production, self.settings, store=store, rules=self.rules, clock=self.clock
        )
        for built in self._open:
            built.lease.release()
        self.built.lease.take()
        self._open, self._stores = [self.built], [store]
        self.intake = Intake(self.built.desk, self.engine)
        self.intake.begin()

    def lose_the_engine(self) -> None:
        """The database is gone; what stands in the production is all that is left."""
        self.engine = FakeEngine()
        self.restart()

    def turn(self) -> None:
        self.intake.turn(full=True)

    def later(self, seconds: float = 4.0) -> None:
        """Let time pass between two turns: what was dropped settles."""
        self.turn()
        self.clock.advance(seconds)
        self.turn()

    def close(self) -> None:
        for store in self._stores:
            store.close()

    # What people do.

    def folder(self, code: str = "SC010/SH0020") -> Path:
        return self.root / "scenes" / code

    def drop(
        self,
        code: str = "SC010/SH0020",
        spec: str | None = SPEC,
        *,
        seed: int = 1,
        last: bool = True,
    ) -> Path:
        folder = self.folder(code)
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "first.png", PICTURES["first", seed])
        if last:
            write(folder / "last.png", PICTURES["last", 3 - seed])
        if spec is not None:
            write(folder / "shot.yaml", spec)
        return folder

    def edit(self, spec: str, code: str = "SC010/SH0020") -> None:
        """Save a spec, and wait as long as lyrad waits for a shot that has a take."""
        write(self.folder(code) / "shot.yaml", spec)
        self.later(61)

    def ask(self, name: str, folder: str = "scenes/SC010/SH0020") -> None:
        (self.root / folder / name).touch()

    # What the machine does.

    def work(self, job: JobId) -> Job:
        """Bring a queued job to its last step, its version number given."""
        found = self.engine.begin(job)
        self.built.publisher.begun(found.plan)
        while found.step + 1 < len(found.plan.steps):
            found = self.engine.finish_step(job)
        return found

    def publish(self, job: JobId, **told: Any) -> Receipt:
        """Publish the take of a job at its last step; its receipt tells what a test wants."""
        plan, publisher = self.engine.known[job].plan, self.built.publisher
        clip = self.state / "work" / job / "clip.mp4"
        clip.parent.mkdir(parents=True, exist_ok=True)
        clip.write_bytes(f"clip of {job}".encode())
        take, version = publisher.number(plan), publisher.begun(plan)
        receipt = nouns.receipt(
            production=plan.production,
            shot=plan.shot,
            take=take,
            version=version,
            job=plan.job,
            rule=plan.rule,
            fingerprint=plan.fingerprint,
            version_key=plan.version_key,
            attempt=plan.attempt,
            seed=plan.seed,
            inherited=dict(plan.spec.inherited),
            published_at=self.clock.now(),
            inputs=inputs(plan),
            note=plan.note,
            derived_from=plan.derived_from,
        )
        receipt = replace(receipt, **told)
        return publisher.publish(plan, receipt, Staged(files=(("{stem}.mp4", clip),)))

    def make(self, job: JobId, **told: Any) -> Receipt:
        """Make a queued job's take from begin to end."""
        self.work(job)
        receipt = self.publish(job, **told)
        self.engine.finish_step(job)
        return receipt

    def make_all(self, **told: Any) -> None:
        """Let the machine work until nothing is queued, and let lyrad see it."""
        for job in self.jobs(JobState.QUEUED):
            if isinstance(job.plan, ShotPlan):
                self.make(job.plan.job, **told)
        self.clock.advance(1)
        self.look_again()

    def look_again(self) -> None:
        """Take a turn in which every shot is looked at, as after news of its job."""
        self.intake.agenda.all_due()
        self.turn()

    def made(self, code: str = "SC010/SH0020", spec: str = SPEC, *, seed: int = 1) -> Path:
        """Drop a shot and bring it to its first take."""
        folder = self.drop(code, spec, seed=seed)
        self.later()
        self.make_all()
        return folder

    # What there is to see.

    def jobs(self, state: JobState | None = None, code: str = "") -> list[Job]:
        return [
            job
            for job in self.engine.jobs()
            if not isinstance(job.plan, AssemblyPlan)
            and (state is None or job.state is state)
            and (not code or job.plan.of == code)
        ]

    def job(self, code: str = "SC010/SH0020") -> Job:
        """Return a shot's only job."""
        (job,) = self.jobs(code=code)
        return job

    def queued(self, code: str = "SC010/SH0020") -> list[int]:
        """Return the attempts of a shot that wait for their turn."""
        return [job.plan.attempt for job in self.jobs(JobState.QUEUED, code)]

    def takes(self, code: str = "SC010/SH0020") -> list[str]:
        return sorted(path.name for path in self.folder(code).glob("takes/*/*.mp4"))

    def card(self, code: str = "SC010/SH0020") -> str:
        """Return the words of the shot's card's name, '' where it has none."""
        names = self.cards(code)
        assert len(names) <= 1, names
        return names[0] if names else ""

    def cards(self, code: str = "SC010/SH0020") -> list[str]:
        """Return every card that stands there: for a moment, while one replaces another, two."""
        return [path.stem.removeprefix("_lyrad ") for path in self.folder(code).glob("_lyrad *")]

    def text(self, code: str = "SC010/SH0020") -> str:
        """Return what the card says, without the two lines that every card ends with."""
        (path,) = self.folder(code).glob("_lyrad *")
        return words(path)

    def summary(self, folder: str = "") -> str:
        (path,) = (self.root / folder).glob("_lyrad *")
        return f"{path.stem.removeprefix('_lyrad ')}\n{words(path)}"

    def claims(self) -> list[str]:
        return [path.name for path in self.root.rglob(".lyrad-request-*")]

    def ledger(self, event: str) -> list[str]:
        path = self.root / ".lyrad" / "ledger.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [line for line in lines if f'"event":"{event}"' in line]


def write(path: Path, data: str | bytes) -> None:
    """Save as editors do, by a rename, so that no edit looks like the file before."""
    side = path.with_name(f".{path.name}.side")
    side.write_bytes(data.encode() if isinstance(data, str) else data)
    side.replace(path)


def words(card: Path) -> str:
    text = card.read_text("utf-8-sig").replace("\r\n", "\n")
    return text.rpartition("\nlyrad shows this")[0].strip()


def copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target
