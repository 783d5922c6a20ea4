"""Build the daemon and run it: every real object, once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import structlog

from lyrad.config.settings import load_settings
from lyrad.disk import mounts
from lyrad.disk.state_files import Tray, write_status
from lyrad.errors import Code, ConfigError, Fault, LyradError, Temporary
from lyrad.model.settings import Settings
from lyrad.model.status import Status
from lyrad.service.commands import Commands
from lyrad.service.daemon import Daemon, Household, failed
from lyrad.service.engine import DurableEngine
from lyrad.service.post import Post
from lyrad.wiring.doorstep import Doorstep
from lyrad.wiring.giving_up import giver_up
from lyrad.wiring.machine import Machine, machine
from lyrad.wiring.tidying import tidier
from lyrad.wiring.tools import servers

__all__ = ["failed", "run"]

ENGINE_PATIENCE = 5.0
LEASES = 2.0

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
    named = tuple(paths)
    roots = named or settings.roots
    if not roots:
        raise ConfigError(_no_roots(settings))
    ending = Ending()
    signal.signal(signal.SIGTERM, ending.ask)
    signal.signal(signal.SIGINT, ending.ask)
    found = machine(settings, tuple(roots), stop=ending.stop, on_lost=ending.force)
    doorstep = Doorstep(roots, found.post, found.clock)
    daemon = Daemon(household(found, doorstep), ending.stop)
    found.news.listener = daemon.job_changed
    # A person who names a production wants to know; a service waits for shares that are late.
    for post in doorstep.all_or_none() if named else doorstep.soon():
        daemon.admit(post)
    daemon.await_leases(LEASES)
    try:
        _start(found.engine, ending.stop, once=once)
    except LyradError:
        daemon.dismiss()
        raise
    found.gate.set()
    return daemon.run(once=once, settle_limit=settle_limit), ending.fault


def household(found: Machine, doorstep: Doorstep) -> Household:
    """Return what the daemon runs with; the posts come one by one."""
    posts: list[Post] = []
    tray = Tray(found.settings.state)
    return Household(
        posts=posts,
        arrived=doorstep.take,
        ask_for_arrivals=doorstep.ask,
        absent=lambda: doorstep.absent,
        engine=found.engine,
        commands=Commands(tray=tray, engine=found.engine, posts=posts, clock=found.clock),
        rules=found.rules,
        clock=found.clock,
        write_status=partial(write_status, found.settings.state),
        tidy=tidier(found.work, found.store, found.parts, found.clock),
        servers=partial(servers, found.tools),
        give_up=giver_up(found.work, found.tools.values()),
        environ=os.environ,
    )


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
