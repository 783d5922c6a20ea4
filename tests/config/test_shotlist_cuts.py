from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from lyrad.config.shotlist.reading import read_list
from lyrad.errors import Code, ConfigError
from lyrad.model.shotlist import ShotList
from tests.support.shotlist_files import CUT, EDL, otio, otio_clip

RATE = Fraction(24)


def read(tmp_path: Path, text: str, name: str, rate: Fraction = RATE) -> ShotList:
    path = tmp_path / name
    path.write_text(text)
    return read_list(path, name, rate)


def said(found: ShotList) -> dict[str, dict[str, object]]:
    return {str(one.shot): dict(one.fields) for one in found.shots}


def test_an_edl_gives_each_shot_the_length_of_its_longest_use(tmp_path: Path) -> None:
    found = read(tmp_path, EDL, "cut.edl")
    assert said(found) == {
        "SC010/SH0010": {"frames": 121},
        "SC010/SH0020": {"frames": 60},
        "SC020/SH0010": {"frames": 72},
    }
    assert found.remarks == ("Used more than once, the longest use counts: SC010/SH0010.",)


@pytest.mark.parametrize(
    ("rate", "fcm", "out", "frames"),
    [
        (Fraction(30000, 1001), "FCM: DROP FRAME\n", "01:01:00;02", 1800),
        (Fraction(30000, 1001), "", "01:01:00;02", 1800),
        (Fraction(30000, 1001), "FCM: NON-DROP FRAME\n", "01:01:00:02", 1802),
        (Fraction(60000, 1001), "FCM: DROP FRAME\n", "01:01:00;04", 3600),
        (Fraction(30000, 1001), "FCM: DROP FRAME\n", "01:10:00;00", 17982),
        (Fraction(25), "", "01:00:02:00", 50),
    ],
)
def test_record_times_are_counted_at_the_films_rate_dropped_numbers_too(
    tmp_path: Path, rate: Fraction, fcm: str, out: str, frames: int
) -> None:
    start = out[:2] + ":00:00" + out[8] + "00"
    event = f"001  SC1_SH1  V  C  00:00:00:00 00:00:01:00 {start} {out}\n"
    found = read(tmp_path, fcm + event, "cut.edl", rate)
    assert said(found) == {"SC1/SH1": {"frames": frames}}


def test_a_time_that_does_not_exist_at_the_films_rate_is_named_with_its_event(
    tmp_path: Path,
) -> None:
    event = "007  SC1_SH1  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:24\n"
    with pytest.raises(ConfigError) as error:
        read(tmp_path, event, "cut.edl")
    assert error.value.fault.where == "cut.edl, event 007"
    assert "24 frames a second" in error.value.fault.what


def test_clips_that_are_no_shots_are_named_at_once(tmp_path: Path) -> None:
    events = "".join(
        f"{number:03d}  {reel}  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
        for number, reel in enumerate(("A001C003_220101_R1AB", "SC010_SH0010", "interview"), 1)
    )
    with pytest.raises(ConfigError) as error:
        read(tmp_path, events, "cut.edl")
    assert [fault.where for fault in error.value.faults] == [
        "cut.edl, event 001",
        "cut.edl, event 003",
    ]
    assert {fault.code for fault in error.value.faults} == {Code.SHOTLIST_ROW}


def test_a_timeline_as_the_library_writes_it_is_read_nested_tracks_too(tmp_path: Path) -> None:
    found = read(tmp_path, CUT.read_text(), "cut.otio")
    assert said(found) == {"SC010/SH0010": {"frames": 97}, "SC010/SH0020": {"frames": 48}}


def test_older_clips_disabled_ones_and_other_rates_are_read_as_they_are_meant(
    tmp_path: Path,
) -> None:
    old = otio_clip("SC1_SH1", 30, 30)
    old |= {"OTIO_SCHEMA": "Clip.1", "media_reference": None}
    off = otio_clip("SC1_SH9", 30, enabled=False)
    found = read(tmp_path, otio([old, off, otio_clip("SC1_SH2", 24, 23.976)]), "cut.otio")
    assert said(found) == {"SC1/SH1": {"frames": 24}, "SC1/SH2": {"frames": 24}}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"OTIO_SCHEMA": "Effect.1"}',
        otio([{"OTIO_SCHEMA": "Clip.2", "name": "SC1_SH1"}]),
        otio([otio_clip("SC1_SH1", float("nan"))]),
        "[" * 10_000,
    ],
)
def test_what_is_no_timeline_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text, "cut.otio")
    assert error.value.fault.code is Code.SHOTLIST_UNREADABLE
