from __future__ import annotations

import os
import shutil
import threading
import time

import pytest

from lyrad.disk.watch.mode import Every
from lyrad.model.names import RelPath
from tests.support.watched import Film


@pytest.fixture
def film(tmp_path):
    made = Film(tmp_path)
    yield made
    made.watch.stop()


@pytest.fixture
def share(tmp_path):
    made = Film(tmp_path, share=True)
    made.watch.start()
    yield made
    made.watch.stop()


def test_the_first_look_sees_all_and_dates_it_now(film):
    old = film.put("scenes/SC010/SH0020/first.png")
    os.utime(old, (0, 0))
    film.watch.start()
    assert "scenes/SC010/SH0020/first.png" in film.look()
    seen = film.seen("scenes/SC010/SH0020/first.png")
    assert seen.changed_at == film.clock.monotonic()
    assert film.look() == set()
    assert film.agrees()


def test_a_drop_is_heard_at_once(film):
    film.watch.start()
    film.look()
    film.put("scenes/SC010/SH0020/shot.yaml")
    began = time.monotonic()
    film.watch.wait(30)
    assert time.monotonic() - began < 5
    film.hear("scenes/SC010/SH0020/shot.yaml")
    assert film.watch.mode == "events, and a look every minute"
    assert film.watch.warnings == ()


@pytest.mark.parametrize("kind", ["share", "local"])
def test_a_tree_is_looked_at_as_often_as_was_asked(tmp_path, kind):
    film = Film(tmp_path, share=kind == "share", every=Every(local=20.0, share=7.0))
    film.watch.start()
    film.look()
    assert film.watch.interval == (7.0 if kind == "share" else 20.0)
    film.watch.stop()


def test_a_folder_that_cannot_be_listed_is_named_until_it_can(film):
    """A path longer than the system takes cannot be listed, though the folder is there."""
    film.put("scenes/SC010/SH0020/shot.yaml")
    film.look()
    assert film.watch.closed == frozenset()
    deep = too_deep(film.root / "scenes")
    film.look(full=True)
    (closed,) = film.watch.closed
    assert closed.startswith("scenes/ddd")
    assert film.seen("scenes/SC010/SH0020/shot.yaml")
    shutil.rmtree(deep)
    film.look(full=True)
    assert film.watch.closed == frozenset()


def too_deep(above):
    """Make folders within folders until their path is too long; return the first of them."""
    name, here = "d" * 250, os.open(above, os.O_RDONLY)
    for _ in range(17):
        os.mkdir(name, dir_fd=here)
        below = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    return above / name


def test_a_nudge_ends_the_wait(film):
    film.watch.start()
    film.look()
    threading.Timer(0.1, film.watch.nudge).start()
    began = time.monotonic()
    film.watch.wait(30)
    assert time.monotonic() - began < 5


def test_lyrads_own_cards_and_files_wake_nobody(film):
    film.put("scenes/SC010/SH0020/shot.yaml")
    film.watch.start()
    film.look()
    film.put("scenes/SC010/SH0020/_lyrad QUEUED.txt")
    film.put(".lyrad/lease.json")
    began = time.monotonic()
    film.watch.wait(0.6)
    assert time.monotonic() - began >= 0.6
    assert film.look() == set()
    assert film.look(full=True) == set()


def test_a_growing_file_counts_as_changing_although_no_event_tells_of_it(film):
    film.put("SC010/first.png", b"")
    film.watch.start()
    film.look()
    ends = []
    with (film.root / "SC010/first.png").open("ab", buffering=0) as copy:
        for _ in range(3):
            copy.write(b"x" * 1000)
            film.look()
            ends.append(film.seen("SC010/first.png").changed_at)
    assert ends == sorted(set(ends))
    assert film.watch.index.changed_below(RelPath("SC010")) == ends[-1]


def test_a_change_without_any_event_is_found_by_the_next_scan(share):
    share.put("a/b/first.png")
    share.look()
    share.look(after=1000)
    share.put("a/b/first.png", b"longer")
    share.clock.advance(4)
    assert share.look() == set()
    share.clock.advance(5)
    assert share.look() == {"a/b/first.png"}


def test_a_share_is_scanned_and_never_listened_to(share):
    share.watch.start()
    before = threading.active_count()
    share.look()
    assert threading.active_count() == before
    assert share.watch.mode.startswith("a look every 5 seconds: this is a network share")
    share.put("SC010/first.png")
    assert share.look(full=True) == {"SC010", "SC010/first.png"}
    share.watch.stop()


def test_a_wait_ends_when_a_scan_is_due(share):
    share.look()
    share.clock.advance(4.9)
    began = time.monotonic()
    share.watch.wait(30)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("kind", ["film", "share"])
def test_a_root_that_went_away_is_unknown_and_nothing_of_it_is_gone(kind, request):
    film = request.getfixturevalue(kind)
    film.put("SC010/first.png")
    film.watch.start()
    film.look()
    film.root.rename(film.base / "unplugged")
    assert not film.watch.healthy
    assert film.look() == film.look(full=True) == set()
    film.root.mkdir()  # the empty mount point
    assert film.look(full=True) == set()
    assert film.seen("SC010/first.png")
    assert any("is an empty folder" in words for words in film.watch.warnings)
    film.root.rmdir()
    (film.base / "unplugged/SC010/last.png").touch()
    (film.base / "unplugged").rename(film.root)
    assert film.watch.healthy
    assert film.look() == {"SC010/last.png"}
    assert film.watch.warnings == ()
    film.watch.stop()


def test_another_folder_in_the_roots_place_is_looked_at_anew_and_listened_to(film):
    film.put("SC010/first.png")
    film.watch.start()
    film.look()
    copy = film.base / "copy"
    shutil.copytree(film.root, copy)
    film.root.rename(film.base / "old")
    copy.rename(film.root)
    film.look()
    film.put("SC010/last.png")
    film.hear("SC010/last.png")
    assert film.agrees()


def test_waiting_while_the_root_is_away_does_not_spin(film):
    film.watch.start()
    film.look()
    film.root.rename(film.base / "unplugged")
    film.look()
    film.watch.wait(0.3)
    film.look()
    film.clock.advance(1000)
    began = time.monotonic()
    film.watch.wait(0.5)
    assert time.monotonic() - began >= 0.5


def test_a_name_that_is_no_text_is_told_to_people(film):
    film.put(os.fsdecode(b"SC010/caf\xe9.png"))
    film.look()
    (words,) = film.watch.warnings
    assert "SC010/caf" in words
    words.encode()


def test_after_stop_nothing_runs_and_nothing_is_heard(film):
    before = threading.active_count()
    film.watch.start()
    film.look()
    film.watch.stop()
    assert threading.active_count() == before
    film.put("late.png")
    assert film.look(full=True) == {"late.png"}


def test_lyrads_own_take_does_not_keep_its_scene_from_settling(film):
    film.put("scenes/SC010/SH0020/shot.yaml")
    film.watch.start()
    film.look()
    quiet_since = film.watch.index.changed_below(RelPath("scenes/SC010"))
    film.watch.index.own(RelPath("scenes/SC010/SH0020/takes/T01"))
    film.put("scenes/SC010/SH0020/takes/T01/a.mp4")
    film.hear("scenes/SC010/SH0020/takes/T01/a.mp4")
    assert film.watch.index.changed_below(RelPath("scenes/SC010")) == quiet_since
