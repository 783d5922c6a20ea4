"""Sound single notes: a pad, a bass, plucks, drums, and what is struck on hits.

Each voice returns mono samples at 48 kHz that begin and end at zero, so that no note clicks. What
strikes begins within two milliseconds of its sample. Waves are read from tables that hold only as
many overtones as fit below half the sampling rate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from lyrad.model.cue import SAMPLE_RATE
from lyrad.model.scratch import Note, Voice

Wave: TypeAlias = npt.NDArray[Any]
"""Samples, float32."""

_SIZE = 1 << 15
"""Places of a wave table, so many that the nearest one is as good as what lies between."""

_BRIGHTEST = 14_000.0
_LEVEL = 0.42
"""What every note is brought to, so that all of them together stay below the ceiling."""

_RELEASE = {Voice.PAD: 1.4, Voice.BASS: 0.12, Voice.LEAD: 0.5, Voice.BRASS: 0.9}
_BELL = ((1.0, 1.0, 2.6), (2.0, 0.5, 1.7), (2.76, 0.36, 1.1), (5.4, 0.18, 0.5), (8.93, 0.08, 0.25))
"""Partials of a struck bell: frequency, level, and seconds in which each falls to a third."""


def sounded(note: Note) -> Wave:
    """Return the note's sound, longer than the note itself where it rings on."""
    struck = _STRUCK.get(note.voice)
    wave = _struck_once(note.voice, note.pitch) if struck else _HELD[note.voice](note)
    placed: Wave = wave * np.float32(_LEVEL * note.strength**1.3)
    return placed


@lru_cache(maxsize=128)
def _struck_once(voice: Voice, pitch: float) -> Wave:
    """Return what is struck: how long the note is does not matter to it."""
    wave: Wave = _STRUCK[voice](pitch).astype(np.float32)
    return wave


def _pad(note: Note) -> Wave:
    """Return strings: three waves a few cents apart, swelling."""
    time = _time(note.length, _RELEASE[Voice.PAD])
    wave = sum(_wave(note.pitch + cents / 100, time, slope=1.45, phase=phase)
               for cents, phase in ((-5, 0.0), (0, 0.31), (6, 0.67)))  # fmt: skip
    swell = 1 + 0.12 * np.sin(2 * np.pi * 0.23 * time + note.pitch)
    return 0.16 * wave * swell * _held(time, note.length, 0.45, _RELEASE[Voice.PAD])


def _bass(note: Note) -> Wave:
    time = _time(note.length, _RELEASE[Voice.BASS])
    wave = _wave(note.pitch, time, slope=1.7) + 0.5 * _sine(note.pitch - 12, time)
    fall = 0.55 + 0.45 * np.exp(-time / 0.6)
    return 0.34 * wave * fall * _held(time, note.length, 0.012, _RELEASE[Voice.BASS])


def _lead(note: Note) -> Wave:
    """Return a soft wind: few overtones, a slow vibrato that comes late."""
    time = _time(note.length, _RELEASE[Voice.LEAD])
    late = np.clip(time / 0.8 - 0.4, 0, 1)
    bent = time + 0.00035 * late * np.sin(2 * np.pi * 4.8 * time) / 4.8
    wave = _wave(note.pitch, bent, slope=1.9)
    return 0.24 * wave * _held(time, note.length, 0.16, _RELEASE[Voice.LEAD])


def _pluck(pitch: float) -> Wave:
    """Return a plucked string: bright at first, dull and soft soon after."""
    time = _time(0, 1.2)
    bright, dull = (_wave(pitch, time, slope=slope) for slope in (0.9, 2.2))
    open_ = np.exp(-time / 0.09)
    wave: Wave = dull + (bright - dull) * open_
    return 0.22 * wave * _struck(time, 0.32, attack=0.003)


def _drum(pitch: float) -> Wave:
    """Return a low drum: a skin that falls in pitch, and the stick."""
    time = _time(0, 1.0)
    skin = _falling(time, 2.2 * _hertz(pitch), _hertz(pitch), 0.05)
    stick = _noise(len(time), 7) * np.exp(-time / 0.012)
    return (0.55 * skin + 0.12 * stick) * _struck(time, 0.22)


def _tick(pitch: float) -> Wave:
    time = _time(0, 0.09)
    sharp = np.diff(_noise(len(time) + 1, round(pitch)))
    return 0.3 * sharp * _struck(time, 0.018, attack=0.001)


def _bell(pitch: float) -> Wave:
    time, base = _time(0, 4.0), _hertz(pitch)
    wave = sum(level * np.sin(2 * np.pi * base * ratio * time) * np.exp(-time / seconds)
               for ratio, level, seconds in _BELL)  # fmt: skip
    return 0.16 * wave * _struck(time, 3.0)


