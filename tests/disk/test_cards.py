from __future__ import annotations

import os
from dataclasses import replace

import pytest

from lyrad.disk.card_text import card_file
from lyrad.disk.cards import CardRack
from lyrad.errors import Code
from lyrad.model.card import Card, CardState, Page, Summary
from lyrad.model.names import RelPath
from tests.support.films import film
from tests.support.nouns import FOLDER

DONE = Card(state=CardState.DONE, detail="T03", body="The take is ready.\nLook at T03.")
WORKING = Card(state=CardState.WORKING, detail="", body="Rendering.")
ROOT = RelPath("")


def cards(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "shot.yaml")


@pytest.fixture
def root(tmp_path):
    return film(tmp_path / "film")


@pytest.fixture
def shot(root):
    return root / FOLDER


def test_a_card_is_read_in_the_listing(root, shot):
    assert CardRack(root).show(FOLDER, DONE) is None
    assert cards(shot) == ["_lyrad DONE T03.txt"]
    text = (shot / "_lyrad DONE T03.txt").read_bytes()
    assert text.isascii()
    assert text.startswith(b"The take is ready.\r\nLook at T03.\r\n")
    assert (shot / "_lyrad DONE T03.txt").stat().st_mode & 0o777 == 0o664


def test_a_folder_shows_one_card_whatever_came_before(root, shot):
    rack = CardRack(root)
    for card in (WORKING, DONE, WORKING):
        rack.show(FOLDER, card)
        assert cards(shot) == [card_file(card).name]
    rack.show(FOLDER, None)
    assert cards(shot) == []


def test_a_card_that_stands_right_is_not_written_again(root, shot):
    rack = CardRack(root)
    rack.show(FOLDER, DONE)
    before = (shot / "_lyrad DONE T03.txt").stat()
    rack.show(FOLDER, DONE)
    CardRack(root).show(FOLDER, DONE)
    after = (shot / "_lyrad DONE T03.txt").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_new_words_in_the_same_state_keep_the_name(root, shot):
    rack = CardRack(root)
    rack.show(FOLDER, DONE)
    rack.show(FOLDER, replace(DONE, body="Another."))
    assert cards(shot) == ["_lyrad DONE T03.txt"]
    assert b"Another." in (shot / "_lyrad DONE T03.txt").read_bytes()


def test_a_deleted_card_is_written_again(root, shot):
    rack = CardRack(root)
    rack.show(FOLDER, DONE)
    (shot / "_lyrad DONE T03.txt").unlink()
    rack.show(FOLDER, DONE)
    assert cards(shot) == ["_lyrad DONE T03.txt"]


def test_cards_of_an_earlier_run_are_lyrads_own(root, shot):
    CardRack(root).show(FOLDER, WORKING)
    (shot / "_lyrad WORKING.txt").rename(shot / "_lyrad WORKING copy.txt")
    CardRack(root).show(FOLDER, DONE)
    assert cards(shot) == ["_lyrad DONE T03.txt"]


def test_a_persons_file_of_a_cards_name_is_never_touched(root, shot):
    mine = shot / "_lyrad DONE T03.txt"
    mine.write_text("my own notes")
    (shot / "_lyrad notes.txt").write_text("mine too")
    (shot / "_lyrad folder.txt").mkdir()
    rack = CardRack(root)
    for card in (DONE, WORKING, DONE, None):
        rack.show(FOLDER, card)
    assert mine.read_text() == "my own notes"
    assert cards(shot) == ["_lyrad DONE T03.txt", "_lyrad folder.txt", "_lyrad notes.txt"]
    rack.show(FOLDER, DONE)
    assert "_lyrad DONE T03 (2).txt" in cards(shot)


def test_what_a_person_wrote_into_a_card_is_kept_under_another_name(root, shot):
    rack = CardRack(root)
    rack.show(FOLDER, DONE)
    card = shot / "_lyrad DONE T03.txt"
    card.write_bytes(b"please brighter\r\n" + card.read_bytes())
    rack.show(FOLDER, DONE)
    rack.show(FOLDER, WORKING)
    assert cards(shot) == ["_edited card DONE T03.txt", "_lyrad WORKING.txt"]
    assert b"please brighter" in (shot / "_edited card DONE T03.txt").read_bytes()


