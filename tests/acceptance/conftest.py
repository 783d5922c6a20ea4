from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import processes
from tests.support.production import Daemon, Film

NewFilm = Callable[..., Film]


@pytest.fixture
def new_film() -> Iterator[NewFilm]:
    """Make films, and let no process of theirs outlive the test, however it ends."""
    films: list[Film] = []

    def made(root: Path, home: Path, url: str = "") -> Film:
        films.append(Film(root=root, home=home, url=url))
        return films[-1]

    yield made
    for film in films:
        processes.end(film)


@pytest.fixture
def film(tmp_path: Path, new_film: NewFilm) -> Film:
    return new_film(tmp_path / "FILM", tmp_path / "home").begin()


@pytest.fixture
def running(film: Film) -> Iterator[Daemon]:
    daemon = film.start()
    yield daemon
    if daemon.process.poll() is None:
        daemon.stop()
