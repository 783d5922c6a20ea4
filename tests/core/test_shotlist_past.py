from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lyrad.core.history import History
from lyrad.core.shotlist.filing import named_frame, shot_of, taken
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.shotlist import ShotsWritten, SpecWritten

PATH = RelPath("scenes/A/1/shot.yaml")
SHOTS = (ShotKey(scene="SC010", shot="SH0020"), ShotKey(scene="12", shot="12A"))


def written(sha256: str, *, new: bool = True, whole: bool = False) -> ShotsWritten:
    return ShotsWritten(
        at=datetime(2026, 11, 26, tzinfo=UTC),
        list="list.csv",
        list_sha256="list",
        specs=(SpecWritten(path=PATH, sha256=sha256, new=new),),
        whole=whole,
    )


def test_every_text_that_lyrad_wrote_is_known_again_and_folding_twice_changes_nothing() -> None:
    lines = [written("a"), written("a", whole=True), written("b", new=False)]
    once, twice = History.of(lines), History.of([*lines, *lines])
    assert once.lists.written == {PATH: frozenset({"a", "b"})}
    assert once.lists == twice.lists


def test_a_list_is_applied_once_all_of_it_stood() -> None:
    begun = History.of([written("a")])
    assert not begun.lists.of("list").whole
    done = begun.with_line(written("a", whole=True)).lists.of("list")
    assert done.whole
    assert (done.made, done.updated) == (frozenset({PATH}), frozenset())


@pytest.mark.parametrize(
    ("name", "shot", "there"),
    [
        ("SC010_SH0020_first.png", SHOTS[0], "first.png"),
        ("SC010 SH0020 last.JPG", SHOTS[0], "last.jpg"),
        ("10-20-First v02.png", SHOTS[0], "first_v02.png"),
        ("12A_last.tif", SHOTS[1], "last.tif"),
        ("SC010_SH0030_first.png", None, "first.png"),
        ("SH0020_first.png", None, "first.png"),
    ],
)
def test_a_frame_is_filed_to_the_shot_that_its_name_says(
    name: str, shot: ShotKey | None, there: str
) -> None:
    frame = named_frame(name)
    assert frame
    assert (shot_of(frame, SHOTS), frame.name) == (shot, there)


@pytest.mark.parametrize(
    "name", ["first.png", "keyvisual.png", "SC010_SH0020_first.mov", "x_first"]
)
def test_other_names_say_of_no_shot_and_part(name: str) -> None:
    assert named_frame(name) is None


def test_a_part_that_is_played_already_is_taken() -> None:
    frame = named_frame("SC010_SH0020_first.png")
    assert frame
    assert taken(frame, ["last.png", "first.jpg"], SHOTS[0]) == "first.jpg"
    assert taken(frame, ["last.png"], SHOTS[0]) == ""
