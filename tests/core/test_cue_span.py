"""Where a cue lies in the film, exact to the frame and the sample."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lyrad.core.cues.span import faded, needs_shots, placed
from lyrad.errors import Code, ConfigError
from lyrad.model.cue import CueSpan, Hit
from lyrad.model.layout import Layout
from tests.support.layouts import FILM, NTSC, NTSC_FILM, PAL, scene, wanted

START = "01:00:00:00"
HOUR = 24 * 3600


def find(spec, *layouts: Layout) -> tuple[CueSpan, tuple[Hit, ...]]:
    return placed(spec, layouts or (scene(48, 72, 120),), start=START, shown="cue.yaml")


def span(spec, *layouts: Layout) -> CueSpan:
    return find(spec, *layouts)[0]


def faults(spec, *layouts: Layout) -> list[tuple[str, str]]:
    with pytest.raises(ConfigError) as error:
        find(spec, *layouts)
    assert {fault.code for fault in error.value.faults} == {Code.CUE_PLACE}
    return [(fault.where, fault.what) for fault in error.value.faults]


def test_without_in_and_out_the_whole_scene_is_scored():
    found = span(wanted())
    assert (found.frames, found.head, found.timecode) == (240, HOUR, START)
    assert (found.source, found.samples) == ("the shots' lengths", 480_000)


@pytest.mark.parametrize(
    ("rate", "frames", "samples"),
    [
        (FILM, 240, 480_000),
        (NTSC_FILM, 240, 480_480),
        (PAL, 250, 480_000),
        (NTSC, 300, 480_480),
        (NTSC, 301, 482_082),  # 482081.6: half up
    ],
)
def test_the_length_is_exact_at_every_rate(rate, frames, samples):
    found = span(wanted(rate), scene(frames, rate=rate))
    assert (found.samples, found.seconds) == (samples, frames / rate)


def test_a_cue_runs_from_a_shot_to_the_end_of_another():
    found = span(wanted(start="SH0020", out="SH0020"))
    assert (found.frames, found.timecode) == (72, "01:00:02:00")


@pytest.mark.parametrize("code", ["SH0020", "sh20", "20", "SC010_SH0020", "sc010/sh0020"])
def test_a_shot_is_found_by_every_spelling(code):
    assert span(wanted(start=code)).timecode == "01:00:02:00"


def test_two_timecodes_say_it_all_and_need_no_scene():
    spec = wanted(start="01:00:10:00", out="01:00:57:12")
    assert not needs_shots(spec)
    found = span(spec, scene())
    assert (found.frames, found.timecode, found.source) == (
        47 * 24 + 12,
        "01:00:10:00",
        "cue.yaml",
    )


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"start": "01:00:00:00"},
        {"out": "01:00:02:00"},
        {"start": "01:00:00:00", "out": "SH0020"},
        {"start": "01:00:00:00", "out": "01:00:02:00", "hits": [{"SH0010": "she turns"}]},
    ],
)
def test_what_rests_on_shots_needs_them(said):
    assert needs_shots(wanted(**said))


def test_the_out_timecode_is_the_frame_after_the_last():
    assert span(wanted(out="01:00:10:00")).frames == 240
    assert span(wanted(start="01:00:02:00")).frames == 192


def test_drop_frame_counts_real_frames():
    layout = scene(1800 * 2, rate=NTSC)
    found = span(wanted(NTSC, start="01:00:00;00", out="01:01:00;02"), layout)
    assert (found.frames, found.head, found.timecode) == (1800, 107_892, "01:00:00;00")
    assert found.samples == 2_882_880


def test_without_drop_a_minute_of_timecode_is_longer_than_one_of_time():
    found = span(wanted(NTSC, start="01:00:00:00", out="01:01:00:00"), scene(3600, rate=NTSC))
    assert (found.frames, found.head) == (1800, 108_000)
    assert found.seconds == Fraction(60_060, 1000)


def test_one_semicolon_makes_the_whole_cue_count_drop_frame():
    layout = scene(3600, rate=NTSC)
    found = span(wanted(NTSC, start="01:00:10;00", out="01:01:10:02"), layout)
    assert (found.frames, found.timecode) == (1800 + 0, "01:00:10;00")
    assert span(wanted(NTSC, out="01:00:10;00"), layout).frames == 300


def test_a_cut_that_counts_drop_frame_is_believed():
    layout = replace(scene(3600, rate=NTSC), head=107_892, drop=True, source="cut.edl")
    found = span(wanted(NTSC, start="01:01:00:02"), layout)
    assert (found.frames, found.timecode, found.source) == (1800, "01:01:00;02", "cut.edl")


def test_a_cuts_own_timecode_is_the_clock():
    layout = replace(scene(48, 72, 120), head=2 * HOUR, source="cut.otio")
    found = span(wanted(start="02:00:02:00", out="SH0030"), layout)
    assert (found.frames, found.timecode, found.source) == (192, "02:00:02:00", "cut.otio")


def test_a_cue_runs_on_into_the_next_scene():
    spec = wanted(scenes=["SC010", "SC011"], start="SH0030", out="SC011_SH0010")
    found = span(spec, scene(48, 72, 120), scene(24, 24, code="SC011"))
    assert (found.frames, found.timecode) == (144, "01:00:05:00")
    by_clock = wanted(scenes=["SC010", "SC011"], out="01:00:11:00")
    assert span(by_clock, scene(240), scene(48, code="SC011")).frames == 264


def test_scenes_whose_cuts_begin_at_one_timecode_are_laid_end_to_end():
    cuts = [replace(scene(240, code=code), head=HOUR) for code in ("SC010", "SC011")]
    assert span(wanted(scenes=["SC010", "SC011"]), *cuts).frames == 480
    to = wanted(scenes=["SC010", "SC011"], out="01:00:05:00")
    assert span(to, *cuts).frames == 240 + 120


def test_a_shot_in_both_scenes_begins_with_the_first_and_ends_with_the_last():
    spec = wanted(scenes=["SC010", "SC011"], start="SH0010", out="SH0010")
    assert span(spec, scene(48, 24), scene(96, 24, code="SC011")).frames == 48 + 24 + 96


def test_hits_are_counted_from_the_cues_head_and_stand_in_order():
    hits = [{"SH0030": "she turns"}, {"01:00:03:10": "the door slams"}]
    _, found = find(wanted(start="SH0020", hits=hits))
    assert found == (Hit(frame=34, words="the door slams"), Hit(frame=72, words="she turns"))


def test_hits_on_shots_are_found_on_the_clock_where_the_cue_is_given_by_it():
    hits = [{"SH0020": "she turns"}, {"01:00:03:10": "the door slams"}]
    found, hit = find(wanted(start="01:00:01:00", out="01:00:09:00", hits=hits))
    assert [one.frame for one in hit] == [24, 58]
    assert found.sample_of(24) == 48_000


def test_every_wrong_place_is_told_at_once():
    assert faults(wanted(start="SH0090", out="02:00:00:00")) == [
        ("cue.yaml: in", "`SH0090` names no shot of the scene as it is cut."),
        (
            "cue.yaml: out",
            "`02:00:00:00` lies outside the scene, which runs from 01:00:00:00 to 01:00:10:00 by"
            " the shots' lengths.",
        ),
    ]


@pytest.mark.parametrize(
    ("said", "key", "words"),
    [
        ({"start": "SH0030", "out": "SH0010"}, "out", "over before it begins"),
        ({"start": "01:00:05:00", "out": "01:00:05:00"}, "out", "over before it begins"),
        ({"start": "01:00:00:00", "out": "03:00:00:00"}, "out", "120 minutes long"),
        ({"start": "01:00:05;00"}, "in", "counts drop frame, which there is not at 24 fps"),
        ({"out": "01:00:05:24"}, "out", "No frame has the timecode `01:00:05:24` at 24 fps"),
        (
            {"out": "01:00:00:06", "fade_in": "0.2s", "fade_out": "0.2s"},
            "fade_out",
            "The fades are longer than the cue's 0.25 s",
        ),
        ({"out": "SH0010", "hits": [{"SH0020": ""}]}, "hits", "lies outside the cue"),
        ({"out": "SH0010", "hits": [{"01:00:02:00": ""}]}, "hits", "lies outside the cue"),
        ({"hits": [{"SH0090": ""}]}, "hits", "names no shot of the scene"),
    ],
)
def test_what_cannot_be_is_a_fault_that_names_its_line(said, key, words):
    ((where, what),) = faults(wanted(**said))
    assert where == f"cue.yaml: {key}"
    assert words in what


def test_a_number_that_is_left_out_is_no_place():
    spec = wanted(NTSC, start="01:01:00;00")
    ((_, what),) = faults(spec, scene(3600, rate=NTSC))
    assert what == "No frame has the timecode `01:01:00;00` at 29.97 fps."


def test_scenes_of_different_rates_are_no_ground_for_one_cue():
    spec = wanted(scenes=["SC010", "SC011"])
    ((_, what),) = faults(spec, scene(48), scene(48, code="SC011", rate=PAL))
    assert what == "The scenes run at different frames per second: SC010 24 and SC011 25."


def test_fades_that_nobody_wrote_leave_half_of_a_short_cue_as_it_is():
    spec = wanted(out="01:00:00:06")
    short = faded(spec, span(spec))
    assert short.fade_in + short.fade_out == Fraction(1, 8)
    assert short.fade_out / short.fade_in == spec.fade_out / spec.fade_in


def test_a_fade_that_somebody_wrote_stays_and_the_other_one_gives_way():
    spec = wanted(out="01:00:00:06", fade_in="0.2s")
    short = faded(spec, span(spec))
    assert short.fade_in == Fraction(1, 5)
    assert 0 < short.fade_out <= Fraction(1, 40)


def test_fades_that_fit_stay_as_they_are():
    spec = wanted()
    assert faded(spec, span(spec)) is spec
