from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.placeholders import PLACEHOLDERS, filled, named, unknown

WORDS = {**dict.fromkeys(PLACEHOLDERS, ""), "prompt": "low strings", "out": "/w/music.wav"}


def test_each_placeholder_is_replaced_wherever_it_stands():
    argv = ["run", "--prompt={prompt}", "{prompt}: {out}", "--", "{out}"]
    assert filled(argv, WORDS) == (
        "run", "--prompt=low strings", "low strings: /w/music.wav", "--", "/w/music.wav"
    )  # fmt: skip


def test_an_option_that_has_nothing_to_say_is_left_out():
    argv = ["run", "--bpm", "{bpm}", "--key={key}", "--seed", "{seed}", "--out", "{out}"]
    assert filled(argv, WORDS) == ("run", "--out", "/w/music.wav")
    said = {**WORDS, "bpm": "72", "key": "D minor", "seed": "1"}
    assert filled(argv, said)[1:4] == ("--bpm", "72", "--key=D minor")


def test_an_argument_that_stands_for_itself_stays_though_it_is_empty():
    assert filled(["run", "{negative}", "{out}"], WORDS) == ("run", "", "/w/music.wav")


def test_a_flag_before_an_option_stays():
    argv = ["run", "--fast", "--bpm", "{bpm}", "--quiet", "{out}"]
    assert filled(argv, WORDS) == ("run", "--fast", "--quiet", "/w/music.wav")


def test_what_a_word_says_is_never_filled_in_itself():
    said = {**WORDS, "prompt": "{out} {{x}} {nothing}", "seed": "9"}
    assert filled(["{prompt}", "{seed}"], said) == ("{out} {{x}} {nothing}", "9")


def test_doubled_braces_are_braces():
    assert filled(['{{"prompt": "{prompt}"}}'], WORDS) == ('{"prompt": "low strings"}',)
    assert named('{{"seed": {seed}}}') == ("seed",)


def test_what_is_no_placeholder_is_told_once():
    assert unknown(["{a}", "{prompt} {a} {}", "{b", "c}"]) == ("a", "")


@given(st.text(), st.lists(st.text(alphabet="abc-=", min_size=1)))
def test_an_argument_without_braces_is_never_changed(prompt: str, argv: list[str]):
    assert filled(argv, {**WORDS, "prompt": prompt}) == tuple(argv)


@given(st.text())
def test_a_prompt_reaches_the_tool_as_it_is(prompt: str):
    assert filled(["run", "{prompt}"], {**WORDS, "prompt": prompt})[1] == prompt
