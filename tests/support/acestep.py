"""An ACE-Step for tests: the stand-in as a real process, to be lied through, and orders for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from lyrad.backends.acestep.composer import AceStepComposer
from lyrad.model.cue import CueSpan
from lyrad.model.settings import AceStepSettings
from lyrad.ports import Composed, ComposeOrder, Composer, Finished, Lost, Ticket, Working
from tests.standins.acestep.quirks import Quirks
from tests.support.clock import FakeClock
from tests.support.signal import FakeSignal

Composers = Callable[..., AceStepComposer]
"""Makes composers, each a life of lyrad."""

_ROOT = Path(__file__).parents[2]


@dataclass
class AceStep:
    """A server; `url` stays the same when it is killed and started again."""

    url: str
    folder: Path
    process: subprocess.Popen[str]

    def quirks(self, **changes: Any) -> None:
        body = json.dumps(changes).encode()
        with urlopen(Request(f"{self.url}/_control", body, {"Content-Type": "application/json"})):
            pass

    def reset(self) -> None:
        """Be a good server of February again, which knows of no task."""
        usual = vars(Quirks())
        self.quirks(do="forget", **usual)

    def asked(self, path: str = "/release_task") -> list[dict[str, Any]]:
        """Return the bodies of the orders, or of the questions, so far."""
        with urlopen(f"{self.url}/_journal") as answer:
            said = json.load(answer)["asked"]
        return [one["body"] for one in said if one["path"] == path]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()

    def start_again(self) -> None:
        self.process, url = _started(self.folder, int(self.url.rpartition(":")[2]))
        assert url == self.url


@contextmanager
def acestep(folder: Path, **quirks: Any) -> Iterator[AceStep]:
    folder.mkdir(parents=True, exist_ok=True)
    process, url = _started(folder, 0)
    found = AceStep(url=url, folder=folder, process=process)
    try:
        found.quirks(**quirks)
        yield found
    finally:
        found.kill()


def _started(folder: Path, port: int) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "tests.standins.acestep", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, process.stdout.readline().strip()


def span(seconds: Fraction | int) -> CueSpan:
    """Return a span of that length at 25 frames a second."""
    frames = round(Fraction(seconds) * 25)
    return CueSpan(
        frames=frames, rate=Fraction(25), head=0, timecode="00:00:00:00", source="cue.yaml"
    )


def compose_order(work: Path, *, seconds: Fraction | int = 5, **changes: Any) -> ComposeOrder:
    work.mkdir(parents=True, exist_ok=True)
    words: dict[str, Any] = {
        "span": span(seconds),
        "prompt": "tense low strings, slow pulse",
        "negative": "",
        "mood": ("tense",),
        "bpm": 72,
        "key": "D minor",
        "meter": "4/4",
        "hits": (),
        "seed": 1234,
        "work": work,
    }
    return ComposeOrder(**{**words, **changes})


@contextmanager
def composers() -> Iterator[Composers]:
    """Make composers of one server each, and close them in the end."""
    with ExitStack() as lives:

        def made(server: AceStep | str, every: float = 0.0, **settings: Any) -> AceStepComposer:
            url = server if isinstance(server, str) else server.url
            said = AceStepSettings(server=url, **settings)
            tool = AceStepComposer(said, FakeClock(), every=every)
            lives.callback(tool.close)
            return tool

        yield made


def waited(tool: Composer, order: ComposeOrder, ticket: Ticket) -> Finished | Lost:
    """Ask until the work is over."""
    for _ in range(200):
        stand = tool.poll(order, ticket)
        if not isinstance(stand, Working):
            return stand
    raise AssertionError("it never ended")


def brought(tool: Composer, order: ComposeOrder) -> Composed:
    ticket = tool.submit(order)
    assert isinstance(waited(tool, order, ticket), Finished)
    return tool.fetch(order, ticket, FakeSignal(), lambda _: None)
