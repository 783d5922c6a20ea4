"""What a model that makes music is told in words."""

from __future__ import annotations

import pytest

from lyrad.core.music_words import NO_VOICE, voiceless, words_for


def test_what_the_prompt_leaves_out_is_added_once():
    told = words_for("low strings, tense, 72 bpm", ["tense", "patient"], bpm=72, key="D minor")
    assert told == "low strings, tense, 72 bpm, patient, in D minor"
    assert words_for("", [], bpm=90, meter="3/4") == "90 bpm, 3/4 time"
    assert words_for("strings", []) == "strings"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("strings", f"strings, {NO_VOICE}"),
        ("strings, No Vocals", "strings, No Vocals"),
        ("without vocals", "without vocals"),
        ("", NO_VOICE),
    ],
)
def test_singers_are_kept_out_once(words, told):
    assert voiceless(words) == told
