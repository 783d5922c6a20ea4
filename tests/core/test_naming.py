from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.naming import (
    BODY_LIMIT,
    SEGMENT_LIMIT,
    ascii_fold,
    body,
    collisions,
    natural_key,
    parse_stem,
    parse_take,
    shot_collisions,
    stem,
    take_folder,
    written,
)
from lyrad.model.names import ShotKey

codes = st.text(min_size=1, max_size=120)
shots = st.builds(ShotKey, scene=codes, shot=codes)
RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|$)", re.IGNORECASE)


def shot(scene: str, name: str) -> ShotKey:
    return ShotKey(scene=scene, shot=name)


@given(codes)
def test_a_written_code_is_safe_on_every_machine_and_never_empty(code):
    name = written(code)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
    assert len(name) <= BODY_LIMIT
    assert name[0] not in "._-"
    assert not name.endswith(".")
    assert not RESERVED.match(name)


@given(codes)
def test_a_written_code_is_written_the_same_again(code):
    assert written(written(code)) == written(code)


@given(codes)
def test_composed_and_decomposed_letters_are_written_alike(code):
    forms = {written(unicodedata.normalize(form, code)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@given(shots, st.integers(1, 9999), st.integers(1, 9999))
def test_a_stem_round_trips(key, take, version):
    name = stem(key, take=take, version=version)
    assert len(f"{name}_contact-sheet.jpg") <= SEGMENT_LIMIT
    read = parse_stem(f"{name}.mp4")
    assert read is not None
    assert (read.body, read.take, read.version) == (body(key), take, version)


@given(st.integers(1, 9999))
def test_a_take_folder_round_trips(number):
    assert parse_take(take_folder(number)) == number


@pytest.mark.parametrize(
    ("scene", "name", "expected"),
    [
        ("SC010", "SH0020", "SC010_SH0020_T03_v002"),
        ("SC010", "SC010_SH0020", "SC010_SH0020_T03_v002"),
        ("sc010", "SC010-SH0020", "SC010-SH0020_T03_v002"),
        ("SC02", "EP01_SC02_SH03", "EP01_SC02_SH03_T03_v002"),
        ("010", "010_0020", "010_0020_T03_v002"),
        ("010", "010", "010_010_T03_v002"),
        ("SC1", "SC10_SH1", "SC1_SC10_SH1_T03_v002"),
        ("Küche", "12A", "Kueche_12A_T03_v002"),
        ("AUX", "SH 10", "xAUX_SH_10_T03_v002"),
    ],
)
def test_stems_of_codes_that_people_use(scene, name, expected):
    assert stem(shot(scene, name), take=3, version=2) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("KÜCHE", "KUECHE"),
        ("Straße", "Strasse"),
        ("café", "cafe"),
        ("…", "x2026"),
        ("東京", "x6771x4EAC"),
        ("A (2)", "A_2"),
        ("..", "x2Ex2E"),
    ],
)
def test_letters_beyond_ascii_are_spelled(code, expected):
    assert written(code) == expected


def test_two_codes_that_become_one_are_found():
    found = collisions(["Küche", "kueche", "SC010", "caf\u00e9", "cafe\u0301", "SC020"])
    assert {frozenset(group) for group in found} == {
        frozenset({"Küche", "kueche"}),
        frozenset({"caf\u00e9", "cafe\u0301"}),
    }


def test_two_shots_with_one_stem_are_found():
    found = shot_collisions([shot("SC1", "SC1_A"), shot("SC1", "A"), shot("SC1", "B")])
    assert found == (("SC1/A", "SC1/SC1_A"),)


def test_long_codes_that_differ_at_the_end_stay_different():
    assert written("A" * 200 + "1") != written("A" * 200 + "2")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("T01", 1),
        ("t1", 1),
        ("T01 good one", 1),
        ("Take 7", 7),
        ("take_012", 12),
        ("T20261122", None),
        ("Test", None),
        ("untitled folder", None),
    ],
)
def test_take_folders_are_read_leniently(name, number):
    assert parse_take(name) == number


@given(st.text())
def test_folded_words_fit_into_any_file_name(text):
    folded = ascii_fold(text)
    assert folded.isascii()
    assert len(folded) <= 60
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', folded)
    assert folded == folded.strip(" .")


@given(st.text(), st.text())
def test_natural_order_is_total(one, other):
    assert (natural_key(one) == natural_key(other)) == (one == other)
    assert sorted([one, other], key=natural_key)


def test_natural_order_counts():
    assert sorted(["SH10", "sh2", "SH1"], key=natural_key) == ["SH1", "sh2", "SH10"]
