"""The daemon: posts, engine and clock together, from the start until somebody says stop.

It owns no decision: posts decide about shots, the engine about work. It writes the status, sees
to commands, and ends when asked, or, with `once`, when nothing is left to do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import structlog

from lyrad.core.outcome import fault_of, place_of
from lyrad.errors import Fault, LyradError
from lyrad.model.card import CardState
from lyrad.model.job import Job, JobState
from lyrad.model.names import JobId
from lyrad.model.status import ServerRow, Status
from lyrad.ports import Clock, RuleDesk
from lyrad.service.commands import Commands
from lyrad.service.engine import DurableEngine
from lyrad.service.notify import notify, watchdog_seconds
from lyrad.service.page import status
from lyrad.service.post import Post
from lyrad.service.timer import Timer

TICK = 1.0
STATUS_AGE = 10.0
RULES_EVERY = 3.0
BEAT_EVERY = 300.0
ARRIVALS_EVERY = 10.0
GIVE_UP_EVERY = 5.0
HOUSE_HOUR = 11
KEPT = timedelta(days=30)
PATIENCE = 10.0
AGAIN = 0.2
LEAVING = 1.0

BUSY = {JobState.QUEUED, JobState.WORKING}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """What the daemon runs with.

    `posts` grows: a production whose share is late arrives later. `absent` says who is missing.
    """

    posts: list[Post]
    arrived: Callable[[], tuple[Post, ...]]
    ask_for_arrivals: Callable[[], None]
    absent: Callable[[], tuple[Fault, ...]]
    engine: DurableEngine
    commands: Commands
    rules: RuleDesk
    clock: Clock
    write_status: Callable[[Status], None]
    tidy: Callable[[tuple[Job, ...]], None]
    give_up: Callable[[tuple[Job, ...]], None]
    servers: Callable[[], tuple[ServerRow, ...]]
    environ: Mapping[str, str]


class Daemon:
    """Runs a household until it is told to stop."""

    def __init__(self, household: Household, stop: threading.Event) -> None:
        self._house = household
        self._stop = stop
        self._timer = Timer()
        self._states: dict[JobId, tuple[JobState, int]] = {}
        self._written: Status | None = None
        self._waiting_since: float | None = None
        self._alive_at = 0.0
        self._last_look = False

    def run(self, *, once: bool, settle_limit: float) -> Status:
        """Run until the stop event is set, or, with `once`, until nothing is left to do.

        `settle_limit` is how long, in seconds, `once` waits for what only time can mend: files
        that are not whole, tools that are down. Returns how everything stood at the end.
        """
        self._wind_up()
        notify("READY=1", self._house.environ)
        log.info("running", action="daemon_running", productions=len(self._house.posts))
        while not self._stop.wait(TICK):
            for post in self._house.arrived():
                self.admit(post)
            self._guarded(self._house.commands.see_to)
            self._guarded(self._write_status)
            self._show_life()
            if once and self._is_over(settle_limit):
                break
        return self._end()

    def admit(self, post: Post) -> None:
        """Let a production's post begin, and keep its times."""
        self._house.posts.append(post)
        self._timer.every(BEAT_EVERY, post.beat)
        post.start()

    def await_leases(self, seconds: float) -> None:
        """Give the posts a moment to take their leases before work is taken up again."""
        end = self._house.clock.monotonic() + seconds
        for post in self._house.posts:
            post.has_entered(max(0.0, end - self._house.clock.monotonic()))

    def job_changed(self, job: JobId) -> None:
        """Take in that a job moved: its shot is looked at, so that its card is right."""
        found = self._house.engine.job(job)
        if found is None:
            return
        now = (found.state, found.step)
        if self._states.get(job) == now:
            return
        self._states[job] = now
        log.info(
            found.state.value,
            action=f"job_{found.state.value}",
            job=job,
            shot=found.plan.of,
            step=found.plan.steps[min(found.step, len(found.plan.steps) - 1)].action,
        )
        for post in self._house.posts:
            if post.intake.desk.production.id == found.plan.production:
                post.hurry(found.plan.folder)

    def _wind_up(self) -> None:
        house = self._house
        self._timer.every(ARRIVALS_EVERY, house.ask_for_arrivals)
        self._timer.every(RULES_EVERY, partial(self._guarded, self._refresh_rules))
        self._timer.every(GIVE_UP_EVERY, partial(self._guarded, self._give_up))
        self._timer.nightly(HOUSE_HOUR, partial(self._guarded, self._keep_house))
        self._timer.start()

    def _show_life(self) -> None:
        """Tell systemd that this very loop goes on; a loop that hangs is to be noticed."""
        every = watchdog_seconds(self._house.environ)
        now = self._house.clock.monotonic()
        well = all(post.alive for post in self._house.posts)
        if every and well and now - self._alive_at >= every:
            self._alive_at = now
            notify("WATCHDOG=1", self._house.environ)

    def _write_status(self) -> None:
        found = self._status()
        before = self._written
        same = before is not None and replace(before, at=found.at) == found
        if same and before is not None and found.at - before.at < STATUS_AGE:
            return
        self._house.write_status(found)
        self._written = found

    def _status(self) -> Status:
        house = self._house
        found = status(tuple(house.posts), house.engine, house.clock)
        faults = (*found.faults, *map(str, house.absent()))
        return replace(found, faults=faults, servers=house.servers())

    def _refresh_rules(self) -> None:
        before = self._house.rules.faults
        if self._house.rules.refresh():
            log.info("rules read", action="rules_changed", faults=len(self._house.rules.faults))
            for post in self._house.posts:
                post.reread()
        for fault in self._house.rules.faults:
            if fault not in before:
                log.warning(fault.what, action="rules_fault", where=fault.where, next=fault.next)

    def _keep_house(self) -> None:
        self._house.engine.forget(self._house.clock.now() - KEPT)
        self._house.tidy(self._house.engine.jobs())

    def _give_up(self) -> None:
        self._house.give_up(self._house.engine.jobs())

    def _is_over(self, settle_limit: float) -> bool:
        """Decide whether `once` is over: nothing is left, nor after a last look at everything.

        Asked twice, since a job may end between two questions.
        """
        over = (
            self._nothing_left(settle_limit)
            and not self._stop.wait(AGAIN)
            and self._nothing_left(settle_limit)
        )
        if over and not self._last_look:
            self._last_look = True
            for post in self._house.posts:
                post.scan()
            return False
        self._last_look = over
        return over

    def _nothing_left(self, settle_limit: float) -> bool:
        """Decide whether `once` is over: a turn found nothing to do and nothing is at work."""
        now = self._house.clock.monotonic()
        states = {job.state for job in self._house.engine.jobs()}
        posts = self._house.posts
        if self._house.engine.paused() and JobState.QUEUED in states:
            states = states - {JobState.QUEUED} | {JobState.WAITING}
        if states & BUSY or any(post.restless() for post in posts):
            self._waiting_since = None
            return False
        if JobState.WAITING in states or any(post.waits_for_time() for post in posts):
            self._waiting_since = now if self._waiting_since is None else self._waiting_since
            return now - self._waiting_since >= settle_limit
        return True

    def _guarded(self, act: Callable[[], object]) -> None:
        try:
            act()
        except LyradError as error:
            log.warning(error.fault.what, action="trouble", next=error.fault.next)
        except Exception as error:  # noqa: BLE001 - the daemon outlives its own mistakes
            fault = fault_of(error, "the daemon")
            log.warning(fault.what, action="trouble", place=place_of(error))

    def _end(self) -> Status:
        notify("STOPPING=1", self._house.environ)
        found = replace(self._status(), stopped=True)
        self._stop.set()
        self._timer.stop()
        self._house.engine.stop()
        self.dismiss()
        self._house.write_status(found)
        return found

    def dismiss(self) -> None:
        """Let the posts end, and give their leases back."""
        self._stop.set()
        end = self._house.clock.monotonic() + PATIENCE
        for post in self._house.posts:
            post.join(max(0.0, end - self._house.clock.monotonic()))
            post.leave(max(LEAVING, end - self._house.clock.monotonic()))


def failed(found: Status) -> bool:
    """Return whether anything stands at FAILED, or a production could not be run at all."""
    return bool(found.faults) or any(
        shot.state == CardState.FAILED for row in found.productions for shot in row.shots
    )