def test_line_ends_changed_by_a_program_leave_a_card_lyrads_own(root, shot):
    rack = CardRack(root)
    rack.show(FOLDER, DONE)
    card = shot / "_lyrad DONE T03.txt"
    card.write_bytes(card.read_bytes().replace(b"\r\n", b"\n"))
    rack.show(FOLDER, WORKING)
    assert cards(shot) == ["_lyrad WORKING.txt"]


def test_names_are_ascii_and_safe_on_windows_and_the_body_keeps_its_letters(root, shot):
    card = Card(
        state=CardState.WAITING, detail='for "Küche: Mädchen".png ' + "x" * 90, body="Küche fehlt."
    )
    CardRack(root).show(FOLDER, card)
    (name,) = cards(shot)
    assert name.startswith("_lyrad WAITING for -Kueche- Maedchen-.png xxx")
    assert len(name) <= 100
    assert (shot / name).read_text(encoding="utf-8-sig").startswith("Küche fehlt.")


def test_a_summary_stands_beside_a_card_and_can_be_touched(root):
    rack = CardRack(root)
    rack.show(ROOT, replace(WORKING, state=CardState.HELD, detail="120 new shots"))
    rack.summary(ROOT, Summary(label="SC010 31 done 2 HELD", body="Older than 15 minutes: ..."))
    summary = root / "_lyrad SC010 31 done 2 HELD.txt"
    os.utime(summary, (1, 1))
    assert rack.touch(ROOT) is None
    assert summary.stat().st_mtime > 1
    rack.summary(ROOT, Summary(label="SC010 32 done 1 HELD", body="..."))
    rack.show(ROOT, None)
    assert [path.name for path in root.glob("_lyrad*")] == ["_lyrad SC010 32 done 1 HELD.txt"]


def test_a_folder_that_went_away_is_no_failure(root):
    rack = CardRack(root)
    assert rack.show(RelPath("scenes/SC010/gone"), DONE) is None
    assert rack.show(RelPath("scenes/SC010/gone"), None) is None


def test_a_share_that_refuses_is_a_fault_and_no_exception(root, shot):
    # Tests may run as root, whom no mode keeps out: something that cannot be replaced does.
    blocked = shot / ".lyrad-card.tmp"
    blocked.mkdir()
    (blocked / "in the way").touch()
    fault = CardRack(root).show(FOLDER, DONE)
    assert fault is not None
    assert fault.code is Code.SHARE_LOCKED
    assert cards(shot) == [".lyrad-card.tmp"]


def test_a_very_long_card_is_still_lyrads_own(root, shot):
    long = replace(DONE, body="One more shot.\n" * 40_000)
    for body in ("first", "second", "third"):
        CardRack(root).show(FOLDER, replace(long, body=f"{long.body}{body}"))
    assert cards(shot) == ["_lyrad DONE T03.txt"]
    assert (shot / "_lyrad DONE T03.txt").stat().st_size > 1 << 19
    CardRack(root).show(FOLDER, WORKING)
    assert cards(shot) == ["_lyrad WORKING.txt"]


def test_what_a_person_wrote_into_a_very_long_card_is_kept_too(root, shot):
    CardRack(root).show(FOLDER, replace(DONE, body="One more shot.\n" * 40_000))
    card = shot / "_lyrad DONE T03.txt"
    card.write_bytes(b"please brighter\r\n" + card.read_bytes())
    CardRack(root).show(FOLDER, WORKING)
    assert cards(shot) == ["_edited card DONE T03.txt", "_lyrad WORKING.txt"]


def test_pages_stand_beside_the_card_and_go_when_they_are_shown_no_more(root, shot):
    rack = CardRack(root)
    one, two = (Page(label=f"{name}.csv shotlist diff", body=name) for name in ("a", "b"))
    rack.show(FOLDER, DONE)
    rack.pages(FOLDER, (one, two))
    pages = ["_lyrad a.csv shotlist diff.txt", "_lyrad b.csv shotlist diff.txt"]
    assert cards(shot) == ["_lyrad DONE T03.txt", *pages]
    (shot / pages[0]).write_bytes((shot / pages[0]).read_bytes().replace(b"a\r\n", b"mine\r\n", 1))
    rack.pages(FOLDER, ())
    assert cards(shot) == ["_edited card a.csv shotlist diff.txt", "_lyrad DONE T03.txt"]
