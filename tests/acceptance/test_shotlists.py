"""Shot lists dropped into `inbox/` of a running lyrad: shown, applied on GO, once and whole."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.support.belongings import belongings
from tests.support.pictures import png
from tests.support.production import Daemon, Film, until
from tests.support.shotlist_files import HEAD, ROWS, excel_csv, workbook

CHANGED = [(*row[:2], "Ganz anders.", *row[3:]) if row[1] == "12A" else row for row in ROWS[:-1]]


@pytest.mark.usefixtures("running")
def test_a_list_is_shown_then_applied_then_only_its_difference(film: Film) -> None:
    inbox = film.root / "inbox"
    (inbox / "Auflösung.csv").write_bytes(excel_csv())
    until(lambda: cards(film) == ["HELD 12 new shots"], seconds=20)
    assert (inbox / "_lyrad Aufloesung.csv shotlist diff.txt").is_file()
    assert specs(film) == []
    (inbox / "GO").touch()
    until(lambda: cards(film) == ["DONE 12 shots made"], seconds=20)
    assert len(specs(film)) == 12
    assert not (inbox / "GO").exists()
    assert (inbox / "Auflösung.csv").read_bytes() == excel_csv()
    assert film.lyrad("check", str(film.root)).returncode == 0
    mine = film.shot("SC010/SH0010") / "shot.yaml"
    mine.write_text("description: My own words.\nduration: 4s\n")
    (inbox / "Auflösung.csv").write_bytes(excel_csv(CHANGED))
    until(lambda: cards(film) == ["HELD 1 changed shot"], seconds=20)
    page = (inbox / "_lyrad Aufloesung.csv shotlist diff.txt").read_text("utf-8-sig")
    assert "- SC030/12D" in page
    assert "! SC010/SH0010" in page
    (inbox / "GO").touch()
    until(lambda: cards(film) == ["DONE 1 shot updated"], seconds=20)
    assert "Ganz anders." in (film.shot("SC030/12A") / "shot.yaml").read_text("utf-8")
    assert mine.read_text() == "description: My own words.\nduration: 4s\n"
    assert len(specs(film)) == 12


@pytest.mark.usefixtures("running")
def test_frames_named_after_shots_of_a_list_become_takes(film: Film) -> None:
    inbox = film.root / "inbox"
    mark = film.root / "production.yaml"
    text = mark.read_text().replace("size: 1280x720", "size: 128x72\nshot_lists: apply")
    mark.write_text(text)
    (inbox / "SC010_SH0010_first.png").write_bytes(png(128, 72, seed=1))
    (inbox / "SC010 SH0010 last.png").write_bytes(png(128, 72, seed=2))
    (inbox / "list.xlsx").write_bytes(workbook([("Shot", "Frames"), ("SC010_SH0010", 9)]))
    until(lambda: film.takes("SC010/SH0010"), seconds=60)
    assert not list(inbox.glob("*.png"))


def test_kills_while_a_list_is_applied_leave_every_shot_once_and_whole(film: Film) -> None:
    rows = [(f"SC{scene:03d}", f"SH{shot:04d}", f"Nr. {shot}.", "4", "", "")
            for scene in range(1, 6) for shot in range(1, 41)]  # fmt: skip
    inbox, chance = film.root / "inbox", random.Random(20261126)
    (inbox / "list.csv").write_bytes(excel_csv(rows, HEAD))
    (inbox / "GO").touch()
    daemon, begun = film.start(), 0
    for _ in range(4):
        before = len(specs(film))
        until(lambda: len(specs(film)) > before or done(film), seconds=30, every=0.01)  # noqa: B023
        time.sleep(chance.uniform(0, 0.05))
        daemon.kill()
        begun += 0 < len(specs(film)) < len(rows)
        whole(film)
        daemon = film.start()
    until(lambda: done(film), seconds=60)
    assert cards(film) == ["DONE 200 shots made"]
    assert len(specs(film)) == 200
    assert begun, "no kill came while the list was applied"
    whole(film)
    before = belongings(film.root / "scenes")
    restart(film, daemon)
    assert belongings(film.root / "scenes") == before


def restart(film: Film, daemon: Daemon) -> None:
    """Ask for it all again, of another lyrad: there is nothing to make."""
    assert daemon.stop() == 0
    lines = len(film.ledger())
    (film.root / "inbox" / "GO").touch()
    assert film.once().returncode == 0
    assert not (film.root / "inbox" / "GO").exists()
    assert cards(film) == ["DONE 200 shots made"]
    assert len(film.ledger()) == lines


def cards(film: Film) -> list[str]:
    """Return the inbox's cards, without the pages beside them."""
    names = (path.stem.removeprefix("_lyrad ") for path in (film.root / "inbox").glob("_lyrad *"))
    return [name for name in names if not name.endswith("shotlist diff")]


def done(film: Film) -> bool:
    return any(name.startswith("DONE") for name in cards(film))


def specs(film: Film) -> list[Path]:
    return sorted(film.root.glob("scenes/SC*/*/shot.yaml"))


def whole(film: Film) -> None:
    """Every spec that has its name is all there."""
    assert [path for path in specs(film) if not path.read_text("utf-8").endswith("s\n")] == []
