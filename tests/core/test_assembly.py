"""Which take of each shot is cut in, where it lies, and when an assembly is made again."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lyrad.core.assembly.choice import chosen, newest, reason
from lyrad.core.assembly.identity import fingerprint
from lyrad.core.assembly.layout import laid
from lyrad.core.naming import assembly_stem, parse_assembly, parse_stem
from lyrad.model.assembly import Assembly
from lyrad.model.media import Size
from lyrad.model.rule import RuleStep
from tests.support.assemblies import HOUR, RATE, cue, footage, shot

START = "01:00:00:00"
STEPS = (RuleStep(action="assemble.scene", fields={"burn_in": True}),)
NTSC = Fraction(30000, 1001)


def put_together(*shots, cues=(), start: str = START) -> Assembly:
    found = laid("SC010", shots, cues, start)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("takes", "take", "words"),
    [
        ([footage(take=1), footage(take=2)], 2, ""),
        ([footage(take=1), footage(take=2, draft=True)], 1, "not the latest"),
        ([footage(take=1, draft=True), footage(take=2, draft=True)], 2, "draft"),
        ([footage(take=1, circled=True), footage(take=2)], 1, "circled, not the latest"),
        ([footage(take=1, circled=True), footage(take=2, circled=True)], 2, "circled"),
        (
            [footage(take=1, draft=True, circled=True), footage(take=2)],
            1,
            "circled, draft, not the latest",
        ),
        ([footage(take=1), footage(take=2, suspicious=True)], 2, "suspicious"),
    ],
)
def test_a_circled_take_goes_first_then_what_is_no_draft_then_the_latest(
    takes, take, words
) -> None:
    found = chosen(takes)
    assert found is not None
    assert found.take == take
    assert reason(found, takes) == words


def test_where_there_is_no_take_nothing_is_chosen() -> None:
    assert chosen([]) is None
    assert newest([]) is None
    assert laid("SC010", [shot("SH0010")], [], START) is None


def test_the_latest_music_is_laid_under_but_a_scratch_score_only_where_there_is_no_other() -> None:
    assert newest([cue(take=1), cue(take=2, draft=True)]) == cue(take=1)
    assert newest([cue(take=1, draft=True), cue(take=2)]) == cue(take=2)


def test_shots_follow_each_other_in_the_order_that_people_read_their_codes_in() -> None:
    found = put_together(
        shot("SH0100", footage("SH0100")), shot("SH20", footage("SH20")), shot("SH3")
    )
    assert [(item.shot.shot, item.start, item.frames) for item in found.items] == [
        ("SH3", 0, 25),
        ("SH20", 25, 25),
        ("SH0100", 50, 25),
    ]
    assert found.frames == 75


def test_what_has_no_take_is_a_slate_as_long_as_it_is_planned_to_be() -> None:
    found = put_together(shot("SH0010", footage("SH0010")), shot("SH0020", frames=61))
    slate = found.items[1]
    assert (slate.footage, slate.start, slate.frames) == (None, 25, 61)
    assert "A slate stands for what has no take yet: SH0020." in found.told
    assert found.told[0] == "1 of 2 shots have a take in it."


def test_a_shot_of_which_nobody_knows_how_long_it_is_is_left_out_and_told() -> None:
    found = put_together(shot("SH0010", footage("SH0010")), shot("SH0020", frames=None))
    assert [item.shot.shot for item in found.items] == ["SH0010"]
    assert "Left out, since no spec says how long it is: SH0020." in found.told


def test_a_take_is_as_long_as_it_is_whatever_its_spec_says_by_now() -> None:
    found = put_together(shot("SH0010", footage("SH0010", frames=31), frames=99))
    assert found.items[0].frames == 31


def test_the_rate_and_size_are_those_that_most_takes_have() -> None:
    odd = footage("SH0010", frames=50, rate=Fraction(25), size=Size(width=640, height=480))
    found = put_together(
        shot("SH0010", odd), shot("SH0020", footage("SH0020")), shot("SH0030", footage("SH0030"))
    )
    assert (found.rate, found.size) == (RATE, footage().size)
    assert found.items[0].frames == 48
    assert "Of another rate, so frames are doubled or left out: SH0010." in found.told


def test_what_a_person_should_look_at_is_told() -> None:
    found = put_together(
        shot("SH0010", footage("SH0010", draft=True)),
        shot("SH0020", footage("SH0020", suspicious=True)),
        shot("SH0030", footage("SH0030", circled=True)),
    )
    assert found.told[1:] == (
        "Still drafts: SH0010.",
        "Suspicious, so look at these: SH0020.",
        "Circled: SH0030.",
    )


@pytest.mark.parametrize(
    ("start", "rate", "first", "drop"),
    [
        ("01:00:00:00", Fraction(24), 86400, False),
        ("01:00:00:00", Fraction(24000, 1001), 86400, False),
        ("01:00:00;00", NTSC, 107892, True),
        ("01:00:00:00", NTSC, 108000, False),
        ("01:00:00;00", Fraction(25), 90000, False),
        ("nonsense", Fraction(25), 90000, False),
    ],
)
def test_the_first_frame_is_the_films_and_numbers_are_dropped_where_a_semicolon_says_so(
    start, rate, first, drop
) -> None:
    found = put_together(shot("SH0010", footage("SH0010", rate=rate)), start=start)
    assert (found.start, found.drop) == (first, drop)


@pytest.mark.parametrize(
    ("head", "frames", "place"),
    [
        (HOUR, 50, (0, 0, 50)),
        (HOUR + 10, 20, (10, 0, 20)),
        (HOUR - 10, 30, (0, 10, 20)),
        (HOUR + 40, 30, (40, 0, 10)),
        (HOUR - 5, 100, (0, 5, 50)),
    ],
)
def test_a_cue_lies_at_its_timecode_and_what_hangs_over_is_cut_off(head, frames, place) -> None:
    found = put_together(
        shot("SH0010", footage("SH0010")),
        shot("SH0020", footage("SH0020")),
        cues=[cue(head=head, frames=frames)],
    )
    (laid_cue,) = found.cues
    assert (laid_cue.at, laid_cue.skip, laid_cue.frames) == place
    cut = frames - place[2]
    assert any(f"{cut} frames of it hang over" in line for line in found.told) == bool(cut)


def test_a_cue_outside_the_scene_is_not_heard_and_that_is_told() -> None:
    found = put_together(
        shot("SH0010", footage("SH0010")), cues=[cue(head=HOUR + 25), cue("1M2", head=HOUR - 48)]
    )
    assert found.cues == ()
    assert "1M1 lies at 01:00:01:01, outside this scene, and is not heard." in found.told
    assert "1M2 lies at 00:59:58:00, outside this scene, and is not heard." in found.told


def test_the_same_contents_in_the_same_places_are_the_same_assembly() -> None:
    base = put_together(shot("SH0010", footage("SH0010")), shot("SH0020"), cues=[cue()])
    words = put_together(
        shot("SH0010", footage("SH0010"), words="Other words."),
        shot("SH0020", words="More words."),
        cues=[cue()],
    )
    assert fingerprint(base, STEPS) == fingerprint(words, STEPS)


@pytest.mark.parametrize(
    "other",
    [
        put_together(shot("SH0010", footage("SH0010", take=2)), shot("SH0020"), cues=[cue()]),
        put_together(shot("SH0010", footage("SH0010")), cues=[cue()]),
        put_together(shot("SH0010", footage("SH0010")), shot("SH0020", frames=9), cues=[cue()]),
        put_together(shot("SH0010", footage("SH0010")), shot("SH0020")),
        put_together(shot("SH0010", footage("SH0010")), shot("SH0020"), cues=[cue(head=HOUR + 1)]),
        put_together(
            shot("SH0010", footage("SH0010")), shot("SH0020"), cues=[cue()], start="02:00:00:00"
        ),
    ],
)
def test_other_contents_or_places_make_another_assembly(other: Assembly) -> None:
    base = put_together(shot("SH0010", footage("SH0010")), shot("SH0020"), cues=[cue()])
    assert fingerprint(base, STEPS) != fingerprint(other, STEPS)


def test_another_setting_makes_another_assembly() -> None:
    base = put_together(shot("SH0010", footage("SH0010")))
    plain = (replace(STEPS[0], fields={"burn_in": False}),)
    assert fingerprint(base, STEPS) != fingerprint(base, plain)


def test_an_assembly_is_known_by_its_name_and_is_no_take() -> None:
    name = f"{assembly_stem('SC010', version=3)}.mp4"
    assert name == "SC010_assembly_v003.mp4"
    assert parse_assembly(name) == 3
    assert parse_stem(name) is None
    assert parse_assembly("cut.mov") is None
    assert parse_assembly("SC010_SH0010_T01_v001.mp4") is None


def test_music_at_another_rate_lies_at_its_timecode() -> None:
    at_24 = cue(head=24 * 3600 + 12, frames=24, rate=Fraction(24))
    thirty = Fraction(30)
    found = put_together(
        shot("SH0010", footage("SH0010", frames=90, rate=thirty), rate=thirty), cues=[at_24]
    )
    (laid_cue,) = found.cues
    assert (laid_cue.at, laid_cue.skip, laid_cue.frames) == (15, 0, 30)
