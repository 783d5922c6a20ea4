"""Master music with FFmpeg: fitted, measured, brought to its level, and measured again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lyrad.backends import ffmpeg_hear, ffmpeg_music
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.backends.ffmpeg_run import make
from lyrad.backends.ffmpeg_sound import heard
from lyrad.backends.waveform.waveform import draw
from lyrad.model.job import Progress
from lyrad.model.sound import TRUE_PEAK, Heard, Mastered
from lyrad.ports import MusicOrder, Signal, WaveformOrder

_STEPS = 4
_TENTH = 0.1


class LocalMastering:
    """What this machine's FFmpeg does with music: see `lyrad.ports.Mastering`."""

    def hear(self, path: Path, signal: Signal) -> Heard:
        """Return what a file was measured to be."""
        return ffmpeg_hear.hear(path, signal)

    def master(
        self, order: MusicOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> Mastered:
        """Write the broadcast wave; return what it was measured to be, and its gain."""
        fitted = order.target.with_name(f"{order.target.stem}.fitted.wav")
        source = self.hear(order.source, signal)
        progress(Progress(done=1, total=_STEPS, unit="step"))
        make(fitted, *ffmpeg_music.fitted(order, source), signal)
        found = self.hear(fitted, signal)
        progress(Progress(done=2, total=_STEPS, unit="step"))
        gain, held = ffmpeg_music.gain_for(found, order.loudness)
        measured = self._levelled(order, fitted, gain, signal)
        progress(Progress(done=3, total=_STEPS, unit="step"))
        over = (measured.true_peak or TRUE_PEAK) - TRUE_PEAK
        if over > 0:
            # 24 bits round, and so does the meter.
            gain, held = round(gain - over - _TENTH, 2), True
            measured = self._levelled(order, fitted, gain, signal)
        with suppress(FileNotFoundError):
            fitted.unlink()
        return Mastered(heard=measured, gain=gain, held=held)

    def preview(self, source: Path, target: Path, signal: Signal) -> None:
        """Write a small AAC of the same length."""
        make(target, *ffmpeg_music.preview(heard(source)), signal)

    def waveform(self, order: WaveformOrder, signal: Signal) -> None:
        """Write the picture of the waveform as PNG."""
        draw(order, signal)

    def version(self) -> str:
        """Return FFmpeg's own version word."""
        return FFmpeg().version()

    def _levelled(self, order: MusicOrder, fitted: Path, gain: float, signal: Signal) -> Heard:
        make(order.target, *ffmpeg_music.delivered(order, heard(fitted), gain), signal)
        return self.hear(order.target, signal)
