from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.portable import breaks, faults_of, same, shown, twins
from lyrad.errors import Code
from lyrad.model.names import RelPath

NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=()), min_size=1, max_size=300
)
HERE = RelPath("scenes/SC010/SH0020")


@given(NAMES)
def test_any_name_is_judged_and_shown_on_one_line(name: str) -> None:
    assert all(sentence.endswith((".", ")")) for sentence in breaks(name))
    assert shown(name).isprintable()
    assert all(fault.where.isprintable() for fault in faults_of(HERE, [name]))


@given(NAMES)
def test_accents_and_capitals_make_no_other_name(name: str) -> None:
    assert same(unicodedata.normalize("NFD", name)) == same(name)


@given(st.lists(NAMES, max_size=8))
def test_twins_are_different_names_that_are_the_same(names: list[str]) -> None:
    for group in twins(names):
        assert len(set(group)) == len(group) > 1
        assert len({same(name) for name in group}) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CON", "device"),
        ("com1.png", "device"),
        ("NUL .tar.gz", "device"),
        ("LPT¹", "device"),
        ("SH0020.", "ends in a stop"),
        ("SH0020 ", "ends in a stop"),
        ("what?.png", "not allow ?"),
        ("a\\b", "not allow \\"),
        ('<>:"|', 'not allow < > : " |'),
        ("first\n.png", "control character"),
        ("x" * 256, "longer than the 255"),
        ("ü" * 128, "longer than the 255"),
        ("18\uf02230", "private character for :"),
        ("caf\udce9", "no readable text"),
    ],
)
def test_a_name_that_breaks_elsewhere_is_told_why(name: str, said: str) -> None:
    assert said in " ".join(breaks(name))


@pytest.mark.parametrize(
    "name",
    [
        "SC010",
        "Küche",
        unicodedata.normalize("NFD", "Küche"),
        "-rf",
        "12A",
        "console",
        "COM10",
        "first.v02.png",
        "東京",
        "שוט",
        "😀.png",
        "👩‍🎬",
        "x" * 255,
        "a b",
        "shot 1 (2)",
    ],
)
def test_a_name_that_every_disk_takes_is_left_in_peace(name: str) -> None:
    assert breaks(name) == ()


def test_twins_are_found_by_accents_and_by_capitals() -> None:
    composed, decomposed = "büro.png", unicodedata.normalize("NFD", "büro.png")
    assert twins([composed, decomposed, "first.png"]) == ((decomposed, composed),)
    assert twins(["first.PNG", "First.png", "last.png"]) == (("First.png", "first.PNG"),)
    assert twins(["Straße", "Strasse"]) == ()


def test_every_fault_of_a_folder_comes_at_once() -> None:
    names = ["AUX", "Bild.png", "bild.PNG", "end.", "fine.png"]
    found = [(fault.code, fault.where.rpartition("/")[2]) for fault in faults_of(HERE, names)]
    assert found == [
        (Code.NAME_BREAKS, "AUX"),
        (Code.NAME_BREAKS, "end."),
        (Code.NAMES_TWIN, "bild.PNG"),
    ]


def test_a_path_that_windows_stops_at_is_told_with_its_length() -> None:
    folder = RelPath("/".join(["x" * 60] * 4))
    (fault,) = faults_of(folder, ["first_frame.png"])
    assert "262 characters" in fault.what
    assert faults_of(folder, ["f.png"]) == ()
