from __future__ import annotations

import shutil

import pytest

from tests.support.watched import Film


@pytest.fixture
def film(tmp_path):
    made = Film(tmp_path)
    yield made
    made.watch.stop()


def test_a_burst_of_a_thousand_files_in_a_hundred_new_folders_loses_none(film):
    film.watch.start()
    film.look()
    expected = set()
    for scene in range(10):
        for shot in range(10):
            for frame in range(10):
                path = f"scenes/SC{scene}/SH{shot}/{frame}.png"
                film.put(path)
                expected.add(path)
    film.hear(*expected)
    assert film.agrees()


def test_a_tree_that_is_moved_in_is_seen_whole(film):
    film.watch.start()
    film.look()
    outside = film.base / "SC020"
    for shot in range(5):
        (outside / f"SH{shot}/refs").mkdir(parents=True)
        (outside / f"SH{shot}/refs/a.png").touch()
    outside.rename(film.root / "SC020")
    film.hear(*(f"SC020/SH{shot}/refs/a.png" for shot in range(5)))
    film.put("SC020/SH0/refs/later.png")
    film.hear("SC020/SH0/refs/later.png")
    assert film.agrees()


def test_a_tree_that_is_renamed_changes_under_both_names(film):
    film.put("SC010/SH0020/first.png")
    film.watch.start()
    film.look()
    (film.root / "SC010").rename(film.root / "SC011")
    film.hear("SC010/SH0020/first.png", "SC011/SH0020/first.png")
    film.put("SC011/SH0020/last.png")
    film.hear("SC011/SH0020/last.png")
    assert film.agrees()


def test_a_tree_that_was_away_and_changed_there_is_looked_at_again(film):
    film.put("SC010/SH0020/first.png")
    film.watch.start()
    film.look()
    (film.root / "SC010").rename(film.base / "elsewhere")
    (film.base / "elsewhere/SH0020/last.png").touch()
    (film.base / "elsewhere").rename(film.root / "SC010")
    film.hear("SC010/SH0020/last.png")
    assert film.agrees()


def test_a_folder_deleted_and_made_again_is_watched_again(film):
    film.put("SC010/SH0020/first.png")
    film.watch.start()
    film.look()
    for round_ in range(3):
        shutil.rmtree(film.root / "SC010")
        film.put(f"SC010/SH0020/again{round_}.png")
        film.hear(f"SC010/SH0020/again{round_}.png")
        film.put(f"SC010/SH0020/later{round_}.png")
        film.hear(f"SC010/SH0020/later{round_}.png")
    assert film.seen("SC010/SH0020/first.png") is None
    shutil.rmtree(film.root / "SC010")
    film.hear("SC010", "SC010/SH0020/later2.png")
    assert film.agrees()
