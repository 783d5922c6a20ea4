"""Steps at their benches under a real engine: what happens when the work is lost, or is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from lyrad.backends.assembly.cutter import FFmpegCutter
from lyrad.backends.assembly.shelf import PartShelf
from lyrad.backends.clipcheck.clipcheck import LocalClipJudge
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.backends.mastering import LocalMastering
from lyrad.backends.pictures import StillPictures
from lyrad.config.brief_draft import Drafting
from lyrad.disk.expansions import KeptExpansions
from lyrad.disk.store import Store
from lyrad.errors import Code, Fault, Temporary
from lyrad.model.job import JobState
from lyrad.model.plan import Done, ShotPlan, Step
from lyrad.ports import Kept
from lyrad.service.engine import DurableEngine, EngineSettings
from lyrad.wiring.datasets import LocalDatasets
from lyrad.wiring.giving_up import giver_up
from lyrad.wiring.homes import Homes
from lyrad.wiring.tidying import tidier
from lyrad.wiring.work import Workshop
from tests.support.benches import FolderPublisher, ScriptedBackend
from tests.support.engine import PushedClock, wait
from tests.support.marks import marker
from tests.support.nouns import member, plan, shot_spec
from tests.support.pictures import png
from tests.support.signal import FakeSignal

LOCKED = Fault(code=Code.SHARE_LOCKED, what="It is locked.", where="here", next="Wait.")
FILES = {"poster": False, "sheet": False, "proxy": None}


@dataclass
class Place:
    """A workshop with an engine; its backend counts what it is asked for."""

    home: Path
    clock: PushedClock = field(default_factory=PushedClock)
    backend: ScriptedBackend = field(default_factory=ScriptedBackend)

    def __post_init__(self) -> None:
        self.store = Store(self.home / "store", clock=self.clock)
        self.publisher = FolderPublisher(self.home / "takes")
        self.plan = self._plan()
        self.workshop = Workshop(
            folder=self.home / "work",
            clock=self.clock,
            store=self.store,
            backends={"builtin": self.backend},
            media=FFmpeg(),
            pictures=StillPictures(),
            homes=Homes(takes={self.plan.production: self.publisher}),
            marker=marker(self.home),
            judge=LocalClipJudge(),
            learn=lambda _: None,
            writers={},
            expansions=KeptExpansions(self.home / "expansions", {}),
            datasets=LocalDatasets(),
            captioners={},
            trainers={},
            composers={},
            mastering=LocalMastering(),
            cutter=FFmpegCutter(PartShelf(self.home / "parts")),
            transcriber=None,
            drafting=Drafting(),
        )
        settings = EngineSettings(state=self.home / "state", lanes={"cpu": 1}, poll=0.05)
        self.engine = DurableEngine(settings, perform=self.workshop.perform, clock=self.clock)
        self.engine.start()

    def kept(self, role: str) -> Kept:
        path = self.home / f"{role}.png"
        path.write_bytes(png(64, 36, seed=len(role)))
        return self.store.keep(path, within=self.home)

    def until(self, state: JobState) -> None:
        wait(lambda: self.state is state, lambda: str(self.engine.jobs()))

    @property
    def state(self) -> JobState:
        return self.engine.jobs()[0].state

    @property
    def work(self) -> Path:
        return self.home / "work" / self.plan.job

    def close(self) -> None:
        assert self.engine.stop(5)
        self.engine.close()
        self.store.close()

    def _plan(self) -> ShotPlan:
        return plan(
            members=tuple(
                member(role, sha256=self.kept(role).sha256) for role in ("first", "last")
            ),
            spec=shot_spec(frames=5),
            steps=(
                Step(action="render.between", fields={}, lane="cpu"),
                Step(action="publish.take", fields=FILES, lane="cpu"),
            ),
        )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = Place(tmp_path)
    yield found
    found.close()


def test_the_work_goes_as_soon_as_the_take_stands_and_a_step_done_again_finds_it(
    place: Place,
) -> None:
    place.engine.submit(place.plan)
    place.until(JobState.DONE)
    assert not place.work.exists()

    again = place.workshop.perform(place.plan, 1, 1, (), FakeSignal(), lambda _: None)

    assert isinstance(again, Done)
    assert again.artifacts[0].facts["take"] == 1
    assert not place.work.exists()
    assert len(place.backend.orders) == len(place.publisher.receipts) == 1


@pytest.mark.parametrize("stopped", [True, False])
def test_a_job_whose_clip_is_lost_renders_it_again(place: Place, *, stopped: bool) -> None:
    place.publisher.refuse = Temporary(LOCKED, delay=0.5)
    place.engine.submit(place.plan)
    place.until(JobState.WAITING)
    if stopped:
        place.engine.cancel(place.plan.job)
    next(place.work.glob("*/clip.mkv")).unlink()
    place.publisher.refuse = None

    place.engine.retry(place.plan.job)

    place.until(JobState.DONE)
    assert fetched(place) == 2
    assert len(place.publisher.receipts) == 1


def test_what_a_cancelled_job_needs_is_not_tidied_away(place: Place) -> None:
    place.publisher.refuse = Temporary(LOCKED, delay=60)
    place.engine.submit(place.plan)
    place.until(JobState.WAITING)
    place.engine.cancel(place.plan.job)
    place.clock.ahead = timedelta(days=2)

    parts = PartShelf(place.home / "parts")
    tidier(place.workshop.folder, place.store, parts, place.clock)(place.engine.jobs())

    place.publisher.refuse = None
    place.engine.retry(place.plan.job)
    place.until(JobState.DONE)
    assert fetched(place) == 1


def fetched(place: Place) -> int:
    """Return how often a clip was brought."""
    return sum(word.startswith("fetch") for word in place.backend.said)


def test_a_tool_is_told_of_jobs_that_are_cancelled_while_they_wait_and_of_no_others(
    place: Place,
) -> None:
    give_up = giver_up(place.workshop.folder, (place.backend,))
    place.publisher.refuse = Temporary(LOCKED, delay=60)
    place.engine.submit(place.plan)
    place.until(JobState.WAITING)
    give_up(place.engine.jobs())
    assert told(place) == []

    place.engine.cancel(place.plan.job)
    give_up(place.engine.jobs())

    assert sorted(told(place)) == ["give up 1-render.between", "give up 2-publish.take"]


def told(place: Place) -> list[str]:
    return [word for word in place.backend.said if word.startswith("give up")]
