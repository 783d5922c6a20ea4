"""Orders for a ComfyUI, and somebody who asks the backend until there is an answer."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import cv2
import numpy as np

from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.backends.comfyui.line import Line
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.config.workflows import read_workflow
from lyrad.errors import Temporary
from lyrad.model.job import Progress
from lyrad.model.media import Size
from lyrad.model.settings import ComfySettings
from lyrad.model.workflow import Workflow
from lyrad.ports import BetweenOrder, Clock, Finished, Lost, Rendered, Ticket, Working
from lyrad.wiring.clock import SystemClock
from tests.support.comfyui import ComfyUI
from tests.support.signal import FakeSignal

TEMPLATES = Path(__file__).parents[2] / "templates" / "comfyui"
PAUSE = threading.Event()


def workflow(name: str = "wan22-flf2v-4step") -> Workflow:
    return read_workflow(TEMPLATES / f"{name}.json")


def order(folder: Path, *, size: tuple[int, int] = (128, 72), **changes: Any) -> BetweenOrder:
    """Return an order for a slow push-in; its frames and its work lie below the folder."""
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    for name, inset in (("first", 4), ("last", 5)):
        cv2.imwrite(str(folder / f"{name}.png"), _picture(size, inset))
    return replace(
        BetweenOrder(
            first=folder / "first.png",
            last=folder / "last.png",
            frames=9,
            rate=Fraction(24),
            size=Size(width=size[0], height=size[1]),
            seed=7,
            prompt="A slow push-in on the lighthouse.",
            work=work,
            workflow=workflow(),
            job="0123456789abcdef0123",
        ),
        **changes,
    )


def _picture(size: tuple[int, int], inset: int) -> np.ndarray[Any, Any]:
    """A window in a soft slope, larger where the inset is larger."""
    width, height = size
    slope = np.linspace(60, 120, width)[None, :, None] + np.linspace(0, 40, height)[:, None, None]
    pixels = np.repeat(slope, 3, axis=2).astype(np.uint8)
    across, down = width * inset // 16, height * inset // 16
    corner = (width // 2 - across, height // 2 - down)
    other = (width // 2 + across, height // 2 + down)
    return cv2.rectangle(pixels, corner, other, (60, 140, 200), -1)


def backend(
    *servers: ComfyUI | str,
    unwanted: Path,
    own: bool = False,
    clock: Clock | None = None,
    loras: Path | None = None,
) -> ComfyBackend:
    addresses = tuple(each if isinstance(each, str) else each.url for each in servers)
    settings = ComfySettings(servers=addresses, own=own, loras=loras)
    line = Line(settings, clock or SystemClock(), unwanted=unwanted, every=0.02)
    return ComfyBackend(line, FFmpeg().conform, loras=loras)


def until(said: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Ask again until there is an answer."""
    end = time.monotonic() + seconds
    while not (answer := said()):
        assert time.monotonic() < end, "it takes too long"
        PAUSE.wait(0.02)
    return answer


def ended(tool: ComfyBackend, asked: BetweenOrder, ticket: Ticket) -> Finished | Lost:
    """Poll until the work is over."""

    def stands() -> Finished | Lost | None:
        state = tool.poll(asked, ticket)
        return None if isinstance(state, Working) else state

    found: Finished | Lost = until(stands)
    return found


def placed(tool: ComfyBackend, asked: BetweenOrder, server: ComfyUI, count: int = 1) -> Ticket:
    """Submit, poll until that many prompts were posted, and return the ticket."""
    ticket = tool.submit(asked)
    until(lambda: tool.poll(asked, ticket) and len(server.posted()) >= count)
    return ticket


def fetched(tool: ComfyBackend, asked: BetweenOrder, ticket: Ticket) -> Rendered:
    return tool.fetch(asked, ticket, FakeSignal(), lambda _: None)


def rendered(tool: ComfyBackend, asked: BetweenOrder) -> Rendered:
    """Order, wait, fetch, as `render.between` does: what is lost is ordered again."""
    ticket = tool.submit(asked)
    while isinstance(ended(tool, asked, ticket), Lost):
        ticket = tool.submit(asked)
    return fetched(tool, asked, ticket)


def told(tool: ComfyBackend, asked: BetweenOrder, ticket: Ticket) -> Progress | None:
    """Return the progress of a poll that has some to tell, or None."""
    state = tool.poll(asked, ticket)
    return state.progress if isinstance(state, Working) else None


def patient(tool: ComfyBackend, asked: BetweenOrder, ticket: Ticket) -> Finished | Lost | None:
    """Return how the work ended, or None while it has not, or nobody can say."""
    try:
        state = tool.poll(asked, ticket)
    except Temporary:
        return None
    return None if isinstance(state, Working) else state


def queue(server: ComfyUI) -> dict[str, Any]:
    return _get(server, "/queue")


def history(server: ComfyUI) -> dict[str, Any]:
    return _get(server, "/history")


def _get(server: ComfyUI, path: str) -> dict[str, Any]:
    with urlopen(server.url + path, timeout=10) as answer:
        said: dict[str, Any] = json.loads(answer.read())
    return said


class SkippingClock(SystemClock):
    """The real clock, which a test may put forward."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._skipped

    def skip(self, seconds: float) -> None:
        self._skipped += seconds
