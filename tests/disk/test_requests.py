from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.disk.asked import asked, words_of
from lyrad.disk.requests import claim, claimed, remove
from lyrad.model.card import RequestWord
from lyrad.model.names import RelPath
from tests.support.films import film
from tests.support.killed import killed_at
from tests.support.nouns import FOLDER


def new_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def root(tmp_path):
    return film(tmp_path / "film")


@pytest.fixture
def shot(root):
    return root / FOLDER


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "shot.yaml")


@pytest.mark.parametrize(
    ("name", "word", "note"),
    [
        ("RETAKE", "RETAKE", ""),
        ("retake.txt", "RETAKE", ""),
        ("RETAKE.txt.txt", "RETAKE", ""),
        ("RETAKE slower.txt", "RETAKE", "slower"),
        ("retake_more_light", "RETAKE", "more light"),
        ("Retake - mehr Licht für Ärzte.rtf", "RETAKE", "mehr Licht für Ärzte"),
        ("RETAKE.slower", "RETAKE", "slower"),
        ("Hold", "HOLD", ""),
        ("GO now.TXT", "GO", "now"),
    ],
)
def test_names_that_are_requests(name, word, note):
    said = asked(name)
    assert said is not None
    assert (said.word, said.note) == (RequestWord(word), note)


@pytest.mark.parametrize(
    "name",
    [
        "RETAKES",
        "RETAKES.mov",
        "Going",
        "gone.txt",
        "HOLD.png",
        "hold_frame.PNG",
        "GO.mov",
        "RETAKE.txt.part",
        "RETAKE.txt~",
        "my RETAKE",
        "_RETAKE",
        "RETAKE (not a request).txt",
        "shot.yaml",
    ],
)
def test_names_that_are_none(name):
    assert asked(name) is None


@given(st.text(alphabet=st.characters(exclude_characters="/\0"), min_size=1, max_size=60))
def test_any_name_is_read_without_a_failure(name):
    asked(name)
    asked(f"RETAKE {name}")


def test_a_note_in_rich_text_is_its_words():
    text = (
        r"{\rtf1\ansi\ansicpg1252\cocoartf2709 {\fonttbl\f0\fswiss\fcharset0 Helvetica;}"
        r"{\colortbl;\red255\green255\blue255;}{\*\expandedcolortbl;;}"
        "\n\\pard\\tx560\\f0\\fs24 \\cf0 slower, f\\'fcr Anna}"
    )
    assert words_of(text) == "slower, für Anna"


def test_a_request_is_claimed_by_its_name_and_its_text(root, shot):
    (shot / "RETAKE slower.txt").write_text("and warmer\nplease")
    (request,) = claim(root, FOLDER, new_id)
    assert (request.word, request.note) == (RequestWord.RETAKE, "slower and warmer please")
    assert names(shot) == [f".lyrad-request-{request.id}-RETAKE slower.txt"]
    assert claim(root, FOLDER, new_id) == ()


@pytest.mark.parametrize(
    "data", ["für".encode("utf-16"), "für".encode("utf-8-sig"), "für".encode("cp1252")]
)
def test_a_note_is_read_as_editors_programs_write_it(root, shot, data):
    (shot / "HOLD.txt").write_bytes(data)
    (request,) = claim(root, FOLDER, new_id)
    assert request.note == "für"


def test_a_folder_is_a_request_too(root, shot):
    (shot / "RETAKE more light").mkdir()
    (shot / "RETAKE more light/.DS_Store").write_bytes(b"\0\0")
    (request,) = claim(root, FOLDER, new_id)
    assert request.note == "more light"
    remove(root, request)
    assert names(shot) == []


def test_several_requests_are_claimed_together_in_the_root_too(root):
    (root / "HOLD").touch()
    (root / "GO").touch()
    words = {request.word for request in claim(root, RelPath(""), new_id)}
    assert words == {RequestWord.HOLD, RequestWord.GO}


def test_claims_of_an_earlier_run_are_found_again_whole(root, shot):
    (shot / "RETAKE slower.txt").write_text("and warmer")
    made = claim(root, FOLDER, new_id)
    assert claimed(root, FOLDER) == made
    remove(root, made[0])
    assert claimed(root, FOLDER) == ()
    remove(root, made[0])


def test_a_very_long_name_can_still_be_claimed(root, shot):
    (shot / ("RETAKE " + "ü" * 120 + ".txt")).touch()
    (request,) = claim(root, FOLDER, new_id)
    assert request.note.startswith("üüü")
    assert claimed(root, FOLDER) == (request,)


@pytest.mark.parametrize("name", ["RETAKE", "HOLD.txt"])
def test_what_is_more_than_a_request_is_left_alone(root, shot, name):
    (shot / name).write_bytes(b"\0\1\2" * 10)
    (shot / "GO").mkdir()
    (shot / "GO/frame.png").touch()
    (shot / "RETAKE script.txt").write_text("word " * 2000)
    (shot / "HOLD link").symlink_to(shot / "shot.yaml")
    before = names(shot)
    assert claim(root, FOLDER, new_id) == ()
    assert names(shot) == before


def test_what_was_put_into_a_claim_is_given_back(root, shot):
    (shot / "RETAKE").mkdir()
    (shot / "HOLD.txt").touch()
    hold, retake = claim(root, FOLDER, new_id)
    (shot / f".lyrad-request-{retake.id}-RETAKE/mine.png").touch()
    (shot / f".lyrad-request-{hold.id}-HOLD.txt").write_bytes(b"\0" * 9000)
    remove(root, retake)
    remove(root, hold)
    assert names(shot) == ["HOLD (not a request).txt", "RETAKE (not a request)"]
    assert (shot / "RETAKE (not a request)/mine.png").exists()
    assert claim(root, FOLDER, new_id) == ()


def test_a_kill_between_claim_and_removal_loses_no_word(tmp_path):
    for call in range(200):
        root = film(tmp_path / f"{call}")
        (root / FOLDER / "RETAKE slower.txt").write_text("and warmer")
        died = killed_at(call, lambda root=root: claim(root, FOLDER, new_id))
        left = (*claimed(root, FOLDER), *claim(root, FOLDER, new_id))
        assert [request.note for request in left] == ["slower and warmer"]
        if not died:
            return
    raise AssertionError("claiming never ended")
