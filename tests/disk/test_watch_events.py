from __future__ import annotations

import shutil
from threading import Thread

import pytest

from tests.support.watched import Film


@pytest.fixture
def film(tmp_path):
    made = Film(tmp_path)
    yield made
    made.watch.stop()


def test_a_burst_of_ten_thousand_files_in_a_thousand_new_folders_loses_none(film):
    film.watch.start()
    film.look()
    drop = Thread(target=burst, args=(film,))
    drop.start()
    film.hear(*burst_paths(), seconds=60)
    drop.join()
    film.look()
    assert film.agrees()


def burst(film):
    for path in burst_paths():
        film.put(path)


def burst_paths():
    return [
        f"SC{scene}/SH{shot}/v{version}/{frame}.png"
        for scene in range(10)
        for shot in range(10)
        for version in range(10)
        for frame in range(10)
    ]


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


def test_a_folder_renamed_above_a_file_is_heard_under_its_new_name(film):
    film.put("SC010/SH0020/refs/a.png")
    film.watch.start()
    film.look()
    for number in range(5):
        old, new = f"SC01{number}", f"SC01{number + 1}"
        (film.root / old).rename(film.root / new)
        film.put(f"{new}/SH0020/refs/{number}.png")
        film.hear(f"{old}/SH0020/refs/a.png", f"{new}/SH0020/refs/{number}.png")
        film.put(f"{new}/SH0020/refs/later{number}.png")
        film.hear(f"{new}/SH0020/refs/later{number}.png")
    assert film.agrees()


def test_a_shot_that_moves_between_scenes_is_heard_where_it_is(film):
    film.put("SC010/SH0020/refs/a.png")
    film.put("SC020/SH0010/refs/a.png")
    film.watch.start()
    film.look()
    for old, new in (("SC010", "SC020"), ("SC020", "SC010"), ("SC010", "SC020")):
        (film.root / old / "SH0020").rename(film.root / new / "SH0020")
        film.hear(f"{old}/SH0020", f"{new}/SH0020/refs/a.png")
        film.put(f"{new}/SH0020/refs/a.png", b"another")
        film.hear(f"{new}/SH0020/refs/a.png")
    assert film.agrees()


def test_two_shots_that_change_places_are_told_apart(film):
    film.put("SH0010/a.png", b"one")
    film.put("SH0020/a.png", b"another")
    film.watch.start()
    film.look()
    for old, new in (("SH0010", "aside"), ("SH0020", "SH0010"), ("aside", "SH0020")):
        (film.root / old).rename(film.root / new)
    film.hear("SH0010/a.png", "SH0020/a.png")
    film.put("SH0010/b.png")
    film.hear("SH0010/b.png")
    assert film.agrees()
    assert film.seen("SH0020/b.png") is None


def test_what_happens_to_a_shot_that_was_moved_out_is_nobodys_business(film):
    film.put("SC010/SH0020/refs/a.png")
    film.watch.start()
    film.look()
    away = (film.root / "SC010").rename(film.base / "away")
    film.hear("SC010/SH0020/refs/a.png")
    (away / "SH0020/refs/b.png").touch()
    film.put("SC020/a.png")
    assert film.hear("SC020/a.png") == {"SC020", "SC020/a.png"}
    assert film.agrees()


def test_files_and_folders_that_come_and_go_quickly_leave_the_truth_behind(film):
    film.watch.start()
    film.look()

    def busy():
        for number in range(1000):
            film.put(f"SC010/SH{number % 9}/{number % 5}.png")
            if number % 3 == 0:
                shutil.rmtree(film.root / f"SC010/SH{number % 4}", ignore_errors=True)
            if number % 50 == 49:
                (film.root / "SC010").rename(film.root / f"SC{number}")

    busier = Thread(target=busy)
    busier.start()
    while busier.is_alive():
        film.watch.wait(0.5)
        film.look()
    film.come_to_agree()
