"""What is gone in such numbers that nobody can have meant it is kept, until somebody did."""

from __future__ import annotations

import shutil

import pytest

from lyrad.model.names import RelPath
from tests.support.watched import Film

ROUND = 61.0


@pytest.fixture(params=["film", "share"])
def film(tmp_path, request):
    made = Film(tmp_path, share=request.param == "share")
    for scene in range(4):
        for shot in range(30):
            made.put(f"scenes/SC{scene}/SH{shot:02}/first.png", bytes(scene * 30 + shot))
    made.watch.start()
    made.look(after=1000)
    made.look(after=ROUND)
    yield made
    made.watch.stop()


def vanish(film, *scenes):
    """Take whole scenes out of the tree in one moment."""
    film.watch.stop()  # no event tells of a volume that went away
    for scene in scenes:
        (film.root / f"scenes/{scene}").rename(film.base / scene)


def test_what_vanished_at_once_is_kept_and_people_are_told(film):
    vanish(film, "SC1", "SC2")
    assert film.look(after=ROUND) == set()
    assert film.seen("scenes/SC1/SH07/first.png")
    assert film.watch.closed == {"scenes/SC1", "scenes/SC2"}
    (words,) = film.watch.warnings
    assert words.startswith("60 of 121 files are gone at once: scenes/SC1, scenes/SC2.")
    assert "GO" in words


def test_it_stays_so_however_often_it_is_looked_at(film):
    vanish(film, "SC1", "SC2")
    for full in (False, True, False, False):
        assert film.look(after=ROUND, full=full) == set()
        assert len(film.watch.closed) == 2


def test_it_heals_by_itself_when_all_is_back(film):
    vanish(film, "SC1", "SC2")
    film.look(after=ROUND)
    (film.base / "SC1").rename(film.root / "scenes/SC1")
    film.look(after=ROUND)
    assert film.watch.closed == {"scenes/SC2"}
    (film.base / "SC2").rename(film.root / "scenes/SC2")
    film.look(after=ROUND)
    assert film.watch.closed == frozenset()
    assert film.watch.warnings == ()
    assert film.agrees()


def test_it_is_taken_for_deleted_once_somebody_says_so(film):
    vanish(film, "SC1", "SC2")
    film.look(after=ROUND)
    film.watch.accept()
    told = film.look()
    assert {"scenes/SC1", "scenes/SC2/SH00/first.png"} <= told
    assert film.watch.warnings == ()
    assert film.watch.closed == frozenset()
    assert film.agrees()


def test_what_else_happens_meanwhile_is_seen(film):
    vanish(film, "SC1", "SC2")
    film.look(after=ROUND)
    film.put("scenes/SC0/SH00/last.png")
    (film.root / "scenes/SC3/SH00/first.png").unlink()
    assert film.look(after=ROUND) == {"scenes/SC0/SH00/last.png", "scenes/SC3/SH00/first.png"}
    assert film.watch.closed == {"scenes/SC1", "scenes/SC2"}


def test_less_is_a_deletion(film):
    shutil.rmtree(film.root / "scenes/SC1")
    assert "scenes/SC1/SH07/first.png" in film.look(after=ROUND)
    assert film.seen("scenes/SC1") is None
    assert film.watch.warnings == ()


def test_what_was_moved_within_the_film_is_not_gone(film):
    (film.root / "scenes").rename(film.root / "sequences")
    told = film.look(after=ROUND)
    assert {"scenes/SC1/SH07/first.png", "sequences/SC1/SH07/first.png"} <= told
    assert film.watch.closed == frozenset()
    assert film.agrees()


def test_files_that_vanished_close_their_folder(tmp_path):
    film = Film(tmp_path, share=True)
    for number in range(80):
        film.put(f"plates/{number:03}.png", bytes(number))
    film.watch.start()
    film.look(after=1000)
    for number in range(70):
        (film.root / f"plates/{number:03}.png").unlink()
    assert film.look(after=ROUND) == set()
    assert film.watch.closed == {"plates"}
    assert len(film.watch.index.children(RelPath("plates"))) == 80


def test_a_go_answers_for_what_it_was_asked_about_and_for_nothing_else(film):
    vanish(film, "SC0", "SC1")
    film.look(full=True)
    vanish(film, "SC2", "SC3")
    film.watch.accept()
    gone = film.look(full=True)
    assert any(path.startswith("scenes/SC0/") for path in gone)
    assert not any(path.startswith(("scenes/SC2/", "scenes/SC3/")) for path in gone)
    assert film.watch.keeps
