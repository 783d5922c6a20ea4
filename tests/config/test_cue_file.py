"""`cue.yaml`: read leniently, refused exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lyrad.config.checked import checked, keys_of
from lyrad.config.cue_file import DRAFT, CueFile
from lyrad.config.yaml_tree import one_document
from lyrad.errors import Code, ConfigError
from lyrad.model.cue import Loudness
from tests.support.layouts import CUE, FILM, NTSC_FILM

SHOWN = "scenes/SC010/cues/1M1/cue.yaml"
PROMPT = "prompt: Low strings.\n"

WHOLE = """\
title: The Lighthouse
scenes: [SC010, SC011]
in: 01:00:10:00
out: SH0040
mood: tense, patient
prompt: Low strings, a slow pulse.
negative: drums
bpm: 72
key: Dm
meter: 4
hits:
  - 01:00:12:10: the door slams
  - SH0030: she turns
fade_in: none
fade_out: 12f
loudness: -16 LUFS
takes: 2
seed: 7
"""


def cue(text: str) -> CueFile:
    return checked(one_document(text, SHOWN), CueFile)


def test_a_cue_with_everything_said_is_read() -> None:
    spec = cue(WHOLE).spec(CUE, FILM)
    assert (spec.title, spec.scenes, spec.start, spec.end) == (
        "The Lighthouse",
        ("SC010", "SC011"),
        "01:00:10:00",
        "SH0040",
    )
    assert (spec.mood, spec.bpm, spec.key, spec.meter) == (
        ("tense", "patient"),
        72,
        "D minor",
        "4/4",
    )
    assert spec.hits == (("01:00:12:10", "the door slams"), ("SH0030", "she turns"))
    assert (spec.fade_in, spec.fade_out) == (0, Fraction(1, 2))
    assert (spec.loudness, spec.loudness.target, spec.takes, spec.seed) == (
        Loudness.WEB,
        -16.0,
        2,
        7,
    )


def test_what_nobody_says_is_filled_in_and_no_part_of_its_identity() -> None:
    spec = cue(PROMPT).spec(CUE, FILM)
    assert (spec.scenes, spec.start, spec.end, spec.takes) == (("SC010",), "", "", 1)
    assert (spec.fade_in, spec.fade_out) == (Fraction(1, 20), Fraction(1, 2))
    assert spec.loudness is Loudness.EBU
    assert spec.own == {"prompt": "Low strings."}


def test_title_and_takes_make_no_other_music_and_spellings_count_for_nothing() -> None:
    told = cue(PROMPT + "title: A\ntakes: 3\nkey: d min\nmood: [tense, sad]\nhits: SH0030 x\n")
    other = cue(PROMPT + "title: B\nkey: D minor\nmood: tense, sad\nhits: {SH0030: x}\n")
    assert told.spec(CUE, FILM).own == other.spec(CUE, FILM).own


def test_a_fade_in_frames_is_as_long_as_the_films_frames() -> None:
    assert cue(PROMPT + "fade_out: 24f\n").spec(CUE, NTSC_FILM).fade_out == Fraction(1001, 1000)


@pytest.mark.parametrize("scenes", ["SC011", "[SC011]", "[SC010, SC011]"])
def test_the_scene_in_which_it_lies_is_always_one_of_its_own(scenes: str) -> None:
    assert cue(PROMPT + f"scenes: {scenes}\n").over(CUE) == ("SC010", "SC011")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("D minor", "D minor"), ("Dm", "D minor"), ("d min", "D minor"), ("D", "D major"),
        ("F# major", "F# major"), ("F sharp minor", "F# minor"), ("Bb", "Bb major"),
        ("Bbm", "Bb minor"), ("E-flat major", "Eb major"), ("C#m", "C# minor"),
        ("CM", "C major"), ("h moll", "B minor"), ("B-dur", "Bb major"), ("\u266fm", None),
        ("H", "B major"), ("minor", None), ("K minor", None), ("D dorian", None),
    ],
)  # fmt: skip
def test_keys_are_read_as_people_write_them(written: str, key: str | None) -> None:
    if key is not None:
        assert cue(PROMPT + f"key: '{written}'\n").key == key
    else:
        assert "key" in fault(f"key: '{written}'\n")[0]


@pytest.mark.parametrize(
    ("written", "meter"),
    [("4/4", "4/4"), ("4", "4/4"), ("3", "3/4"), ("6", "6/8"), ("6/8", "6/8"), ("2/2", "2/2")],
)
def test_meters_are_read_as_people_write_them(written: str, meter: str) -> None:
    assert cue(PROMPT + f"meter: {written}\n").meter == meter


@pytest.mark.parametrize(
    ("written", "loudness"),
    [
        ("none", Loudness.NONE), ("-23", Loudness.EBU), ("23", Loudness.EBU),
        ("-24 LKFS", Loudness.ATSC), ("-16.0 LUFS", Loudness.WEB), ("\u221223", Loudness.EBU),
    ],
)  # fmt: skip
def test_a_loudness_is_one_of_four(written: str, loudness: Loudness) -> None:
    assert cue(PROMPT + f"loudness: {written}\n").loudness is loudness


@pytest.mark.parametrize(
    "hits",
    [
        "hits:\n  - 01:00:12:10: the door slams\n",
        "hits:\n  01:00:12:10: the door slams\n",
        "hits:\n  - {at: 01:00:12:10, what: the door slams}\n",
        "hits:\n  - 01:00:12:10 the door slams\n",
        "hits: 01:00:12:10 the door slams\n",
    ],
)
def test_hits_may_be_written_in_more_than_one_way(hits: str) -> None:
    assert cue(PROMPT + hits).hits == [("01:00:12:10", "the door slams")]


def fault(text: str) -> tuple[str, str, Code]:
    """Return the only fault of a cue with these lines: what it is, what to do, its code."""
    with pytest.raises(ConfigError) as error:
        cue(PROMPT + text)
    (found,) = error.value.faults
    assert found.where.startswith(SHOWN)
    return found.what, found.next, found.code


@pytest.mark.parametrize(
    ("text", "what", "cure", "code"),
    [
        ("bpm: 20\n", "30 to 300", "`30`", Code.BAD_VALUE),
        ("bpm: fast\n", "30 to 300", "`30`", Code.BAD_VALUE),
        ("meter: 5/4\n", "2, 3, 4 or 6 beats", "`meter: 4/4`", Code.BAD_VALUE),
        ("loudness: -14\n", "`none`, `-23`, `-24`, `-16`", "`loudness: -23`", Code.BAD_VALUE),
        ("in: 01:00\n", "a timecode HH:MM:SS:FF", "`SH0020`", Code.BAD_VALUE),
        ("out: 1:99:00:00\n", "a timecode HH:MM:SS:FF", "drop frame", Code.BAD_VALUE),
        ("hits:\n  - {a: b, c: d}\n", "a place and what happens", "- 01:00", Code.BAD_VALUE),
        ("fade_out: 200s\n", "up to 120 seconds", "`2s`", Code.BAD_VALUE),
        ("fade_out: 2\n", "a duration", "`2s` for seconds", Code.BAD_VALUE),
        ("takes: 0\n", "1 to 99", "`1`", Code.BAD_VALUE),
        ("tempo: 70\n", "`tempo` is not a key", "`bpm`", Code.UNKNOWN_KEY),
        ("tc_in: 01:00:00:00\n", "`tc_in` is not a key", "`in`", Code.UNKNOWN_KEY),
        ("time_signature: 4/4\n", "is not a key", "`meter`", Code.UNKNOWN_KEY),
        ("stems: true\n", "`stems` is not built yet", "Remove", Code.NOT_YET),
        ("lyrics: la la\n", "`lyrics` is not built yet", "Remove", Code.NOT_YET),
        ("mood: {a: b}\n", "a group of keys", "- ", Code.BAD_VALUE),
    ],
)
def test_what_cannot_be_read_says_what_to_write(
    text: str, what: str, cure: str, code: Code
) -> None:
    said = fault(text)
    assert what in said[0]
    assert cure in said[1]
    assert said[2] is code


def test_every_fault_comes_at_once() -> None:
    with pytest.raises(ConfigError) as error:
        cue("prompt: x\nbpm: 1\nkey: Z\nmeter: 9\nin: 1:2\nloudness: 9\ntempo: 3\nstems: yes\n")
    assert len(error.value.faults) == 7


def test_a_cue_without_a_word_of_what_it_is_is_refused() -> None:
    with pytest.raises(ConfigError) as error:
        cue("bpm: 70\n")
    assert "`prompt` or `mood`" in error.value.fault.what
    assert cue("mood: tense\n").mood == ["tense"]


def test_the_draft_reads_once_somebody_has_said_what_to_play() -> None:
    uncommented = DRAFT.replace('prompt: ""', "prompt: Low strings.").replace("# mood", "mood")
    uncommented = uncommented.replace("# in: ", "in: ").replace("# out: ", "out: ")
    uncommented = uncommented.replace("# bpm", "bpm").replace("# key", "key")
    read = cue(uncommented.replace("# meter", "meter"))
    assert (read.in_, read.out, read.bpm, read.key, read.meter) == (
        "SH0010",
        "SH0040",
        72,
        "D minor",
        "4/4",
    )


def test_every_synonym_is_of_a_key_and_none_is_one() -> None:
    keys = set(keys_of(CueFile))
    assert set(CueFile.meant.values()) <= keys
    assert not (set(CueFile.meant) | CueFile.not_yet) & keys
