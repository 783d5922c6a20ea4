"""Show the main job: a production, a person who drops three shots, and lyrad at work on them.

The daemon is the real one, in a process of its own, with a state folder of its own, so that it
meets no other lyrad of this machine. It ends with the demo; the production stays.
"""

from __future__ import annotations

import queue
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lyrad.backends._process import Program, located, tail
from lyrad.disk.state_files import read_status
from lyrad.disk.takes import Takes
from lyrad.errors import Code, Fault, LyradError
from lyrad.model.card import CardState
from lyrad.model.media import Size
from lyrad.model.names import RelPath
from lyrad.model.status import ShotRow, Status
from lyrad.model.take import Receipt
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.demo_film import DemoShot, draw_shots, found_film
from lyrad.wiring.demo_person import Person

EVERY = 0.2
PATIENCE = 240.0
END_PATIENCE = 15.0
LOG_LINES = 5

SETTINGS = """\
state: state
rules: rules
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that happened, `at` seconds into the demo; `who` is `you` or `lyrad`."""

    at: float
    who: str
    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of one shot; it waited from its last byte to its take."""

    shot: DemoShot
    card: Path | None
    receipt: Receipt | None
    take: Path | None
    waited: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The end of the demo: what was dropped, what was made, how long it took in seconds.

    `kept` is the folder with the log, where something was not made.
    """

    film: Path
    dropped: tuple[Path, ...]
    made: tuple[Made, ...]
    drawing: float
    starting: float
    all: float
    kept: Path | None


class Demo:
    """One showing. `on_news` and `on_status` are called as things happen, from one thread."""

    def __init__(
        self,
        folder: Path,
        *,
        size: Size,
        duration: str,
        on_news: Callable[[News], None],
        on_status: Callable[[Status], None],
    ) -> None:
        self._folder = folder
        self._size = size
        self._duration = duration
        self._on_news = on_news
        self._on_status = on_status
        self._clock = SystemClock()
        self._began = self._clock.monotonic()
        self._told: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._cards: dict[str, str] = {}
        self._faults: set[str] = set()

    def show(self) -> Shown:
        """Show everything; return how it ended.

        Raises:
            LyradError: a tool is missing, the folder is somebody else's, or lyrad ended.
        """
        for tool in ("ffmpeg", "ffprobe"):
            located(tool)
        film = found_film(self._folder)
        self._tell("you", film.name, "made a production with `lyrad init`")
        with _home() as home:
            shots = draw_shots(home, self._size, self._duration)
            drawing = self._now()
            self._tell("you", film.name, f"drew the frames of {len(shots)} shots")
            person = Person(film, shots, self._clock, lambda *told: self._tell("you", *told))
            with _daemon(home, film) as daemon:
                self._follow(daemon, home, enough=lambda status: status is not None)
                starting = self._now() - drawing
                self._tell("lyrad", film.name, "is running")
                self._watch(daemon, home, person)
            made = tuple(_made(film, shot, person.dropped.get(shot.code)) for shot in shots)
            good = all(one.take for one in made)
            if good:
                shutil.rmtree(home, ignore_errors=True)
        return Shown(
            film=film,
            dropped=tuple(person.files),
            made=made,
            drawing=drawing,
            starting=starting,
            all=self._now(),
            kept=None if good else home,
        )

    def _watch(self, daemon: Program, home: Path, person: Person) -> None:
        """Follow the person and lyrad until all is dropped and nothing is left to do."""
        person.start()
        try:
            self._follow(daemon, home, enough=lambda status: _over(status, person))
        finally:
            person.stop()

    def _follow(
        self, daemon: Program, home: Path, enough: Callable[[Status | None], bool]
    ) -> None:
        """Pass on what happens until it is enough."""
        never = threading.Event()
        end = self._clock.monotonic() + PATIENCE
        while self._clock.monotonic() < end:
            status = read_status(home / "state")
            self._compare(status)
            self._pass_on()
            if status:
                self._on_status(status)
            if enough(status):
                return
            if daemon.poll() is not None:
                raise LyradError(_ended(home))
            never.wait(EVERY)

    def _compare(self, status: Status | None) -> None:
        """Tell every card that says something else than before."""
        for row in _rows(status):
            words = f"{row.state} {row.detail}".rstrip()
            if self._cards.get(row.code) != words:
                self._cards[row.code] = words
                self._tell("lyrad", row.code, words)
        for fault in status.faults if status else ():
            if fault not in self._faults:
                self._faults.add(fault)
                self._tell("lyrad", "", fault)

    def _pass_on(self) -> None:
        while not self._told.empty():
            self._on_news(self._told.get())

    def _tell(self, who: str, code: str, words: str) -> None:
        self._told.put(News(at=self._now(), who=who, code=code, words=words))

    def _now(self) -> float:
        return self._clock.monotonic() - self._began


def _made(film: Path, shot: DemoShot, dropped: datetime | None) -> Made:
    folder = shot.folder(film)
    takes = Takes(film).of(RelPath(folder.relative_to(film).as_posix()))
    receipt = takes[-1].receipt if takes else None
    return Made(
        shot=shot,
        card=next(iter(sorted(folder.glob("_lyrad *"))), None),
        receipt=receipt,
        take=film / takes[-1].folder if takes else None,
        waited=receipt.published_at - dropped if receipt and dropped else None,
    )


def _rows(status: Status | None) -> list[ShotRow]:
    return [row for film in status.productions for row in film.shots] if status else []


def _over(status: Status | None, person: Person) -> bool:
    """Decide whether the demo is over: all is dropped, and nothing is left to do."""
    ended = {row.code for row in _rows(status) if row.state in {CardState.DONE, CardState.FAILED}}
    return not person.busy and ended >= person.dropped.keys()


@contextmanager
def _home() -> Iterator[Path]:
    """Give a folder for settings, state, log and frames; it stays, but for somebody's Ctrl-C."""
    home = Path(tempfile.mkdtemp(prefix="lyrad-demo-"))
    try:
        yield home
    except KeyboardInterrupt:
        shutil.rmtree(home, ignore_errors=True)
        raise


@contextmanager
def _daemon(home: Path, film: Path) -> Iterator[Program]:
    settings, log = home / "lyrad.yaml", home / "lyrad.log"
    settings.write_text(SETTINGS, "utf-8")
    command = [sys.executable, "-m", "lyrad", "run", "--config", str(settings), str(film)]
    program = Program.start(command, cwd=home, log=log, env={"LYRAD_STATE": str(home / "state")})
    try:
        yield program
    finally:
        program.stop(END_PATIENCE)


def _ended(home: Path) -> Fault:
    log = home / "lyrad.log"
    return Fault(
        code=Code.UNFORESEEN,
        what=f"The demo's lyrad ended by itself. Its last words:\n{tail(log, LOG_LINES)}",
        where=str(log),
        next="Try `lyrad doctor`, which looks at this machine and its tools.",
    )
