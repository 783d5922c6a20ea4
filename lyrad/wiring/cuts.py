"""Read a scene's cut whatever it is: its words in one room, the film of it in another."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path

from lyrad.backends import ffmpeg_probe, ffmpeg_source
from lyrad.config.cut import READERS, read_cut
from lyrad.core.shotlist.timecode import frame_of, says_drop
from lyrad.errors import Code, ConfigError, Fault, Permanent
from lyrad.model.layout import Layout


class CutReader:
    """The cuts of a production: `lyrad.ports.CutReader`."""

    def layout(self, path: Path, shown: str, *, scene: str, rate: Fraction) -> Layout:
        """Return how the scene is cut. Raises ConfigError."""
        if Path(shown).suffix.lower() in READERS:
            return read_cut(path, shown, scene=scene, rate=rate)
        return _of_film(path, shown, scene)


class _Unhurried:
    """The signal of a look that nobody ends: a header is read in a moment."""

    def check(self) -> None:
        """Return: nobody asks for an end."""

    def wait(self, seconds: float) -> None:
        """Wait so long."""
        threading.Event().wait(seconds)


def _of_film(path: Path, shown: str, scene: str) -> Layout:
    """Return the layout of a scene of which only the film is there: no shot in it is known."""
    try:
        found = ffmpeg_probe.look(ffmpeg_source.source(path), _Unhurried())
    except Permanent as error:
        raise ConfigError(_unreadable(shown, error.fault.what)) from error
    if not found.promised or not found.rate:
        raise ConfigError(_unreadable(shown, "It does not say how many frames it has."))
    text = found.timecode or ""
    return Layout(
        scene=scene,
        rate=found.rate,
        frames=found.promised,
        shots=(),
        source=shown.rpartition("/")[2],
        head=frame_of(text, found.rate),
        drop=says_drop(text),
        given=True,
    )


def _unreadable(shown: str, what: str) -> Fault:
    return Fault(
        code=Code.SHOTLIST_UNREADABLE,
        what=what,
        where=shown,
        next="Export the scene again, or take the file away.",
    )
