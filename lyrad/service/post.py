"""One production at its post: hold the lease, take turns, never let a failure end the daemon.

Each production has its own thread, so that a share that hangs stalls only itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from lyrad.core.outcome import fault_of, place_of
from lyrad.errors import Code, Fault
from lyrad.model.names import RelPath
from lyrad.ports import Clock, Lease
from lyrad.service.homecoming import Homecoming
from lyrad.service.intake.turns import Intake
from lyrad.service.tenure import Tenure

LONGEST_WAIT = 30.0
STANDBY_WAIT = 5.0
TROUBLE_WAIT = 5.0
GATE = 0.5

log = structlog.get_logger()


class Post:
    """Runs one production's intake in a thread of its own."""

    def __init__(
        self,
        intake: Intake,
        lease: Lease,
        clock: Clock,
        stop: threading.Event,
        *,
        gate: threading.Event | None = None,
    ) -> None:
        """Prepare the post.

        Args:
            intake: the production's; so is the lease.
            lease: taken before the gate opens.
            clock: the daemon's.
            stop: ends the thread when it is set.
            gate: turns begin when it is set; None for at once.
        """
        self._gate = gate
        self._entered = threading.Event()
        self.intake = intake
        self.lease = lease
        self.trouble: Fault | None = None
        self.turns = 0
        self.warnings: tuple[str, ...] = ()
        self._clock = clock
        self._stop = stop
        self._healthy = True
        self._turning_since: float | None = None
        self._homecoming = Homecoming()
        self._full = threading.Event()
        self._reread = threading.Event()
        self._beat = threading.Event()
        self._lock = threading.Lock()
        self._hurried: set[RelPath] = set()
        # A share that hangs must not keep a lyrad that is leaving.
        self._thread = threading.Thread(
            target=self._run, name=f"post {intake.desk.root.name}", daemon=True
        )
        self._tenure = Tenure(lease, clock, stop, self._troubled, name=intake.desk.root.name)

    @property
    def state(self) -> str:
        """Return `running`, `standing by`, `away` or `not answering`, as of the last turn.

        Asks nothing of the share: whoever wants to know must not hang with it.
        """
        if self.silent_since is not None:
            return "not answering"
        if not self.lease.held:
            return "standing by"
        return "running" if self._healthy else "away"

    @property
    def silent_since(self) -> datetime | None:
        """Return since when the root has not answered, in UTC, or None where it does."""
        return self._tenure.silent_since

    @property
    def turning_for(self) -> float:
        """Return for how many seconds the turn that is being taken has been going on."""
        since = self._turning_since
        return 0.0 if since is None else self._clock.monotonic() - since

    def start(self) -> None:
        """Begin to watch and to take turns."""
        self._thread.start()
        self._tenure.start()

    def join(self, seconds: float) -> None:
        """Wait for the thread to end; the stop event must be set."""
        self.intake.desk.watch.nudge()
        self._thread.join(seconds)

    def leave(self, seconds: float) -> None:
        """Give the lease back, unless the thread is still at work."""
        if self.lease.held and not self.alive:
            self._tenure.give_back(seconds)

    def scan(self) -> None:
        """Look at the whole tree in the next turn."""
        self._full.set()
        self.intake.desk.watch.nudge()

    def reread(self) -> None:
        """Look at every shot again in the next turn: the rules are others now."""
        self._reread.set()
        self.intake.desk.watch.nudge()

    def beat(self) -> None:
        """Renew the root's card in the next turn: lyrad is alive."""
        self._beat.set()
        self.intake.desk.watch.nudge()

    def hurry(self, folder: RelPath) -> None:
        """Look at one shot in the next turn."""
        with self._lock:
            self._hurried.add(folder)
        self.intake.desk.watch.nudge()

    def welcome(self) -> None:
        """Hurry the work that waits for the root: it answers again."""
        self._homecoming.missed()
        self.intake.desk.watch.nudge()

    def restless(self) -> bool:
        """Return whether a turn has yet to come that may order something."""
        hurried = bool(self._hurried)
        if self.trouble is not None:
            return False
        if self._turning_since is not None:
            return True
        return hurried or self.turns == 0 or self._full.is_set() or self.intake.restless()

    def waits_for_time(self) -> bool:
        """Return whether only time can mend what is in the way."""
        return self.trouble is not None or self.intake.arriving()

    def renew(self) -> None:
        """Renew the lease; a lease that somebody else took makes this a stand-by."""
        self._tenure.renew()

    @property
    def alive(self) -> bool:
        """Return whether the thread runs, or was not started yet."""
        return self._thread.ident is None or self._thread.is_alive()

    def has_entered(self, seconds: float) -> bool:
        """Wait until the lease is taken, or known to be another's; return whether it is known."""
        return self._entered.wait(seconds)

    def _run(self) -> None:
        while not self._stop.is_set() and not self._guarded(self._enter):
            self._entered.set()
            self._stop.wait(STANDBY_WAIT)
        self._entered.set()
        while self._gate is not None and not self._stop.is_set() and not self._gate.wait(GATE):
            pass
        while not self._stop.is_set():
            if self._turned():
                if not self.turns:
                    self._guarded(self._sweep)
                self.trouble = None
                self.turns += 1
                self._rest()
            else:
                trouble = self.trouble
                if trouble and self.lease.held:
                    self._guarded(partial(self.intake.tell, trouble))
                self._stop.wait(TROUBLE_WAIT)
        self.intake.desk.watch.stop()

    def _enter(self) -> None:
        self._tenure.take()
        watch = self.intake.desk.watch
        watch.start()
        log.info(
            "watching", action="root_watched", root=str(self.intake.desk.root), mode=watch.mode
        )
        self.intake.begin()

    def _turned(self) -> bool:
        """Take a turn; return whether it went well."""
        self._turning_since = self._clock.monotonic()
        try:
            return self._guarded(self._turn)
        finally:
            self._turning_since = None

    def _turn(self) -> None:
        if not self.lease.held:
            self._tenure.take()
            self.intake.begin()
        if self._reread.is_set():
            self._reread.clear()
            self.intake.everything()
        with self._lock:
            hurried, self._hurried = self._hurried, set()
        for folder in hurried:
            self.intake.hurry(folder)
        full = self._full.is_set()
        self._full.clear()
        self.intake.turn(full=full)
        watch = self.intake.desk.watch
        self._healthy, self.warnings = watch.healthy, watch.warnings
        now, turn = self._clock.monotonic(), self.turning_for
        if self._homecoming.hurries(healthy=self._healthy, turn=turn, now=now):
            self.intake.wake()
        if self._beat.is_set():
            self._beat.clear()
            self.intake.beat()

    def _sweep(self) -> None:
        self.intake.desk.sweep(self.intake.agenda.shots, self.intake.cue_sheet.folders)

    def _rest(self) -> None:
        until = self.intake.idle_until()
        wait = LONGEST_WAIT if until is None else until - self._clock.monotonic()
        if wait > 0 and not self._stop.is_set():
            self.intake.desk.watch.wait(min(wait, LONGEST_WAIT))

    def _guarded(self, act: Callable[[], None]) -> bool:
        """Do something and say whether it went well; what went wrong is kept for the status."""
        where = str(self.intake.desk.root)
        try:
            act()
        except Exception as error:  # noqa: BLE001 - one production's trouble must not end the rest
            self._troubled(fault_of(error, where), place_of(error))
            return False
        return True

    def _troubled(self, fault: Fault, place: str = "") -> None:
        if fault != self.trouble:
            more = {"place": place} if fault.code is Code.UNFORESEEN else {}
            told = {"where": fault.where, "next": fault.next, **more}
            log.warning(fault.what, action="trouble", code=fault.code, **told)
        self.trouble = fault
