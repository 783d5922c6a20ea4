from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.production import Daemon, Film


@pytest.fixture
def film(tmp_path: Path) -> Film:
    return Film(root=tmp_path / "FILM", home=tmp_path / "home").begin()


@pytest.fixture
def running(film: Film) -> Iterator[Daemon]:
    daemon = film.start()
    yield daemon
    if daemon.process.poll() is None:
        daemon.stop()
