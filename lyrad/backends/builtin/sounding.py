"""Sound a whole scratch score, a block at a time: notes, the room they stand in, a safe ceiling.

However long the piece is, only a few blocks are in memory. The room is a decaying noise, the same
on each run, with which the sound is convolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from lyrad.backends.builtin.voices import sounded
from lyrad.model.cue import SAMPLE_RATE
from lyrad.model.scratch import Note, ScratchScore, Voice

Stereo: TypeAlias = npt.NDArray[Any]
"""2 x samples, float32."""

BLOCK = 1 << 18
"""Samples that are sounded at once: five and a half seconds."""

_LONGEST = 20 * SAMPLE_RATE
"""Samples that any note may ring, its release included."""

_ROOM = 1 << 17
_SEND: Mapping[Voice, float] = {
    Voice.PAD: 0.5, Voice.BASS: 0.08, Voice.LEAD: 0.6, Voice.PLUCK: 0.45, Voice.DRUM: 0.25,
    Voice.TICK: 0.15, Voice.BELL: 0.6, Voice.BOOM: 0.3, Voice.BRASS: 0.5,
}  # fmt: skip
_LINEAR, _CEILING = 0.6, 0.95


def blocks(score: ScratchScore) -> Iterator[Stereo]:
    """Yield the score's sound, -1 to 1, in blocks; the last one is shorter."""
    dry = np.zeros((2, BLOCK + _LONGEST), np.float32)
    wet, ringing = dry.copy(), np.zeros((2, _ROOM), np.float32)
    notes = list(score.notes)
    for start in range(0, score.samples, BLOCK):
        due = [note for note in notes if note.at < start + BLOCK]
        notes = notes[len(due) :]
        _play(due, start, dry, wet)
        room, ringing = _convolved(wet[:, :BLOCK], ringing)
        yield _held_down(dry[:, :BLOCK] + room)[:, : score.samples - start]
        for tape in (dry, wet):
            tape[:, :-BLOCK] = tape[:, BLOCK:]
            tape[:, -BLOCK:] = 0


def _play(notes: Sequence[Note], start: int, dry: Stereo, wet: Stereo) -> None:
    """Add notes to both tapes, each at its place between the sides at equal power."""
    for note in notes:
        sound, at = sounded(note)[:_LONGEST], note.at - start
        angle = (note.pan + 1) * np.pi / 4
        for side, share in enumerate((np.cos(angle), np.sin(angle))):
            placed = sound * np.float32(share)
            dry[side, at : at + len(sound)] += placed
            wet[side, at : at + len(sound)] += np.float32(_SEND[note.voice]) * placed


def _convolved(block: Stereo, ringing: Stereo) -> tuple[Stereo, Stereo]:
    """Return a block in the room, with what still rang before, and what rings on after it."""
    size = BLOCK + _ROOM
    mixed = np.fft.irfft(np.fft.rfft(block, size) * _room(), size).astype(np.float32)
    mixed[:, :_ROOM] += ringing
    return mixed[:, :BLOCK], mixed[:, BLOCK:]


@lru_cache(maxsize=1)
def _room() -> npt.NDArray[Any]:
    """Return the room's answer to a clap, as the spectrum that a block is multiplied by."""
    time = np.arange(_ROOM) / SAMPLE_RATE
    noise = np.random.default_rng(1).standard_normal((2, _ROOM))
    # High tones die sooner in a room: two noises, the smoothed one living longer.
    smooth = np.array([np.convolve(side, np.ones(16) / 6, "same") for side in noise])
    late = noise * np.exp(-time / 0.25) + smooth * np.exp(-time / 0.6)
    late *= np.clip((time - 0.012) / 0.02, 0, 1) * np.clip((time[-1] - time) / 0.2, 0, 1)
    late /= np.sqrt(np.sum(late**2, axis=1, keepdims=True))
    return np.fft.rfft(0.5 * late, BLOCK + _ROOM)


def _held_down(sound: Stereo) -> Stereo:
    """Return the sound with its peaks bent below the ceiling; quiet sound is untouched."""
    over = np.abs(sound) - _LINEAR
    room = _CEILING - _LINEAR
    bent = _LINEAR + room * np.tanh(np.maximum(over, 0) / room)
    held: Stereo = np.where(over > 0, np.sign(sound) * bent, sound)
    return held
