"""A scratch score meets its hits, keeps its key and tempo, and is the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lyrad.core.score.compose import TAIL, Wish, compose
from lyrad.core.score.harmony import key_of, voiced
from lyrad.core.score.moods import palette_for
from lyrad.core.score.tempo import GIVES, bars, meter_of, tempo_for
from lyrad.model.scratch import ACCENTS, Voice

SECOND = 48_000
WISH = Wish(
    samples=40 * SECOND,
    mood=("tense",),
    prompt="",
    bpm=None,
    key="D minor",
    meter="4/4",
    hits=(round(12.3 * SECOND), round(31.07 * SECOND)),
    seed=7,
)
MOODS = ("calm", "tense", "sad", "happy", "epic", "dark", "hopeful", "")


def test_an_equal_wish_gives_equal_notes_and_another_seed_others() -> None:
    assert compose(WISH) == compose(WISH)
    assert compose(WISH) != compose(replace(WISH, seed=8))


@pytest.mark.parametrize("mood", MOODS)
def test_every_hit_is_struck_on_its_sample_and_opens_a_bar(mood: str) -> None:
    score = compose(replace(WISH, mood=(mood,)))
    struck = {note.at for note in score.notes if note.voice in ACCENTS}
    assert struck == set(WISH.hits)
    begun = {note.at for note in score.notes if note.voice is Voice.PAD}
    assert set(WISH.hits) <= begun


@pytest.mark.parametrize("mood", MOODS)
def test_notes_lie_in_the_key_and_within_the_piece(mood: str) -> None:
    score = compose(replace(WISH, mood=(mood,)))
    assert score.samples == WISH.samples + TAIL
    assert score.key == "D minor"
    for note in score.notes:
        assert 0 <= note.at < WISH.samples
        assert note.length > 0
        assert 0 < note.strength <= 1
        assert -1 <= note.pan <= 1
    last = max(note.at for note in score.notes if note.voice is Voice.PAD)
    final = {note.pitch % 12 for note in score.notes if note.voice is Voice.PAD
             and note.at == last}  # fmt: skip
    assert final == {2, 5, 9}


def test_the_last_chord_rings_on_past_the_cues_end() -> None:
    score = compose(WISH)
    end = max(note.at + note.length for note in score.notes if note.voice is Voice.PAD)
    assert end == WISH.samples + TAIL


def test_a_tempo_that_was_asked_gives_only_so_much_as_is_not_heard() -> None:
    hits = (round(7.9 * SECOND), round(20.3 * SECOND))
    laid = bars(100.0, meter_of("4/4"), 40 * SECOND, hits)
    beat = 60 * SECOND / 100
    for bar in laid:
        for at, end in bar.spans[:-1]:
            assert abs((end - at) / beat - 1) <= GIVES + 0.001
    assert {bar.at for bar in laid if bar.opens} == {0, *hits}


def test_without_a_tempo_one_is_chosen_that_meets_the_hits() -> None:
    hits = (10 * SECOND, 25 * SECOND)
    chosen = tempo_for(90, 110, 40 * SECOND, hits)
    assert chosen * 10 / 60 == pytest.approx(round(chosen * 10 / 60), abs=0.01)


def test_a_hit_just_after_another_is_struck_but_moves_no_beat() -> None:
    near = (10 * SECOND, 10 * SECOND + 5000)
    score = compose(replace(WISH, hits=near))
    assert {note.at for note in score.notes if note.voice in ACCENTS} == set(near)
    begun = {note.at for note in score.notes if note.voice is Voice.PAD}
    assert near[1] not in begun


@pytest.mark.parametrize(
    ("text", "beats", "parts"),
    [("4/4", 4, 2), ("3/4", 3, 2), ("6/8", 2, 3), ("12/8", 4, 3), ("7/8", 7, 2), ("waltz", 4, 2),
     ("0/4", 4, 2)],
)  # fmt: skip
def test_meters_are_read(text: str, beats: int, parts: int) -> None:
    meter = meter_of(text)
    assert (meter.beats, meter.parts) == (beats, parts)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("D minor", (2, "minor")),
        ("C major", (0, "major")),
        ("F#m", (6, "minor")),
        ("Bb", (10, "major")),
        ("e flat minor", (3, "minor")),
        ("C♯ major", (1, "major")),
        ("H-Moll", None),
        ("", None),
    ],
)
def test_keys_are_read(text: str, key: tuple[int, str] | None) -> None:
    assert key_of(text) == key


def test_the_first_mood_that_is_known_counts_and_the_prompts_words_come_last() -> None:
    assert palette_for(("blue", "Ominous")).name == "dark"
    assert palette_for((), "a heroic charge").name == "epic"
    assert palette_for(("sad",), "a heroic charge").name == "sad"
    assert palette_for(("purple",), "").name == "neutral"


def test_voices_move_little_from_chord_to_chord() -> None:
    before = voiced(0, (0, "major"), (), low=55)
    after = voiced(0, (9, "minor"), before, low=55)
    assert sum(abs(a - b) for a, b in zip(before, after, strict=True)) <= 4


@settings(max_examples=40, deadline=None)
@given(
    samples=some.integers(1, 20 * SECOND),
    hits=some.lists(some.integers(-SECOND, 25 * SECOND), max_size=6),
    bpm=some.one_of(some.none(), some.integers(20, 300)),
    meter=some.sampled_from(("4/4", "3/4", "6/8", "5/4", "")),
    mood=some.sampled_from(MOODS),
)
def test_any_length_with_any_hits_can_be_scored(
    samples: int, hits: list[int], bpm: int | None, meter: str, mood: str
) -> None:
    wish = Wish(samples=samples, mood=(mood,), prompt="", bpm=bpm, key="", meter=meter,
                hits=tuple(hits), seed=1)  # fmt: skip
    score = compose(wish)
    assert all(0 <= note.at < samples and note.length > 0 for note in score.notes)
    struck = {note.at for note in score.notes if note.voice in ACCENTS}
    assert struck == {hit for hit in hits if 0 <= hit < samples}
