"""What a look that is due finds, although no event tells of it and it lists but a part."""

from __future__ import annotations

import os

import pytest

from lyrad.disk.watch import rounds
from lyrad.disk.watch.content import packed
from lyrad.disk.watch.index import Index
from lyrad.model.names import RelPath
from tests.support.watched import Film

ROUND = 61.0
FOLDERS = 60
EACH = 100


@pytest.fixture
def film(tmp_path):
    """A tree of which a round lists a part only, and that has been still for long."""
    made = Film(tmp_path, share=True)
    for number in range(FOLDERS):
        folder = made.root / f"SC{number:02}"
        folder.mkdir()
        for each in range(EACH):
            (folder / f"{each:03}.png").touch()
    made.watch.start()
    for _ in range(3):
        made.look(full=True, after=1000)
    return made


def test_a_still_tree_tells_of_nothing(film):
    for _ in range(25):
        assert film.look(after=ROUND) == set()


def test_names_that_came_and_went_are_found_by_the_next_round(film):
    film.put("SC07/new.png")
    film.put("SC59/deep/er/new.png")
    (film.root / "SC30/000.png").unlink()
    (film.root / "SC31/000.png").rename(film.root / "SC31/renamed.png")
    assert film.look(after=ROUND) == {
        "SC07/new.png",
        "SC59/deep",
        "SC59/deep/er",
        "SC59/deep/er/new.png",
        "SC30/000.png",
        "SC31/000.png",
        "SC31/renamed.png",
    }
    assert film.agrees()


def test_files_written_in_place_are_found_by_the_rounds_together(film):
    places = {f"SC{number:02}/050.png" for number in range(FOLDERS)}
    for place in places:
        with (film.root / place).open("ab") as there:
            there.write(b"more")
    told = set()
    for _ in range(3):
        told |= film.look(after=ROUND)
    assert told == places


def test_what_changed_lately_is_looked_at_in_each_round(film):
    film.put("SC59/new.png", b"")
    film.look(after=ROUND)
    for size in range(1, 8):
        with (film.root / "SC59/new.png").open("ab") as there:
            there.write(b"x")
        assert film.look(after=ROUND) == {"SC59/new.png"}
        assert film.seen("SC59/new.png").sighting.size == size


def test_a_name_in_the_same_tick_of_a_coarse_clock_is_found_by_the_next_round(film):
    moment = (10**18, 10**18)
    film.put("SC59/new.png")
    os.utime(film.root / "SC59", ns=moment)
    assert film.look(after=ROUND) == {"SC59/new.png"}
    film.put("SC59/same tick.png")
    os.utime(film.root / "SC59", ns=moment)
    assert film.look(after=1) == set()
    assert film.look(after=ROUND) == {"SC59/same tick.png"}


def test_where_folders_keep_no_time_each_round_lists_all(tmp_path):
    film = Film(tmp_path, share=True, folder_times=False)
    for number in range(FOLDERS):
        film.put(f"SC{number:02}/a.png")
    film.watch.start()
    for _ in range(3):
        film.look(after=ROUND)
    before = (film.root / "SC59").stat()
    film.put("SC59/b.png")
    os.utime(film.root / "SC59", ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert film.look(after=ROUND) == {"SC59/b.png"}


def tree(count, files):
    index = Index()
    names = [f"{number:03}" for number in range(count)]
    index.apply(RelPath(""), packed((), [], names, range(count)), 1.0)
    for name in names:
        frames = [f"{number}.png" for number in range(files)]
        index.apply(RelPath(name), packed(frames, [0] * 4 * files), 1.0)
    return index


def test_twenty_slices_are_the_whole_tree():
    index, slices = tree(200, 1000), rounds.Slices()
    parts = [slices.next(index) for _ in range(20)]
    assert set().union(*parts) == set(index)
    assert max(len(part) for part in parts) <= 11


def test_a_small_tree_is_one_slice_each_time():
    index, slices = tree(49, 100), rounds.Slices()
    assert slices.next(index) == slices.next(index) == set(index)


def test_of_a_large_folder_only_the_files_that_changed_are_looked_at():
    index, hot = tree(1, 1000), rounds.Hot()
    content = index.content(RelPath("000"))
    index.apply(RelPath("000"), content.with_row(5, (1, 1, 1, 1)), 9.0)
    hot.note(RelPath("000"), 9.0)
    chosen = rounds.choice(index, hot, 5.0, frozenset())
    assert (chosen.folders, chosen.files) == (frozenset(), {"000": ("5.png",)})
    assert rounds.choice(index, hot, 0.0, frozenset()).folders == {"000"}
    assert rounds.choice(index, hot, 9.0, frozenset()).files == {}
