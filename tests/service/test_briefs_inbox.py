"""Briefs and memos dropped into `inbox/` under a shot's name go to the shot."""

from __future__ import annotations

import pytest

from tests.support import briefs
from tests.support.shoot import Shoot


@pytest.fixture
def inbox(shoot: Shoot) -> Shoot:
    shoot.folder().mkdir(parents=True)
    (shoot.root / "inbox").mkdir()
    shoot.later()
    return shoot


def put(shoot: Shoot, name: str, words: bytes = b"The lighthouse at dusk.") -> None:
    (shoot.root / "inbox" / name).write_bytes(words)
    shoot.later()
    shoot.clock.advance(60)  # a format whose end nobody knows is waited for
    shoot.later()


def card(shoot: Shoot) -> str:
    (path,) = (shoot.root / "inbox").glob("_lyrad *")
    return f"{path.stem.removeprefix('_lyrad ')}\n{path.read_text('utf-8-sig')}"


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("SC010_SH0020_brief.txt", "brief.txt"),
        ("SC010 SH0020 brief v2.md", "brief_v2.md"),
        ("SC010_SH0020.txt", "brief.txt"),
        ("SC010_SH0020.aac", "memo.aac"),
        ("sc010 sh0020 memo 2.AAC", "memo_2.aac"),
    ],
)
def test_what_is_named_after_a_shot_goes_there(inbox: Shoot, name: str, there: str) -> None:
    put(inbox, name)
    assert (inbox.folder() / there).is_file()
    assert not (inbox.root / "inbox" / name).exists()
    inbox.clock.advance(60)
    briefs.see(inbox)
    assert len(briefs.jobs(inbox)) == 1


def test_a_second_brief_stays_where_it_is_and_says_why(inbox: Shoot) -> None:
    put(inbox, "SC010_SH0020_brief.txt")
    put(inbox, "SC010_SH0020_brief.txt", b"Another one.")
    assert (inbox.folder() / "brief.txt").read_bytes() == b"The lighthouse at dusk."
    assert "NOT USED SC010_SH0020_brief.txt" in card(inbox)
    assert "SC010/SH0020 has a brief.txt already." in card(inbox)


def test_a_memo_of_a_shot_that_is_not_there_waits_for_it(inbox: Shoot) -> None:
    put(inbox, "SC010_SH0990.aac")
    assert card(inbox).startswith("WAITING for the shot of SC010_SH0990.aac")
    inbox.folder("SC010/SH0990").mkdir()
    inbox.later()
    assert (inbox.folder("SC010/SH0990") / "memo.aac").is_file()


@pytest.mark.parametrize("name", ["Neue Aufnahme 12.aac", "brief.txt"])
def test_what_names_no_shot_is_told_on_the_card(inbox: Shoot, name: str) -> None:
    put(inbox, name)
    assert f"The name of {name} does not say which shot it tells of." in card(inbox)
    assert (inbox.root / "inbox" / name).is_file()


def test_of_other_texts_nothing_is_said(inbox: Shoot) -> None:
    put(inbox, "readme.txt")
    assert not list((inbox.root / "inbox").glob("_lyrad *"))
