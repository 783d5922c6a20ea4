"""A folder that is a drop by itself, as a dataset will be: on the real watch, in made-up time."""

from __future__ import annotations

from pathlib import Path

from lyrad.core.gathering import FOLDER, folder_ready_at
from lyrad.model.names import RelPath
from lyrad.service.intake.settled import gathering
from tests.support.watched import Film

REFS = RelPath("characters/MIRA/refs")


def ready(film: Film) -> bool:
    found = gathering(REFS, film.watch.index)
    return found is not None and film.clock.monotonic() >= folder_ready_at(found)


def fill(film: Film, *, pause: float = 1.5) -> list[int]:
    """Put forty pictures there, one each 1.5 s but for one pause; return at which it was ready."""
    fired: list[int] = []
    for number in range(1, 41):
        film.put(f"{REFS}/mira_{number:02d}.png")
        for _ in range(int(2 * (pause if number == 20 else 1.5))):
            film.look(full=True)
            if ready(film):
                fired.append(number)
    return fired


def test_forty_pictures_with_one_long_pause_are_one_drop(tmp_path: Path) -> None:
    film = Film(tmp_path)
    assert fill(film, pause=8.0) == []
    for _ in range(45):
        film.look(full=True)
        assert not ready(film)
    film.look(full=True)
    assert ready(film)
    assert len(film.watch.index.children(REFS)) == 40


def test_a_folder_that_fills_steadily_is_there_after_ten_seconds(tmp_path: Path) -> None:
    film = Film(tmp_path)
    assert fill(film) == []
    film.clock.advance(FOLDER)
    film.look(full=True)
    assert ready(film)


def test_a_folder_with_a_newer_ready_file_is_there_at_once(tmp_path: Path) -> None:
    film = Film(tmp_path)
    fill(film)
    film.put(f"{REFS}/.ready")
    film.look(full=True)
    assert ready(film)
    film.put(f"{REFS}/mira_41.png")
    film.look(full=True)
    assert not ready(film)
