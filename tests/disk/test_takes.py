from __future__ import annotations

from lyrad.disk.takes import Takes, receipt_text
from lyrad.model.names import RelPath, ShotKey
from tests.support.films import film
from tests.support.nouns import FOLDER, SHOT, receipt


def put(folder, **facts) -> None:
    (folder / "_info").mkdir(parents=True)
    (folder / "_info/receipt.json").write_bytes(receipt_text(receipt(**facts)))


def test_a_shot_without_takes_has_none(tmp_path):
    takes = Takes(film(tmp_path))
    assert takes.of(FOLDER) == ()
    assert takes.of(RelPath("scenes/SC010/gone")) == ()
    assert takes.selects(SHOT) == frozenset()


def test_takes_come_in_order_of_their_numbers_whatever_they_are_called_now(tmp_path):
    folder = film(tmp_path) / FOLDER / "takes"
    for name, number in [("T10", 10), ("T02 good one", 2), ("t1", 1)]:
        put(folder / name, take=number)
    for name in ("notes", ".lyrad-stage-abc", "T2026"):
        (folder / name).mkdir()
    (folder / "T03").write_text("a file, no take")
    found = Takes(tmp_path).of(FOLDER)
    assert [(take.number, take.folder.rsplit("/")[-1]) for take in found] == [
        (1, "t1"),
        (2, "T02 good one"),
        (10, "T10"),
        (2026, "T2026"),
    ]


def test_a_receipt_comes_back_as_it_was_written(tmp_path):
    folder = film(tmp_path) / FOLDER / "takes/T01"
    facts = {"spec": {"description": "Küche", "frames": 25, "deep": [1, {"a": None}]}}
    put(folder, **facts)
    assert Takes(tmp_path).receipt(RelPath(f"{FOLDER}/takes/T01")) == receipt(**facts)


def test_a_broken_or_missing_receipt_makes_a_take_without_one(tmp_path):
    folder = film(tmp_path) / FOLDER / "takes"
    put(folder / "T01")
    path = folder / "T01/_info/receipt.json"
    path.write_bytes(path.read_bytes()[:-40])
    (folder / "T02").mkdir()
    assert [take.receipt for take in Takes(tmp_path).of(FOLDER)] == [None, None]


def test_a_receipt_that_changed_is_read_again(tmp_path):
    folder = film(tmp_path) / FOLDER / "takes/T01"
    put(folder, version=1)
    takes = Takes(tmp_path)
    assert takes.of(FOLDER) == takes.of(FOLDER)
    (folder / "_info/receipt.json").write_bytes(receipt_text(receipt(version=1234)))
    (take,) = takes.of(FOLDER)
    assert take.receipt is not None
    assert take.receipt.version == 1234


def test_selects_are_whole_takes_or_their_files_wherever_they_lie(tmp_path):
    selects = film(tmp_path) / "selects"
    put(selects / "act one/T05", take=5)
    put(selects / "T06", take=6, shot=ShotKey(scene="SC010", shot="SH0099"))
    (selects / "SC010_SH0020_T03_v002.mp4").touch()
    (selects / "act one/sc010_sh0020_t04_v001 (2).mov").touch()
    (selects / "SC010_SH0021_T09_v001.mp4").touch()
    assert Takes(tmp_path).selects(SHOT) == {3, 4, 5}


def test_what_comes_into_selects_later_is_seen_and_what_goes_is_not_remembered(tmp_path):
    selects = film(tmp_path) / "selects"
    takes = Takes(tmp_path)
    assert takes.selects(SHOT) == frozenset()
    put(selects / "act one/T05", take=5)
    assert takes.selects(SHOT) == {5}
    late = selects / "act one/SC010_SH0020_T07_v001.mp4"
    late.touch()
    assert takes.selects(SHOT) == {5, 7}
    late.unlink()
    assert takes.selects(SHOT) == {5}