def _boom(pitch: float) -> Wave:
    """Return a deep stroke: a fall into the floor, and the air it moves."""
    time = _time(0, 3.2)
    fall = _falling(time, 2.6 * _hertz(pitch), _hertz(pitch), 0.18)
    air = np.cumsum(_noise(len(time), 3)) * 0.02
    air -= np.linspace(0, air[-1], len(air))
    crack = _noise(len(time), 5) * np.exp(-time / 0.02)
    mixed = 0.62 * fall + 0.1 * np.clip(air, -1, 1) * np.exp(-time / 0.5) + 0.16 * crack
    return mixed * _struck(time, 0.8)


def _brass(note: Note) -> Wave:
    """Return low brass in a large hall: it opens, and closes slowly."""
    time = _time(note.length, _RELEASE[Voice.BRASS])
    bright, dull = (_wave(note.pitch, time, slope=slope, phase=0.2) for slope in (1.0, 2.4))
    open_ = np.clip(time / 0.09, 0, 1) * np.exp(-time / 0.8)
    wave = dull + (bright - dull) * open_
    return (
        0.26
        * wave
        * _held(time, note.length, 0.004, _RELEASE[Voice.BRASS])
        * (0.4 + 0.6 * np.exp(-time / 0.9))
    )


_HELD: Mapping[Voice, Callable[[Note], Wave]] = {
    Voice.PAD: _pad,
    Voice.BASS: _bass,
    Voice.LEAD: _lead,
    Voice.BRASS: _brass,
}
_STRUCK: Mapping[Voice, Callable[[float], Wave]] = {
    Voice.PLUCK: _pluck,
    Voice.DRUM: _drum,
    Voice.TICK: _tick,
    Voice.BELL: _bell,
    Voice.BOOM: _boom,
}


def _hertz(pitch: float) -> float:
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def _time(length: int, release: float) -> Wave:
    """Return the seconds of each sample of a note and its release."""
    count = length + round(release * SAMPLE_RATE)
    # Double precision: after some seconds single would not know where in a wave it is.
    seconds: Wave = np.arange(count) / SAMPLE_RATE
    return seconds


def _wave(pitch: float, time: Wave, *, slope: float, phase: float = 0.0) -> Wave:
    """Return a wave with overtones that get weaker by the slope: 1 is a saw, 3 nearly a sine."""
    base = _hertz(pitch)
    table = _table(slope, max(1, min(64, int(_BRIGHTEST / base))))
    place = ((base * _SIZE) * time + phase * _SIZE).astype(np.int64)
    read: Wave = table[place & (_SIZE - 1)]
    return read


@lru_cache(maxsize=256)
def _table(slope: float, overtones: int) -> Wave:
    circle = np.arange(_SIZE) * (2 * np.pi / _SIZE)
    wave = sum(np.sin(circle * number) / number**slope for number in range(1, overtones + 1))
    scaled: Wave = (wave / np.max(np.abs(wave))).astype(np.float32)
    return scaled


def _sine(pitch: float, time: Wave) -> Wave:
    sine: Wave = np.sin(2 * np.pi * _hertz(pitch) * time)
    return sine


def _falling(time: Wave, high: float, low: float, seconds: float) -> Wave:
    """Return a sine that falls from one frequency to another."""
    turned = low * time + (high - low) * seconds * (1 - np.exp(-time / seconds))
    wave: Wave = np.sin(2 * np.pi * turned)
    return wave


@lru_cache(maxsize=16)
def _noise(length: int, seed: int) -> Wave:
    noise: Wave = np.random.default_rng(seed).uniform(-1, 1, length)
    return noise


def _held(time: Wave, length: int, attack: float, release: float) -> Wave:
    """Return the envelope of what is held: up, until let go, and down; both ends are zero."""
    gone = length / SAMPLE_RATE
    rise = np.clip(time / min(attack, max(gone, 0.004)), 0, 1)
    fall = np.clip(1 - (time - gone) / release, 0, 1)
    shape: Wave = (1 - np.cos(np.pi * rise)) / 2 * fall**2
    return shape


def _struck(time: Wave, seconds: float, *, attack: float = 0.0015) -> Wave:
    """Return the envelope of what is struck; the last hundredth of a second goes to zero."""
    end = time[-1] + 1 / SAMPLE_RATE
    shape: Wave = (
        np.clip(time / attack, 0, 1) * np.exp(-time / seconds) * np.clip((end - time) / 0.01, 0, 1)
    )
    return shape
