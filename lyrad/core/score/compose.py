"""Write a scratch score: bars that meet the hits, chords for them, and a part for each voice.

Deterministic: equal wishes and an equal seed give equal notes. It grows towards the last hit, and
its last bar comes home to the tonic and rings on past the cue's end, where it will be faded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from lyrad.core.score.harmony import key_name, key_of, root, tones, voiced
from lyrad.core.score.moods import Bass, Chord, Drums, Palette, palette_for
from lyrad.core.score.tempo import Meter, bars, meter_of, tempo_for
from lyrad.model.cue import SAMPLE_RATE
from lyrad.model.scratch import Bar, Note, ScratchScore, Voice

TAIL = 3 * SAMPLE_RATE
"""Samples that the music goes on after the cue's end, so that a fade has something to fade."""

_LONGEST = 16 * SAMPLE_RATE
_BASS, _LEAD, _PLUCK = 33, 67, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of a scratch score; `hits` are samples from its head."""

    samples: int
    mood: tuple[str, ...]
    prompt: str
    bpm: int | None
    key: str
    meter: str
    hits: tuple[int, ...]
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """A bar with its chord; `force` from 0 to 1 says how much plays, `last` that it comes home."""

    bar: Bar
    chord: Chord
    voicing: tuple[int, ...]
    force: float
    last: bool


def compose(wish: Wish) -> ScratchScore:
    """Return the score."""
    palette, meter = palette_for(wish.mood, wish.prompt), meter_of(wish.meter)
    tonic, mode = key_of(wish.key) or (palette.tonic, palette.mode)
    hits = tuple(hit for hit in wish.hits if 0 <= hit < wish.samples)
    bpm = float(wish.bpm or tempo_for(*palette.bpm, wish.samples, hits))
    laid = bars(bpm, meter, wish.samples, hits)
    chords = tuple(_harmonised(laid, palette, tonic, mode))
    notes = [
        *_accents(hits, tonic, palette),
        *(note for bar in chords for note in _played(bar, palette, tonic, meter, wish)),
    ]
    return ScratchScore(
        notes=tuple(sorted(notes, key=lambda note: (note.at, note.voice, note.pitch))),
        samples=wish.samples + TAIL,
        bpm=round(bpm, 2),
        key=key_name(tonic, mode),
        meter=meter.name,
        mood=palette.name,
        bars=len(laid),
    )


def _harmonised(laid: Sequence[Bar], palette: Palette, tonic: int, mode: str) -> Iterator[_Bar]:
    """Yield the bars with their chords: each section begins the progression anew."""
    progression, place = palette.chords(mode), 0
    before: tuple[int, ...] = ()
    sections, end = laid[-1].section, laid[-1].end
    for number, bar in enumerate(laid):
        place = 0 if bar.opens else place + 1
        last = number == len(laid) - 1
        chord = (0, mode) if last else progression[place % len(progression)]
        before = voiced(tonic, chord, before, low=palette.low)
        yield _Bar(
            bar=bar,
            chord=chord,
            voicing=before,
            force=_force(bar, sections, end),
            last=last,
        )


def _force(bar: Bar, sections: int, end: int) -> float:
    """Return how much plays: one arc over the piece, and a step up with each section."""
    arc = math.sin(math.pi * (bar.at / end) ** 1.2)
    step = bar.section / sections if sections else 0.0
    return min(1.0, 0.5 + 0.3 * arc + 0.25 * step)


def _played(found: _Bar, palette: Palette, tonic: int, meter: Meter, wish: Wish) -> Iterator[Note]:
    """Yield what all voices play in one bar; each bar has its own luck, whatever others have."""
    luck = Random(f"{wish.seed}/{found.bar.at}")  # noqa: S311 - music, no secret
    end = found.bar.end + TAIL if found.last else found.bar.end
    length = min(_LONGEST, end - found.bar.at)
    yield from _pad(found, length)
    if found.last:
        pitch = root(tonic, found.chord, low=_BASS)
        yield _note(Voice.BASS, found.bar.at, length, pitch, 0.8 * found.force)
        return
    yield from _bass(found, palette, tonic)
    yield from _plucks(found, palette, tonic, meter, luck)
    yield from _drums(found, palette, meter)
    if palette.lead and found.force > 0.6 and luck.random() < 0.75:  # noqa: PLR2004 - by ear
        yield from _lead(found, tonic, luck)


def _pad(found: _Bar, length: int) -> Iterator[Note]:
    wide = len(found.voicing) - 1
    for place, pitch in enumerate(found.voicing):
        pan = 0.6 * (2 * place / wide - 1)
        yield _note(Voice.PAD, found.bar.at, length, pitch, 0.5 + 0.4 * found.force, pan)


def _bass(found: _Bar, palette: Palette, tonic: int) -> Iterator[Note]:
    pitch, bar = root(tonic, found.chord, low=_BASS), found.bar
    if palette.bass is Bass.HELD:
        yield _note(Voice.BASS, bar.at, bar.end - bar.at, pitch, 0.8 * found.force)
        return
    parts = 2 if palette.bass is Bass.HALVES else 1
    for place, (at, end) in enumerate(_parts(bar, parts)):
        strong = 1.0 if place == 0 else 0.75
        yield _note(Voice.BASS, at, round(0.8 * (end - at)), pitch, strong * found.force)


def _plucks(
    found: _Bar, palette: Palette, tonic: int, meter: Meter, luck: Random
) -> Iterator[Note]:
    if not palette.plucks:
        return
    steps = (*tones(tonic, found.chord, low=_PLUCK), root(tonic, found.chord, low=_PLUCK) + 12)
    for place, (at, end) in enumerate(_parts(found.bar, meter.parts)):
        step = palette.plucks[place % len(palette.plucks)]
        if step is None or luck.random() > 0.55 + 0.45 * found.force:
            continue
        strong = (1.0 if place % meter.parts == 0 else 0.7) * (0.5 + 0.5 * found.force)
        pan = 0.45 if place % 2 else -0.45
        yield _note(Voice.PLUCK, at, end - at, steps[step % len(steps)], strong, pan)


def _drums(found: _Bar, palette: Palette, meter: Meter) -> Iterator[Note]:
    if palette.drums is Drums.NONE:
        return
    large = palette.drums is Drums.LARGE
    for place, (at, end) in enumerate(found.bar.spans):
        if place % 2 == 0 or large:
            strong = (1.0 if place == 0 else 0.65) * found.force * (1.0 if large else 0.55)
            yield _note(Voice.DRUM, at, end - at, 36 if place == 0 else 41, strong)
    if palette.drums is Drums.TICKING or (large and found.force > 0.75):  # noqa: PLR2004 - by ear
        for place, (at, end) in enumerate(_parts(found.bar, 2 * meter.parts)):
            strong = 0.8 if place % (2 * meter.parts) == 0 else 0.4
            pan = 0.3 if place % 2 else -0.3
            yield _note(Voice.TICK, at, end - at, 96, strong * found.force, pan)


def _lead(found: _Bar, tonic: int, luck: Random) -> Iterator[Note]:
    """Yield one long note of the chord, or two that lean on each other."""
    steps, spans = tones(tonic, found.chord, low=_LEAD), found.bar.spans
    middle = spans[len(spans) // 2][0]
    first, second = luck.choice(steps), luck.choice(steps)
    turns = len(spans) > 1 and first != second
    yield _note(
        Voice.LEAD,
        found.bar.at,
        (middle if turns else found.bar.end) - found.bar.at,
        first,
        found.force,
    )
    if turns:
        yield _note(Voice.LEAD, middle, found.bar.end - middle, second, 0.8 * found.force)


def _accents(hits: Sequence[int], tonic: int, palette: Palette) -> Iterator[Note]:
    """Yield what is struck on each hit, on its very sample."""
    for hit in hits:
        yield _note(Voice.BOOM, hit, 3 * SAMPLE_RATE, 28, 1.0)
        if palette.heavy:
            for low, pan in ((38, -0.4), (45, 0.4)):
                pitch = low + (tonic - low) % 12
                yield _note(Voice.BRASS, hit, 2 * SAMPLE_RATE, pitch, 1.0, pan)
        else:
            pitch = 72 + tonic % 12
            yield _note(Voice.BELL, hit, 3 * SAMPLE_RATE, pitch, 0.9, 0.2)


def _parts(bar: Bar, parts: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of each beat: first sample, and the one after the last."""
    for at, end in bar.spans:
        edges = [at + round((end - at) * part / parts) for part in range(parts + 1)]
        yield from pairwise(edges)


def _note(  # noqa: PLR0917 - a note as it is written: voice, when, how long, which, how
    voice: Voice, at: int, length: int, pitch: float, strength: float, pan: float = 0.0
) -> Note:
    return Note(
        at=at, length=length, pitch=pitch, strength=min(1.0, strength), voice=voice, pan=pan
    )
