from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.service.engine_launch import migrate
from tests.support.engine import Room
from tests.support.postgres import Cluster, cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    with cluster() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Cluster) -> str:
    """A database with the engine's tables, to be copied: making them takes most of a second."""
    url = postgres.new_database()
    migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def engine_url(request: pytest.FixtureRequest) -> str | None:
    if request.param == "sqlite":
        return None
    server: Cluster = request.getfixturevalue("postgres")
    return server.new_database(like=request.getfixturevalue("migrated"))


@pytest.fixture
def room(tmp_path: Path, engine_url: str | None) -> Iterator[Room]:
    room = Room(tmp_path / "state", engine_url)
    yield room
    room.close()
