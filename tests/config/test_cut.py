"""A scene's cut is read as a layout: which shot is seen when, on the cut's own clock."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as library
import pytest

from lyrad.config.cut import read_cut
from lyrad.errors import Code, ConfigError
from lyrad.model.layout import Layout
from tests.support.layouts import FILM, NTSC, NTSC_FILM
from tests.support.shotlist_files import EDL


def read(tmp_path: Path, text: str, name: str, rate: Fraction = FILM) -> Layout:
    path = tmp_path / name
    path.write_text(text)
    return read_cut(path, f"scenes/SC010/{name}", scene="SC010", rate=rate)


def placed(found: Layout) -> list[tuple[str, int, int]]:
    return [(str(one.shot), one.start, one.frames) for one in found.shots]


def test_an_edl_places_each_event_by_its_record_times_black_takes_its_time(tmp_path: Path) -> None:
    found = read(tmp_path, EDL, "cut.edl")
    assert placed(found) == [
        ("SC010/SH0010", 0, 96),
        ("SC010/SH0020", 96, 60),
        ("SC020/SH0010", 180, 72),
        ("SC010/SH0010", 252, 121),
    ]
    assert (found.frames, found.head, found.rate) == (373, 24 * 3600, FILM)
    assert (found.source, found.given, found.drop) == ("cut.edl", True, False)


def test_an_edl_in_drop_frame_is_counted_in_real_frames(tmp_path: Path) -> None:
    event = "001  SH0010  V  C  00:00:00:00 00:01:00:02 01:00:00;00 01:01:00;02\n"
    found = read(tmp_path, "FCM: DROP FRAME\n" + event, "cut.edl", NTSC)
    assert (found.frames, found.head, found.drop) == (1800, 107_892, True)
    assert placed(found) == [("SC010/SH0010", 0, 1800)]
    assert read(tmp_path, event, "cut.edl", NTSC).drop


def time(value: float, rate: float) -> library.opentime.RationalTime:
    return library.opentime.RationalTime(value, rate)


def clip(name: str, frames: float, rate: float = 24.0) -> library.schema.Clip:
    span = library.opentime.TimeRange(time(0, rate), time(frames, rate))
    return library.schema.Clip(name=name, source_range=span)


def gap(frames: float, rate: float = 24.0) -> library.schema.Gap:
    span = library.opentime.TimeRange(time(0, rate), time(frames, rate))
    return library.schema.Gap(source_range=span)


def timeline(*items: Any, start: float | None = 86_400, rate: float = 24.0) -> str:
    whole = library.schema.Timeline("SC010")
    if start is not None:
        whole.global_start_time = time(start, rate)
    track = library.schema.Track("V1", kind=library.schema.TrackKind.Video)
    track.extend(items)
    sound = library.schema.Track("A1", kind=library.schema.TrackKind.Audio)
    sound.append(clip("1M1.wav", 9999))
    whole.tracks.extend([track, sound])
    return str(whole.to_json_string())


def test_otio_as_the_library_writes_it_places_clips_in_a_row_gaps_between(tmp_path: Path) -> None:
    text = timeline(clip("SC010_SH0010.mov", 48), gap(12), clip("SH0020", 72), start=172_800)
    found = read(tmp_path, text, "cut.otio")
    assert placed(found) == [("SC010/SH0010", 0, 48), ("SC010/SH0020", 60, 72)]
    assert (found.frames, found.head) == (132, 172_800)


def test_otio_says_its_own_rate_and_decimals_mean_fractions(tmp_path: Path) -> None:
    rate = 24000 / 1001
    text = timeline(clip("SH0010", 48, rate), clip("SH0020", 72, rate), rate=rate)
    found = read(tmp_path, text, "cut.otio", FILM)
    assert (found.rate, found.frames) == (NTSC_FILM, 120)


def test_otio_without_a_start_has_no_clock_and_the_films_rate(tmp_path: Path) -> None:
    found = read(tmp_path, timeline(clip("SH0010", 50, 25.0), start=None), "cut.otio")
    assert (found.head, found.rate, found.frames) == (None, FILM, 48)


def test_a_nested_sequence_is_seen_as_far_as_its_range_reaches(tmp_path: Path) -> None:
    inner = library.schema.Track("inside", kind=library.schema.TrackKind.Video)
    inner.extend([clip("SH0020", 48), clip("SH0030", 48)])
    inner.source_range = library.opentime.TimeRange(time(24, 24.0), time(48, 24.0))
    found = read(tmp_path, timeline(clip("SH0010", 10), inner, clip("SH0040", 5)), "cut.otio")
    assert placed(found) == [
        ("SC010/SH0010", 0, 10),
        ("SC010/SH0020", 10, 24),
        ("SC010/SH0030", 34, 24),
        ("SC010/SH0040", 58, 5),
    ]


def test_transitions_take_no_time_and_what_is_disabled_takes_its_own(tmp_path: Path) -> None:
    off = clip("SH0020", 24)
    off.enabled = False
    dissolve = library.schema.Transition(
        transition_type="SMPTE_Dissolve", in_offset=time(6, 24.0), out_offset=time(6, 24.0)
    )
    text = timeline(clip("SH0010", 48), dissolve, off, clip("SH0030", 12))
    found = read(tmp_path, text, "cut.otio")
    assert placed(found) == [("SC010/SH0010", 0, 48), ("SC010/SH0030", 72, 12)]


def test_in_an_assembly_a_gap_may_be_a_shot_that_has_no_take_yet(tmp_path: Path) -> None:
    waits = gap(72)
    waits.metadata["lyrad"] = {"shot": "SC010/SH0020"}
    made = clip("SC010_SH0010", 48)
    made.metadata["lyrad"] = {"shot": "SC010/SH0010", "take": 1}
    found = read(tmp_path, timeline(made, waits), "SC010_assembly_v001.otio")
    assert placed(found) == [("SC010/SH0010", 0, 48), ("SC010/SH0020", 48, 72)]


@pytest.mark.parametrize(
    ("text", "name", "what"),
    [
        ("nothing\n", "cut.edl", "No line of this file is an event"),
        ("{", "cut.otio", "its JSON cannot be read"),
        (json.dumps({"OTIO_SCHEMA": "Track.1"}), "cut.otio", "no OTIO timeline"),
        (timeline(), "cut.otio", "no length"),
        (timeline(library.schema.Clip("SH0010")), "cut.otio", "SH0010 says no length"),
    ],
)
def test_what_is_no_cut_is_a_fault(tmp_path: Path, text: str, name: str, what: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text, name)
    assert error.value.fault.code is Code.SHOTLIST_UNREADABLE
    assert what in error.value.fault.what
