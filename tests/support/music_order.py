"""Orders for music, and somebody who asks a composer until there is an answer."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from lyrad.model.cue import CueSpan
from lyrad.ports import Composed, ComposeOrder, Composer, Finished, Lost, Ticket, Working
from tests.support.signal import FakeSignal

_PAUSE = threading.Event()


def span(seconds: int, rate: int = 24) -> CueSpan:
    return CueSpan(
        frames=seconds * rate,
        rate=Fraction(rate),
        head=0,
        timecode="00:00:00:00",
        source="cue.yaml",
    )


def music_order(folder: Path, *, seconds: int = 8, **changes: Any) -> ComposeOrder:
    """Return an order for a tense cue; its work lies below the folder."""
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    return replace(
        ComposeOrder(
            span=span(seconds),
            prompt="Low strings, a slow pulse",
            negative="",
            mood=("tense",),
            bpm=72,
            key="D minor",
            meter="4/4",
            hits=(),
            seed=42,
            work=work,
            job="0123456789abcdef0123",
        ),
        **changes,
    )


def over(composer: Composer, asked: ComposeOrder, ticket: Ticket) -> Finished | Lost:
    """Poll until the work is over."""
    end = time.monotonic() + 30
    while isinstance(stand := composer.poll(asked, ticket), Working):
        assert time.monotonic() < end, "it takes too long"
        _PAUSE.wait(0.02)
    return stand


def composed(composer: Composer, asked: ComposeOrder) -> Composed:
    """Order, wait, fetch, as `score.cue` does: what is lost is ordered again."""
    ticket = composer.submit(asked)
    while isinstance(over(composer, asked, ticket), Lost):
        ticket = composer.submit(asked)
    return composer.fetch(asked, ticket, FakeSignal(), lambda _: None)


def heard(path: Path) -> dict[str, Any]:
    """Return what FFprobe says of a file's sound: `codec`, `rate`, `channels`, `seconds`."""
    asked = ("-select_streams", "a:0", "-show_entries", "stream=codec_name,sample_rate,channels")
    command = ("ffprobe", "-v", "error", *asked, "-show_entries", "format=duration", "-of", "json")
    said = json.loads(subprocess.run((*command, path), check=True, capture_output=True).stdout)
    (stream,) = said["streams"]
    return {
        "codec": stream["codec_name"],
        "rate": int(stream["sample_rate"]),
        "channels": stream["channels"],
        "seconds": float(said["format"]["duration"]),
    }


def fetched(composer: Composer, asked: ComposeOrder, ticket: Ticket) -> Composed:
    return composer.fetch(asked, ticket, FakeSignal(), lambda _: None)
