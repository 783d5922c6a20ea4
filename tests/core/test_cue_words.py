"""Music is judged by its measures alone, and a card says what a person should know of a take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lyrad.core.cue_words import cue_checks, cue_words, figures, fits, unfit
from lyrad.core.naming import SEGMENT_LIMIT, cue_stem
from lyrad.model.cue import Loudness
from lyrad.model.sound import Heard, Mastered
from lyrad.model.take import StepReceipt
from tests.support.cues import cue_plan, cue_receipt, span

SPAN = span()
GOOD = Heard(
    codec="pcm_s24le", rate=48_000, channels=2, bits=24, samples=SPAN.samples, ends=4.0,
    peak=-9.0, true_peak=-8.9, loudness=-23.1, time_reference=172_800_000,
)  # fmt: skip


def mastered(*, held: bool = False, **changes) -> Mastered:
    return Mastered(heard=replace(GOOD, **changes), gain=-3.0, held=held)


@pytest.mark.parametrize(("ends", "fine"), [(4.0, True), (3.01, True), (2.9, False), (0.0, False)])
def test_a_tail_of_a_second_may_be_missing_and_no_more(ends: float, *, fine: bool) -> None:
    assert (unfit(replace(GOOD, ends=ends), SPAN) == "") == fine


def test_a_take_as_ordered_passes_every_check() -> None:
    checks = cue_checks(mastered(), Loudness.EBU, SPAN)
    assert [one.name for one in checks if one.passed] == [
        "length", "format", "timecode", "loudness", "true peak",
    ]  # fmt: skip
    assert fits(checks)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"samples": 191_999}, "length"),
        ({"rate": 192_000}, "format"),
        ({"bits": 16}, "format"),
        ({"channels": 1}, "format"),
        ({"time_reference": 0}, "timecode"),
        ({"time_reference": None}, "timecode"),
        ({"true_peak": -0.9}, "true peak"),
    ],
)
def test_what_is_not_as_ordered_is_not_to_be_published(wrong: dict, name: str) -> None:
    checks = cue_checks(mastered(**wrong), Loudness.EBU, SPAN)
    assert [one.name for one in checks if not one.passed] == [name]
    assert not fits(checks)


def test_a_loudness_that_was_missed_is_told_and_does_not_stop_a_take() -> None:
    checks = cue_checks(mastered(loudness=-25.0), Loudness.EBU, SPAN)
    assert [one.figure for one in checks if not one.passed] == ["-25.0 LUFS of -23 asked"]
    assert fits(checks)


def test_a_card_says_that_a_peak_held_the_level_down() -> None:
    checks = cue_checks(mastered(held=True, loudness=-25.0), Loudness.EBU, SPAN)
    assert all(one.passed for one in checks)
    receipt = replace(cue_receipt(cue_plan()), checks=checks)
    assert cue_words(receipt) == (
        "Quieter than asked: -25.0 LUFS of -23 asked, held by its true peak.",
    )


def test_a_card_says_what_stood_in_what_was_refused_and_what_limits_its_use() -> None:
    facts = {"instead_of": "acestep", "because": "It is down.", "rejected": ["It was silent."]}
    step = StepReceipt(action="score.cue", backend="builtin", ticket="1", tries=1, seconds=1.0,
                       facts=facts)  # fmt: skip
    receipt = replace(cue_receipt(cue_plan()), steps=(step,), licence="Not to be sold.")
    assert cue_words(receipt) == (
        "acestep could not be used, so a scratch score stands in: It is down.",
        "The first music was not used, and other made. It was silent.",
        "Its use is limited: Not to be sold.",
    )


def test_figures_say_where_there_is_nothing_to_measure() -> None:
    assert figures(GOOD) == "-23.1 LUFS, -8.9 dBTP"
    assert figures(replace(GOOD, loudness=None, true_peak=None)) == (
        "too short for a loudness, silent"
    )


@pytest.mark.parametrize(
    ("cue", "title", "timecode", "stem"),
    [
        ("1M1", "Harbour at Dusk", "01:00:00:00", "1M1_harbour-at-dusk_v002_01-00-00-00"),
        ("1M1", "", "01:00:00;02", "1M1_v002_01-00-00-02"),
        ("Küche 1", "Über./..Nacht", "00:59:58:10", "Kueche_1_ueber-nacht_v002_00-59-58-10"),
    ],
)
def test_a_stem_is_the_cue_its_title_the_take_and_the_head(
    cue: str, title: str, timecode: str, stem: str
) -> None:
    assert cue_stem(cue, title, take=2, timecode=timecode) == stem


def test_the_longest_stem_leaves_room_for_its_endings() -> None:
    stem = cue_stem("c" * 200, "t" * 200, take=9999, timecode="01:00:00:00")
    assert len(f"{stem}_waveform.png") <= SEGMENT_LIMIT
