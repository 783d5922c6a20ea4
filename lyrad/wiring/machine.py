"""Build what this machine has once, however many productions it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lyrad.backends.assembly.cutter import FFmpegCutter
from lyrad.backends.assembly.shelf import PartShelf
from lyrad.backends.clipcheck.clipcheck import LocalClipJudge
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.backends.mastering import LocalMastering
from lyrad.backends.pictures import StillPictures
from lyrad.config.brief_draft import Drafting
from lyrad.disk.store import Store
from lyrad.errors import Fault
from lyrad.model.names import JobId
from lyrad.model.production import Production
from lyrad.model.settings import Settings
from lyrad.ports import BetweenBackend, Clock, RuleDesk
from lyrad.service.engine import DurableEngine, EngineSettings
from lyrad.service.intake.turns import Intake
from lyrad.service.post import Post
from lyrad.wiring.captioning import captioners
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.composing import composers
from lyrad.wiring.datasets import LocalDatasets
from lyrad.wiring.homes import Homes
from lyrad.wiring.learning import seam_writer
from lyrad.wiring.marking import marker
from lyrad.wiring.production import build
from lyrad.wiring.tools import backends, comfyui_line
from lyrad.wiring.training import trainers
from lyrad.wiring.words import rule_desk
from lyrad.wiring.work import Workshop
from lyrad.wiring.writing import expansions, transcriber, writers


class News:
    """Passes the engine's news on to whoever is there by then."""

    def __init__(self) -> None:
        self.listener: Callable[[JobId], None] | None = None

    def tell(self, job: JobId) -> None:
        """Pass on that a job moved."""
        if self.listener is not None:
            self.listener(job)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Tools, engine, store and rules; `gate` opens when the engine has started."""

    settings: Settings
    clock: Clock
    store: Store
    rules: RuleDesk
    work: Path
    tools: Mapping[str, BetweenBackend]
    engine: DurableEngine
    homes: Homes
    parts: PartShelf
    news: News
    stop: threading.Event
    gate: threading.Event = field(default_factory=threading.Event)

    def post(self, root: Path, production: Production) -> Post:
        """Return a production's post, and let its takes be published."""
        built = build(
            root,
            production,
            self.settings,
            store=self.store,
            rules=self.rules,
            clock=self.clock,
        )
        self.homes.add(production.id, built)
        intake = Intake(built.desk, self.engine)
        post = Post(intake, built.lease, self.clock, self.stop, gate=self.gate)
        built.publisher.patience.on_return = post.welcome
        return post


def machine(
    settings: Settings,
    roots: tuple[Path, ...],
    *,
    stop: threading.Event,
    on_lost: Callable[[Fault], None],
) -> Machine:
    """Return the machine's objects; nothing is started yet. Raises ConfigError for wrong rules."""
    clock = SystemClock()
    store = Store(settings.state / "store", clock=clock)
    homes = Homes()
    parts = PartShelf(settings.state / "parts")
    workshop = _workshop(settings, clock, store, homes, parts)
    news = News()
    engine = DurableEngine(
        EngineSettings(
            state=settings.state,
            lanes=settings.lanes,
            url=settings.engine.url,
            poll=settings.engine.poll,
        ),
        perform=workshop.perform,
        clock=clock,
        on_change=news.tell,
        on_lost=on_lost,
    )
    return Machine(
        settings=settings,
        clock=clock,
        store=store,
        rules=rule_desk(settings, roots),
        work=workshop.folder,
        tools=workshop.backends,
        engine=engine,
        homes=homes,
        parts=parts,
        news=news,
        stop=stop,
    )


def _workshop(
    settings: Settings, clock: Clock, store: Store, homes: Homes, parts: PartShelf
) -> Workshop:
    media, line = FFmpeg(), comfyui_line(settings, clock)
    return Workshop(
        folder=settings.state / "work",
        clock=clock,
        store=store,
        backends=backends(settings, media, line),
        media=media,
        pictures=StillPictures(),
        marker=marker(settings, clock),
        judge=LocalClipJudge(),
        learn=seam_writer(settings.state),
        writers=writers(settings, clock),
        expansions=expansions(settings),
        datasets=LocalDatasets(),
        captioners=captioners(settings, clock),
        trainers=trainers(settings, clock),
        homes=homes,
        composers=composers(settings, clock, line),
        mastering=LocalMastering(),
        cutter=FFmpegCutter(parts),
        transcriber=transcriber(settings),
        drafting=Drafting(),
        accept_non_commercial=settings.accept_non_commercial,
    )
