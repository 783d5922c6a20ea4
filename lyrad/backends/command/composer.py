"""A command as a composer: one run of the host's own tool makes one piece of music.

Decides when a run is started, taken for done, or ended. It dies with lyrad and begins anew; its
result counts, not its exit code alone.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import RLock
from uuid import uuid4

from lyrad.backends import _process
from lyrad.backends._marked import end_marked
from lyrad.backends.command import faults
from lyrad.backends.command import paper as papers
from lyrad.backends.command.flight import (
    ERRORS,
    MARK,
    PRINTED,
    Flight,
    last_printed,
    last_words,
    take_off,
)
from lyrad.backends.command.paper import Paper
from lyrad.backends.command.words import digest, told, words
from lyrad.core.placeholders import filled
from lyrad.errors import Fault, Permanent, Temporary
from lyrad.model.job import Progress
from lyrad.model.settings import CommandSettings
from lyrad.ports import (
    Clock,
    Composed,
    ComposeOrder,
    Finished,
    Lost,
    Signal,
    Ticket,
    Working,
)


class CommandComposer:
    """Makes music with a tool of the host's own."""

    outlives = False

    def __init__(self, name: str, settings: CommandSettings, clock: Clock) -> None:
        self.name = name
        self.licence = settings.licence
        self.commercial = settings.commercial
        self.card = settings.card
        self._settings = settings
        self._clock = clock
        self._flights: dict[Path, Flight] = {}
        self._lock = RLock()

    def probe(self, order: ComposeOrder) -> Fault | None:
        """Return why the tool cannot be started, or None."""
        del order
        return missing(self.name, self._settings)

    def submit(self, order: ComposeOrder) -> Ticket:
        """Start the tool, or return the ticket of the run that is at work or done.

        Raises:
            Temporary: it is not installed.
            Permanent: it cannot be started, or it needs the picture and is given none.
        """
        if self._settings.picture and not order.picture:
            raise Permanent(faults.no_picture(self.name))
        wanted = digest(self._settings.argv, order)
        with self._lock:
            ours = papers.read(order.work)
            if ours and ours.order == wanted and self._stands(order, ours):
                return Ticket(id=ours.run, facts={})
            self._clear(order.work, ours)
            ours = Paper(order=wanted, run=uuid4().hex)
            papers.write(ours, order.work)
            self._flights[order.work] = self._started(order, ours)
        return Ticket(id=ours.run, facts={})

    def poll(self, order: ComposeOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the run stands.

        Raises:
            Permanent: it failed, left no music, or took too long.
        """
        with self._lock:
            ours, flight = papers.read(order.work), self._flights.get(order.work)
            if ours is None or ours.run != ticket.id:
                return Lost()
            if flight is None:
                there = ours.done and ours.music(order.work).is_file()
                return Finished() if there else Lost()
            code = flight.program.poll()
            if code is None:
                return self._at_work(order, flight)
            self._end(order.work)  # what it started may be there still
            return self._landed(order, ours, code)

    def fetch(
        self,
        order: ComposeOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Composed:
        """Return the music, which lies in the run's folder.

        Raises:
            Temporary: it was taken away meanwhile; it is made again.
        """
        del progress
        signal.check()
        ours = papers.read(order.work)
        if ours is None or ours.run != ticket.id or not ours.music(order.work).is_file():
            why = "its music is there no more"
            raise Temporary(faults.nothing_made(self.name, why, (), order.work))
        papers.write(replace(ours, fetched=True), order.work)
        music, argv = ours.music(order.work), self._settings.argv
        return Composed(
            path=music,
            seed=None,
            draft=False,
            facts={
                "composer": self.name,
                "program": Path(argv[0]).name,
                "asked": told(argv, words(order, music)),
            },
        )

    def cancel(self, order: ComposeOrder, ticket: Ticket) -> None:
        """End the run; return when its processes are gone."""
        with self._lock:
            ours = papers.read(order.work)
            if ours and ours.run == ticket.id:
                self._clear(order.work, ours)
                (order.work / papers.NAME).unlink(missing_ok=True)

    def _stands(self, order: ComposeOrder, ours: Paper) -> bool:
        """Return whether a run is at work, or has left music that nobody has refused."""
        flight = self._flights.get(order.work)
        if flight:
            return flight.paper.run == ours.run
        return ours.done and not ours.fetched and ours.music(order.work).is_file()

    def _started(self, order: ComposeOrder, ours: Paper) -> Flight:
        argv = filled(self._settings.argv, words(order, ours.music(order.work)))
        try:
            return take_off(argv, ours, order.work, now=self._clock.monotonic())
        except OSError as error:
            why = error.strerror or "the system refuses"
            raise Permanent(faults.not_started(self.name, why, argv)) from error

    def _at_work(self, order: ComposeOrder, flight: Flight) -> Working:
        folder = flight.paper.folder(order.work)
        if self._clock.monotonic() - flight.began <= self._settings.timeout:
            said = last_printed(folder)
            note = f"{self.name}: {said}" if said else f"{self.name} is at work"
            return Working(progress=Progress(done=0, total=0, unit="", note=note))
        self._end(order.work)
        minutes = self._settings.timeout / 60
        raise Permanent(faults.too_slow(self.name, minutes, folder / ERRORS))

    def _landed(self, order: ComposeOrder, ours: Paper, code: int) -> Finished:
        """Decide what follows from a run that has ended."""
        folder = ours.folder(order.work)
        log = folder / ERRORS
        if code:
            raise Permanent(faults.failed(self.name, code, last_words(folder), log))
        complaint = _complaint(ours.music(order.work))
        if complaint:
            raise Permanent(faults.nothing_made(self.name, complaint, _others(folder), log))
        papers.write(replace(ours, done=True), order.work)
        return Finished()

    def _clear(self, work: Path, ours: Paper | None) -> None:
        """End what is at work, of whatever life of lyrad, and remove what it left."""
        self._end(work)
        if ours:
            end_marked(MARK, ours.run)
        for folder in work.glob("run-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _end(self, work: Path) -> None:
        flight = self._flights.pop(work, None)
        if flight:
            flight.end()


def missing(name: str, settings: CommandSettings) -> Fault | None:
    """Return the fault of a tool whose program is not on this machine, or None."""
    try:
        _process.located(settings.argv[0])
    except Temporary as error:
        cure = f"Install it, or correct `backends: composers: {name}:` in lyrad.yaml"
        return replace(error.fault, next=f"{cure}; lyrad then goes on by itself.")
    return None


def _complaint(music: Path) -> str:
    """Return what is wrong with the file that a tool was to write, empty where nothing is.

    A link would be gone with what it points to, and what that is nobody knows.
    """
    try:
        found = music.lstat()
    except FileNotFoundError:
        return "left no music where it was told to"
    if not stat.S_ISREG(found.st_mode):
        return "left something else than a file where it was told to"
    return "" if found.st_size else "left an empty file"


def _others(folder: Path) -> tuple[str, ...]:
    """Return what else it wrote in the folder it was started in, the first few names."""
    ours = {ERRORS, PRINTED, "music.wav"}
    return tuple(sorted(path.name for path in folder.iterdir() if path.name not in ours)[:3])
