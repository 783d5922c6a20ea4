from __future__ import annotations

import pytest

from lyrad.core import frames
from lyrad.core.frames import Absent, Ambiguous, Found
from lyrad.model.names import ShotKey
from lyrad.model.spec import FrameChoice

SHOT = ShotKey(scene="SC010", shot="SH0020")
ANY = FrameChoice()


@pytest.mark.parametrize("name", ["shot.yaml", "shot.yml", "Shot.YAML", "shot.yaml.txt"])
def test_a_spec_is_known_under_the_names_that_editors_give_it(name: str) -> None:
    assert frames.spec_files([name, "other.yaml", "shot.draft.yaml"]) == (name,)


@pytest.mark.parametrize(
    "name",
    [
        "first.png",
        "FIRST.PNG",
        "first.jpeg",
        "first_v03.tif",
        "SC010_SH0020_first.png",
        "sh0020_first_v2.webp",
        "first.psd",
    ],
)
def test_a_frame_is_known_by_its_name(name: str) -> None:
    assert frames.looks_like_frame(name, SHOT) == "first"
    assert frames.frame_file("first", ANY, [name], SHOT) == Found(name=name)
    assert frames.frame_file("last", ANY, [name], SHOT) == Absent(meant=False)


@pytest.mark.parametrize(
    "name",
    [
        "first",
        "first.txt",
        "firstly.png",
        "SC010_SH0030_first.png",
        "first_final.png",
        "a_first.png",
    ],
)
def test_other_names_are_no_frame(name: str) -> None:
    assert frames.looks_like_frame(name, SHOT) is None


def test_the_highest_version_wins_and_the_others_are_named() -> None:
    names = ["first.png", "first_v2.png", "first_v10.png", "last.png"]
    found = frames.frame_file("first", ANY, names, SHOT)
    assert found == Found(name="first_v10.png", over=("first_v2.png", "first.png"))


@pytest.mark.parametrize(
    "names", [("first.jpg", "first.png"), ("first_v2.png", "first_v02.png", "first.png")]
)
def test_two_of_the_same_version_are_ambiguous(names: tuple[str, ...]) -> None:
    found = frames.frame_file("first", ANY, names, SHOT)
    assert isinstance(found, Ambiguous)
    assert len(found.names) == 2


def test_the_spec_decides_where_it_says_something() -> None:
    names = ["first.png", "first.jpg", "plate.png"]
    plate = FrameChoice(path="plate.png")
    assert frames.frame_file("first", plate, names, SHOT) == Found(name="plate.png")
    none = FrameChoice(none=True)
    assert frames.frame_file("first", none, names, SHOT) == Absent(meant=True)
