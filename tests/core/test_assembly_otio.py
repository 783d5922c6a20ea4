"""The timeline of an assembly, read back by OpenTimelineIO's own library and by lyrad's reader."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import opentimelineio as otio
import pytest

from lyrad.config.shotlist.otio import clips
from lyrad.core.assembly.layout import laid
from lyrad.core.assembly.otio import timeline
from lyrad.core.shotlist.timecode import frame_of
from lyrad.model.assembly import Assembly
from lyrad.model.names import RelPath
from tests.support.assemblies import cue, footage, shot

FOLDER = RelPath("scenes/SC010")
RATES = (Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001))


def text(assembly: Assembly) -> str:
    return timeline(assembly, name="SC010_assembly_v003", folder=FOLDER, about={"version": 3})


def opened(assembly: Assembly) -> Any:
    return otio.adapters.read_from_string(text(assembly), "otio_json")


def scene(rate: Fraction = Fraction(24)) -> Assembly:
    head = frame_of("01:00:00:00", rate) or 0
    found = laid(
        "SC010",
        [
            shot("SH0010", footage("SH0010", rate=rate, head=head)),
            shot("SH0020", frames=61, rate=rate),
            shot("SH0030", footage("SH0030", take=2, rate=rate, head=head, circled=True)),
        ],
        [cue(head=head + 10, frames=48), cue("1M2", head=head - 10, frames=40)],
        "01:00:00:00",
    )
    assert found is not None
    return found


def frames(time: Any) -> Fraction:
    assert time.value == int(time.value)
    return Fraction(int(time.value))


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_clip_and_range_reads_back_at_the_films_own_rate(rate: Fraction) -> None:
    assembly = scene(rate)
    found = opened(assembly)
    assert found.name == "SC010_assembly_v003"
    assert found.metadata["lyrad"] == {"scene": "SC010", "version": 3}
    assert frames(found.global_start_time) == assembly.start
    assert found.global_start_time.rate == float(rate)
    (picture,) = found.video_tracks()
    ranges = [picture.range_of_child_at_index(place) for place in range(len(picture))]
    assert [(child.name, type(child).__name__) for child in picture] == [
        ("SC010_SH0010", "Clip"),
        ("SC010_SH0020", "Gap"),
        ("SC010_SH0030", "Clip"),
    ]
    assert [(frames(one.start_time), frames(one.duration)) for one in ranges] == [
        (0, 25),
        (25, 61),
        (86, 25),
    ]
    assert frames(picture.duration()) == assembly.frames
    first = picture[0]
    assert first.available_range() == first.source_range
    assert frames(first.source_range.start_time) == assembly.start


def test_media_are_named_relative_to_the_timeline() -> None:
    (picture,) = opened(scene()).video_tracks()
    assert picture[0].media_reference.target_url == "SH0010/takes/T01/SC010_SH0010_T01_v001.mp4"
    assert dict(picture[2].metadata["lyrad"])["take"] == 2
    assert [marker.name for marker in picture[2].markers] == ["Circled"]


def test_music_lies_at_its_place_and_pieces_that_overlap_get_tracks_of_their_own() -> None:
    found = opened(scene())
    first, second = found.audio_tracks()
    assert [child.name for child in first] == ["1M2"]
    assert [(type(child).__name__, frames(child.duration())) for child in second] == [
        ("Gap", 10),
        ("Clip", 48),
    ]
    assert frames(first[0].source_range.start_time) == 86400 - 10 + 10
    assert frames(first[0].available_range().start_time) == 86400 - 10
    assert second[1].media_reference.target_url == (
        "cues/1M1/takes/T01/1M1_dawn_v001_01-00-00-00.wav"
    )


def test_numbered_pictures_are_a_sequence() -> None:
    png = footage(
        "SH0010",
        path=RelPath("scenes/SC010/SH0010/takes/T01/SC010_SH0010_T01_v001"),
        first="SC010_SH0010_T01_v001.01001.png",
    )
    assembly = laid("SC010", [shot("SH0010", png)], [], "01:00:00:00")
    assert assembly is not None
    (picture,) = opened(assembly).video_tracks()
    media = picture[0].media_reference
    assert media.target_url_for_image_number(0) == (
        "SH0010/takes/T01/SC010_SH0010_T01_v001/SC010_SH0010_T01_v001.01001.png"
    )


def test_a_take_that_was_dragged_away_and_a_name_with_spaces_are_found_again() -> None:
    away = footage("SH0010", path=RelPath("selects/best ones/SC010_SH0010_T01_v001.mp4"))
    assembly = laid("SC010", [shot("SH0010", away)], [], "01:00:00:00")
    assert assembly is not None
    (picture,) = opened(assembly).video_tracks()
    url = picture[0].media_reference.target_url
    assert url == "../../selects/best%20ones/SC010_SH0010_T01_v001.mp4"


def test_a_take_of_another_rate_fills_whole_frames_of_the_timeline() -> None:
    odd = footage("SH0020", frames=49, rate=Fraction(25), head=90000)
    assembly = laid(
        "SC010",
        [
            shot("SH0010", footage("SH0010")),
            shot("SH0020", odd),
            shot("SH0030", footage("SH0030")),
        ],
        [],
        "01:00:00:00",
    )
    assert assembly is not None
    (picture,) = opened(assembly).video_tracks()
    assert [frames(child.duration()) for child in picture] == [25, 47, 25]
    assert picture[1].available_range().duration == otio.opentime.RationalTime(49, 25)
    assert frames(picture[1].source_range.start_time) == 86400


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_lyrads_own_reader_of_cuts_finds_the_same_shots(rate: Fraction) -> None:
    found = clips(text(scene(rate)), "SC010_assembly_v003.otio", rate)
    assert [(clip.name, clip.frames) for clip in found] == [
        ("SC010_SH0010", 25),
        ("SC010_SH0030", 25),
    ]
