"""Decide the command lines that deliver music: exact length and fades, one gain, a preview.

Samples are counted, not seconds. Every edge is faded, at least so far that it does not click, by
half a cosine, which has no corner at either end. One static gain keeps the music's own dynamics,
and the balance of stems, where a loudness normaliser would pump. Nothing runs here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from lyrad.backends.ffmpeg_sound import RATE, heard
from lyrad.backends.ffmpeg_source import Stream
from lyrad.model.cue import Loudness
from lyrad.model.sound import TRUE_PEAK, Heard
from lyrad.ports import MusicOrder

DECLICK = RATE // 200
"""Samples of the shortest fade: 5 ms."""

ORIGINATOR = "lyrad"
_MOST_WORDS = 256
"""Characters of a broadcast wave's description (EBU Tech 3285)."""

_HALF_DIGIT = 0.05
"""dB by which a true peak may be higher than the meter prints it."""

_AS_LOUD = f"{math.sqrt(2):.8f}"
"""FFmpeg puts one channel into two 3 dB quieter than it was: this is what it takes away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Where a cue is faded, in samples: `rise` from its head, `fall` up to `end`."""

    rise: int
    fall: int
    end: int


def edges(order: MusicOrder, samples: int) -> Edges:
    """Return the fades; where both do not fit, each gets its share of the length.

    Music of fewer `samples` than the cue is faded at its own end, not where the silence ends that
    is put behind it.
    """
    end = max(1, min(order.span.samples, samples))
    rise, fall = (max(DECLICK, round(fade * RATE)) for fade in (order.fade_in, order.fade_out))
    if rise + fall > end:
        share = Fraction(end, rise + fall)
        rise, fall = int(rise * share), int(fall * share)
    return Edges(rise=max(1, rise), fall=max(1, fall), end=end)


def fitted(order: MusicOrder, source: Heard) -> tuple[str, Stream]:
    """Return what the command writes, and the command: floating, of the exact length, faded."""
    found, samples = edges(order, source.samples), order.span.samples
    sound = (
        heard(order.source)
        .filter("aresample", str(RATE))
        .filter("aformat", sample_fmts="flt", channel_layouts="stereo")
    )
    if source.channels == 1:
        sound = sound.filter("volume", _AS_LOUD)
    stream = (
        sound.filter("atrim", end_sample=found.end)
        .filter("afade", t="in", ss=0, ns=found.rise, curve="hsin")
        .filter("afade", t="out", ss=found.end - found.fall, ns=found.fall, curve="hsin")
        .filter("apad", whole_len=samples)
        .filter("atrim", end_sample=samples)
        .output("file:part.wav", format="wav", acodec="pcm_f32le")
    )
    return "part.wav", stream


def gain_for(found: Heard, loudness: Loudness) -> tuple[float, bool]:
    """Return the gain in dB, and whether the true peak rather than the loudness decided it."""
    if found.true_peak is None:
        return 0.0, False
    room = TRUE_PEAK - found.true_peak - _HALF_DIGIT
    target = loudness.target
    wanted = 0.0 if target is None or found.loudness is None else target - found.loudness
    if wanted <= room:
        return round(wanted, 2), False
    return math.floor(room * 100) / 100, True


def delivered(order: MusicOrder, source: Stream, gain: float) -> tuple[str, Stream]:
    """Return what the command writes, and the command, of the broadcast wave.

    Its time reference is the first sample, counted from midnight on the film's clock.
    """
    reference = order.span.sample_of(order.span.head)
    said = (f"time_reference={reference}", f"description={order.words[:_MOST_WORDS]}",
            f"originator={ORIGINATOR}")  # fmt: skip
    stream = source.filter("volume", f"{gain:.2f}dB").output(
        "file:part.wav",
        format="wav",
        acodec="pcm_s24le",
        write_bext=1,
        # One key a tag, since an option may stand only once here: `g` is the whole file's.
        **{f"metadata:g:{number}": tag for number, tag in enumerate(said)},
    )
    return "part.wav", stream


def preview(source: Stream) -> tuple[str, Stream]:
    """Return what the command writes, and the command, of a small AAC that any player plays."""
    stream = source.output(
        "file:part.m4a", format="ipod", acodec="aac", audio_bitrate="160k", movflags="+faststart"
    )
    return "part.m4a", stream
