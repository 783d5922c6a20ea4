"""Decide nothing: FFmpeg as one tool, its jobs put together from commands, runs and probes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from lyrad.backends import _process, ffmpeg_master, ffmpeg_probe, ffmpeg_sound
from lyrad.backends.conform.conform import conform
from lyrad.backends.ffmpeg_probe import Found
from lyrad.backends.ffmpeg_run import make
from lyrad.backends.ffmpeg_source import Source
from lyrad.backends.ffmpeg_source import source as readable
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.job import Progress
from lyrad.model.media import Clip
from lyrad.model.names import Fields
from lyrad.ports import ConformOrder, MasterOrder, Signal, SoundOrder


class FFmpeg:
    """The local FFmpeg: reads only local files, writes whole files, leaves no process behind."""

    def __init__(self) -> None:
        self._looked: tuple[object, Found] | None = None

    def master(
        self, order: MasterOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> None:
        """Write the master: exact frames, rate and size, tagged BT.709, timecode and reel.

        Raises:
            Permanent: the source is of another size, or this master cannot have the size.
            Temporary: the disk is full, or FFmpeg is missing.
        """
        source = readable(order.source, order.rate)
        found = self._look(source, signal)
        part, stream = ffmpeg_master.master(order, source, found)
        make(order.target, part, stream, signal, total=order.frames, progress=progress)

    def conform(
        self, order: ConformOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> Fields:
        """Bring a model's clip to the film's frames, rate and size; return what was done."""
        return conform(order, signal, progress)

    def sound(self, order: SoundOrder, signal: Signal) -> None:
        """Write a model's sound as a WAV, exactly as long as the film's clip.

        Raises:
            Permanent: there is no sound in the source, or it cannot be read.
        """
        part, stream = ffmpeg_sound.fitted(order)
        make(order.target, part, stream, signal)

    def proxy(
        self,
        source: Path,
        target: Path,
        *,
        height: int,
        rate: Fraction,
        signal: Signal,
        comment: str = "",
    ) -> None:
        """Write a small H.264 of the same frame count and rate; its container has the comment."""
        read = readable(source, rate)
        found = self._look(read, signal)
        part, stream = ffmpeg_master.proxy(read, found, height=height, rate=rate, comment=comment)
        make(target, part, stream, signal)

    def picture(self, source: Path, target: Path, *, frame: int, signal: Signal) -> None:
        """Write one frame, counted from 0, as PNG or JPEG by the target's name.

        Raises:
            Permanent: the source is shorter.
        """
        read = readable(source)
        found = self._look(read, signal)
        frames = found.promised if read.pictures is None else read.pictures
        if frames is not None and frame >= frames:
            raise Permanent(_too_short(source, frame, frames))
        part, stream = ffmpeg_master.picture(read, found, target, frame=frame)
        make(target, part, stream, signal)

    def probe(self, path: Path, signal: Signal) -> Clip:
        """Return what is in the file, decoded to the end.

        Raises:
            Permanent: it is not a clip, or it is cut off.
        """
        return ffmpeg_probe.probe(readable(path), signal)

    def version(self) -> str:
        """Return FFmpeg's own version word."""
        return _version()

    def _look(self, source: Source, signal: Signal) -> Found:
        """Return what the header says; the pictures of one clip are asked for one by one."""
        stat = source.path.stat()
        same = (source.url, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        looked = self._looked
        if looked is not None and looked[0] == same:
            return looked[1]
        found = ffmpeg_probe.look(source, signal)
        self._looked = (same, found)
        return found


@lru_cache(maxsize=1)
def _version() -> str:
    words = _process.answer(("ffmpeg", "-version")).split()
    return words[2] if len(words) > 2 else "unknown"  # noqa: PLR2004 - "ffmpeg version 5.1.9 ..."


def _too_short(source: Path, frame: int, frames: int) -> Fault:
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"{source.name} has {frames} frames, so there is no frame {frame}.",
        where=str(source),
        next="`lyrad retry` renders it again.",
    )
