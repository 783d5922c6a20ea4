from __future__ import annotations

import os
import shutil
import threading

import pytest

from tests.support.listener import Listener


@pytest.fixture
def film(tmp_path):
    made = Listener(tmp_path)
    yield made
    made.ears.stop()


def test_a_file_that_comes_is_written_or_goes_is_a_hint_at_its_folder(film):
    film.make("SC010", "SC010/SH0020")
    shot = film.root / "SC010/SH0020"
    for change in (
        lambda: film.put("SC010/SH0020/first.png"),
        lambda: film.put("SC010/SH0020/first.png", b"longer"),
        lambda: (shot / "first.png").rename(shot / "last.png"),
        lambda: os.link(shot / "last.png", shot / "first.png"),
        (shot / "first.png").unlink,
    ):
        change()
        assert film.suspected() == {"SC010/SH0020"}


def test_readings_attributes_and_noise_wake_nobody(film):
    film.make("SC010")
    film.put("SC010/first.png")
    film.hinted()
    (film.root / "SC010/first.png").read_bytes()
    (film.root / "SC010/first.png").chmod(0o600)
    os.utime(film.root / "SC010")
    list((film.root / "SC010").iterdir())
    film.put("SC010/_READY.txt")
    film.put("SC010/.DS_Store")
    film.put("SC010/first.png.part")
    (film.root / "SC010/.lyrad").mkdir()
    assert film.suspected() == set()


def test_a_new_folder_is_named_to_be_listed_with_all_below(film):
    film.make("SC010")
    (film.root / "SC010/SH0020/refs").mkdir(parents=True)
    assert film.hinted().deep == {"SC010/SH0020"}
    (film.base / "outside").mkdir()
    (film.base / "outside").rename(film.root / "SC010/SH0030")
    assert film.hinted().deep == {"SC010/SH0030"}
    (film.root / "SC010/SH0030").rmdir()
    assert film.suspected() == {"SC010"}


def test_only_folders_that_are_attended_are_heard(film):
    film.make("SC010")
    (film.root / "SC020").mkdir()
    film.put("SC020/first.png")
    assert film.suspected() == set()
    assert film.ears.watched == 2
    film.attend("SC020", "SC020", "SC020")
    film.put("SC020/first.png")
    assert film.suspected() == {"SC020"}
    assert film.ears.watched == 3


def test_names_in_any_script_and_of_any_bytes_are_passed_on(film):
    film.make("SC010 — Küche 🎬")
    (film.root / "SC010 — Küche 🎬/結び").mkdir()
    assert film.hinted().deep == {"SC010 — Küche 🎬/結び"}
    name = os.fsdecode(b"m\xfcde")
    (film.root / name).mkdir()
    film.attend(name)
    film.put(f"{name}/first.png")
    assert film.suspected() == {name}


def test_a_folder_that_was_renamed_is_heard_under_its_new_name_only(film):
    film.make("SC010", "SC010/SH0020")
    (film.root / "SC010").rename(film.root / "SC011")
    film.attend("SC011", "SC011/SH0020")
    film.ears.leave("SC010")
    film.hinted()
    film.put("SC011/SH0020/first.png")
    assert film.suspected() == {"SC011/SH0020"}
    assert film.ears.watched == 3


def test_it_does_not_matter_whether_the_old_name_is_left_first(film):
    film.make("SC010", "SC010/SH0020")
    (film.root / "SC010").rename(film.root / "SC011")
    film.ears.leave("SC010")
    film.attend("SC011", "SC011/SH0020")
    film.hinted()
    film.put("SC011/SH0020/first.png")
    assert film.suspected() == {"SC011/SH0020"}
    assert film.ears.watched == 3


def test_folders_that_change_places_are_told_apart(film):
    film.make("A", "B")
    for old, new in (("A", "C"), ("B", "A"), ("C", "B")):
        (film.root / old).rename(film.root / new)
    film.attend("A", "B")
    film.hinted()
    for name in ("A", "B"):
        film.put(f"{name}/first.png")
        assert film.suspected() == {name}
    assert film.ears.watched == 3


def test_a_folder_that_moved_elsewhere_in_the_tree_is_heard_there(film):
    film.make("SC010", "SC020", "SC010/SH0020", "SC010/SH0020/refs")
    (film.root / "SC010/SH0020").rename(film.root / "SC020/SH0020")
    film.attend("SC020/SH0020", "SC020/SH0020/refs")
    film.ears.leave("SC010/SH0020")
    film.hinted()
    film.put("SC020/SH0020/refs/a.png")
    assert film.suspected() == {"SC020/SH0020/refs"}


def test_of_a_folder_that_moved_out_nothing_more_is_heard(film):
    film.make("SC010", "SC010/SH0020", "SC010/SH0020/refs")
    away = (film.root / "SC010").rename(film.base / "away")
    film.ears.leave("SC010")
    film.hinted()
    (away / "SH0020/refs/a.png").touch()
    assert film.suspected() == set()
    assert film.ears.watched == 1
    away.rename(film.root / "SC010")
    film.attend("SC010", "SC010/SH0020", "SC010/SH0020/refs")
    film.hinted()
    film.put("SC010/SH0020/refs/b.png")
    assert film.suspected() == {"SC010/SH0020/refs"}


def test_another_folder_in_the_place_of_one_that_moved_out_is_the_one_that_is_heard(film):
    film.make("SC010")
    away = (film.root / "SC010").rename(film.base / "away")
    film.make("SC010")
    (away / "a.png").touch()
    assert film.suspected() == set()
    film.put("SC010/b.png")
    assert film.suspected() == {"SC010"}
    assert film.ears.watched == 2


def test_a_folder_deleted_and_made_again_is_heard_again(film):
    for _ in range(20):
        film.make("SC010", "SC010/SH0020")
        film.put("SC010/SH0020/first.png")
        assert film.suspected() == {"SC010/SH0020"}
        shutil.rmtree(film.root / "SC010")
    film.hinted()
    assert film.ears.watched == 1


def test_folders_that_come_and_go_quickly_leave_nothing_behind(film):
    film.make("SC010")
    for number in range(2000):
        path = f"SC010/SH{number % 7}"
        (film.root / path).mkdir()
        film.attend(path)
        (film.root / path).rmdir()
        film.attend(path)
    assert film.suspected() == {"SC010"}
    assert film.ears.watched == 2


def test_what_cannot_be_attended_is_let_be(film):
    film.put("file.png")
    (film.base / "elsewhere").mkdir()
    (film.root / "link").symlink_to(film.base / "elsewhere")
    film.attend("gone", "gone/deeper", "file.png", "link", "x" * 300)
    film.ears.leave("gone")
    assert (film.ears.watched, film.ears.full, film.ears.alive) == (1, False, True)


def test_threads_may_attend_the_same_folders_at_once(film):
    folders = [f"SC{number}" for number in range(300)]
    for folder in folders:
        (film.root / folder).mkdir()
    threads = [threading.Thread(target=film.attend, args=folders) for _ in range(4)]
    for thread in threads:
        thread.start()
    for folder in folders:
        film.put(f"{folder}/early.png")
    for thread in threads:
        thread.join()
    film.hinted()
    for folder in folders:
        film.put(f"{folder}/late.png")
    assert film.suspected() == set(folders)
    assert film.ears.watched == 301
