"""Cut clips together with FFmpeg: parts made once and kept, joined without encoding them again."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from lyrad.backends import _process, ffmpeg_probe
from lyrad.backends.assembly import joining, part
from lyrad.backends.assembly.drawing import drawn_burn_in, drawn_slate
from lyrad.backends.assembly.shelf import PartShelf
from lyrad.backends.ffmpeg_run import make
from lyrad.backends.ffmpeg_source import Stream
from lyrad.backends.ffmpeg_source import source as readable
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.job import Progress
from lyrad.model.media import Clip
from lyrad.ports import JoinOrder, MixOrder, PartOrder, Signal

_ALIKE = (
    "codec_name", "profile", "level", "width", "height", "pix_fmt", "time_base", "r_frame_rate",
    "sample_aspect_ratio", "color_range", "color_space", "extradata_hash",
)  # fmt: skip
"""What clips must have in common to be played as one; the last holds the encoder's settings."""

_BUSY_DELAY = 20.0
_JOINED_AS = {"h264": ".mp4", "prores": ".mov", "dnxhd": ".mov"}


class FFmpegCutter:
    """The cutter of this machine; its parts are kept in a folder of the state."""

    def __init__(self, parts: PartShelf) -> None:
        self._parts = parts
        self._making = threading.Lock()

    def part(self, order: PartOrder, signal: Signal, progress: Callable[[Progress], None]) -> Path:
        """Return the part; one that was made before, of the same content, is used again.

        Raises:
            Permanent: the source is no clip, or broken.
            Temporary: the source is gone for now, the disk is full, or another part is being made.
        """
        target = self._parts.place(order)
        # One at a time: two assemblies want the same parts, and renders want the rest. The other
        # one steps aside, so that it holds no place on the lane meanwhile.
        if not self._making.acquire(blocking=False):
            raise Temporary(_busy(order), delay=_BUSY_DELAY)
        try:
            if not target.exists():
                self._make(order, target, signal, progress)
        finally:
            self._making.release()
        self._parts.used(target)
        return target

    def alike(self, clips: Sequence[Path], rate: Fraction, signal: Signal) -> bool:
        """Return whether clips can be joined as they are: one codec, size, rate and settings."""
        if any(not clip.is_file() for clip in clips):
            return False
        looks = [_look(clip, signal) for clip in clips]
        first = looks[0]
        ending = _JOINED_AS.get(str(first.get("codec_name")))
        return (
            ending is not None
            and all(clip.suffix == ending for clip in clips)
            and Fraction(str(first["r_frame_rate"])) == rate
            and all(look == first for look in looks)
        )

    def mix(self, order: MixOrder, signal: Signal) -> None:
        """Write the sound at the order's target, as a WAV of 48 kHz and 24 bit.

        Raises:
            Permanent: a piece is no sound.
        """
        name, stream = joining.mixed(order)
        make(order.target, name, stream, signal)

    def join(self, order: JoinOrder, signal: Signal) -> None:
        """Write the whole at the order's target.

        Raises:
            Permanent: the clips cannot be joined.
        """
        listing = order.target.with_name(joining.LIST)
        listing.write_text(joining.listed(order), "utf-8")
        name, stream = joining.joined(order, listing)
        make(order.target, name, stream, signal)

    def probe(self, path: Path, signal: Signal) -> Clip:
        """Return what is in the file, decoded to the end."""
        return ffmpeg_probe.probe(readable(path), signal)

    def _make(
        self, order: PartOrder, target: Path, signal: Signal, progress: Callable[[Progress], None]
    ) -> None:
        drawings = target.with_suffix(".drawn")
        shutil.rmtree(drawings, ignore_errors=True)
        drawings.mkdir()
        try:
            stream = _command(order, drawings, signal)
            make(target, part.PART, stream, signal, total=order.frames, progress=progress)
        finally:
            shutil.rmtree(drawings, ignore_errors=True)


def _command(order: PartOrder, drawings: Path, signal: Signal) -> Stream:
    burnt = None
    if order.burn_in is not None:
        burnt = drawn_burn_in(order, order.burn_in, drawings, signal)
    if order.source is None:
        return part.slate(order, drawn_slate(order, drawings), burnt)
    source = readable(order.source, order.own_rate)
    return part.shot(order, source, ffmpeg_probe.look(source, signal), burnt)


def _look(clip: Path, signal: Signal) -> dict[str, Any]:
    """Return what has to be the same in clips that are joined as they are."""
    asked = ("-v", "error", "-select_streams", "v:0", "-show_streams", "-show_data_hash", "md5")
    argv = ("ffprobe", *asked, "-of", "json", *readable(clip).arguments())
    with tempfile.TemporaryDirectory(prefix="lyrad-probe-") as name:
        folder = Path(name)
        code = _process.run(
            argv, cwd=folder, log=folder / "log", signal=signal, stdout=folder / "found.json"
        )
        found = json.loads((folder / "found.json").read_bytes() or b"{}")
        streams = found.get("streams")
        if code or not streams:
            raise Permanent(_no_clip(clip, _process.tail(folder / "log", 1)))
    return {key: streams[0].get(key) for key in _ALIKE}


def _busy(order: PartOrder) -> Fault:
    return Fault(
        code=Code.BUSY,
        what="Waiting for another scene, which is being put together.",
        where=str(order.source or "a slate"),
        next="Nothing: it is one scene after the other, so that renders go on.",
    )


def _no_clip(clip: Path, found: str) -> Fault:
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"{clip.name} cannot be read: {found}.",
        where=str(clip),
        next="RETAKE its shot; the assembly is made again by itself.",
    )
