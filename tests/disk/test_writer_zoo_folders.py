"""Two folders of pictures that are copied in side by side, one of them with a long pause."""

from __future__ import annotations

from lyrad.core.gathering import folder_ready_at
from lyrad.model.names import RelPath
from lyrad.service.intake.settled import gathering
from tests.support.watched import Film

PAUSE = 16
"""Looks, half a second apart, that one folder's copy rests in the middle."""


def copied(film, folder, *, count=40, pause=0):
    """Put one picture there every third look, and yield at each look."""
    for number in range(count):
        film.put(f"{folder}/{number:02}.png")
        yield from range(pause if number == count // 2 else 3)


def test_each_of_two_folders_is_taken_once_and_whole_whatever_the_other_does(tmp_path):
    film = Film(tmp_path)
    copies = {
        "refs/MIRA": copied(film, "refs/MIRA"),
        "refs/TOM": copied(film, "refs/TOM", pause=PAUSE),
    }
    ready = {}
    for look in range(300):
        for copy in copies.values():
            next(copy, None)
        film.look(full=True)
        for folder in copies.keys() - ready.keys():
            found = gathering(RelPath(folder), film.watch.index)
            if found and film.clock.monotonic() >= folder_ready_at(found):
                ready[folder] = (look, len(film.watch.index.children(RelPath(folder))))
    assert {folder: count for folder, (_, count) in ready.items()} == dict.fromkeys(copies, 40)
    assert ready["refs/MIRA"][0] < ready["refs/TOM"][0]
