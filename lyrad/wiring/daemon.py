"""Build the daemon and run it: every real object, once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import structlog

from lyrad.backends.builtin.between import BuiltinBackend
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.backends.pictures import StillPictures
from lyrad.config.settings import load_settings
from lyrad.disk import mounts
from lyrad.disk.state_files import Tray, write_status
from lyrad.disk.store import Store
from lyrad.errors import Code, ConfigError, Fault, LyradError, Temporary
from lyrad.model.names import JobId, ProductionId
from lyrad.model.settings import Settings
from lyrad.model.status import Status
from lyrad.ports import Publisher
from lyrad.service.commands import Commands
from lyrad.service.daemon import Daemon, Household, failed
from lyrad.service.engine import DurableEngine, EngineSettings
from lyrad.service.intake.turns import Intake
from lyrad.service.post import Post
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.production import Built, build
from lyrad.wiring.roots import productions
from lyrad.wiring.tidying import tidier
from lyrad.wiring.words import rule_desk
from lyrad.wiring.work import Workshop

__all__ = ["failed", "run"]

ENGINE_PATIENCE = 5.0

log = structlog.get_logger()


@dataclass(slots=True)
class Ending:
    """How a run ends: the event that asks for it, and the fault that forced it, if any."""

    stop: threading.Event = field(default_factory=threading.Event)
    fault: Fault | None = None

    def ask(self, number: int, frame: object) -> None:
        """Stop politely at the first signal, at once at the second."""
        del frame
        if self.stop.is_set():
            os._exit(128 + number)
        self.stop.set()

    def force(self, fault: Fault) -> None:
        """Stop because the engine was lost."""
        self.fault = fault
        self.stop.set()


def run(
    paths: Iterable[Path], config: Path | None, *, once: bool, settle_limit: float
) -> tuple[Status, Fault | None]:
    """Run lyrad until it is told to stop; return how everything stood, and what forced the end.

    The caller must leave the process by `os._exit`: steps that stopped wait for ever.

    Raises:
        LyradError: it cannot start; every fault is named.
    """
    settings = load_settings(config, os.environ)
    _refuse_share(settings.state)
    roots = productions(tuple(paths) or settings.roots)
    if not roots:
        raise ConfigError(_no_roots(settings))
    ending = Ending()
    signal.signal(signal.SIGTERM, ending.ask)
    signal.signal(signal.SIGINT, ending.ask)
    clock = SystemClock()
    store = Store(settings.state / "store", clock=clock)
    rules = rule_desk(settings, tuple(root for root, _ in roots))
    built = [
        build(root, production, settings, store=store, rules=rules, clock=clock)
        for root, production in roots
    ]
    publishers: dict[ProductionId, Publisher] = {
        one.desk.production.id: one.publisher for one in built
    }
    workshop = Workshop(
        folder=settings.state / "work",
        clock=clock,
        store=store,
        backends={"builtin": BuiltinBackend()},
        media=FFmpeg(),
        pictures=StillPictures(),
        publishers=publishers,
    )
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
        on_lost=ending.force,
    )
    posts = tuple(Post(Intake(one.desk, engine), one.lease, clock, ending.stop) for one in built)
    household = Household(
        posts=posts,
        scan_every=tuple(one.scan_every for one in built),
        engine=engine,
        commands=Commands(tray=Tray(settings.state), engine=engine, posts=posts, clock=clock),
        rules=rules,
        clock=clock,
        write_status=partial(write_status, settings.state),
        tidy=tidier(workshop.folder, store),
        environ=os.environ,
    )
    daemon = Daemon(household, ending.stop)
    news.listener = daemon.job_changed
    _take_leases(built)
    _start(engine, ending.stop, once=once)
    return daemon.run(once=once, settle_limit=settle_limit), ending.fault


class News:
    """Passes the engine's news on to whoever is there by then."""

    def __init__(self) -> None:
        self.listener: Callable[[JobId], None] | None = None

    def tell(self, job: JobId) -> None:
        """Pass on that a job moved."""
        if self.listener is not None:
            self.listener(job)


def _start(engine: DurableEngine, stop: threading.Event, *, once: bool) -> None:
    """Start the engine; while its database does not answer, wait for it."""
    while True:
        try:
            engine.start()
        except Temporary as error:
            if once:
                raise
            log.warning(error.fault.what, action="trouble", next=error.fault.next)
            if stop.wait(ENGINE_PATIENCE):
                raise
        else:
            return


def _take_leases(built: Iterable[Built]) -> None:
    """Take what leases are free before work is taken up again; posts go on trying."""
    for one in built:
        with suppress(LyradError):
            one.lease.take()


def _refuse_share(state: Path) -> None:
    if mounts.is_share(state):
        raise ConfigError(
            Fault(
                code=Code.STATE_ON_SHARE,
                what=f"The state folder lies on a share ({mounts.file_system(state)}).",
                where=str(state),
                next="Put it on a local disk: `state:` in lyrad.yaml, or $LYRAD_STATE. "
                "A database on a share breaks.",
            )
        )


def _no_roots(settings: Settings) -> Fault:
    return Fault(
        code=Code.SETTINGS_MISSING,
        what="There is no production to run.",
        where=str(settings.source or "no settings file"),
        next="Name one: `lyrad run FILM/`, or list it under `roots:` in lyrad.yaml.",
    )
