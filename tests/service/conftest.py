from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lyrad.service.engine.launch import migrate
from lyrad.service.engine.rows import SCHEMA
from tests.support.engine import Room
from tests.support.postgres import Cluster, cluster
from tests.support.shoot import Shoot

TABLES = (
    f"SELECT tablename FROM pg_tables WHERE schemaname = '{SCHEMA}' "
    "AND tablename <> 'dbos_migrations'"
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    with cluster() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Cluster) -> str:
    """A database with the engine's tables, emptied for each test: making them takes a second."""
    url = postgres.new_database()
    migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def engine_url(request: pytest.FixtureRequest) -> str | None:
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("migrated")
    with psycopg.connect(url, autocommit=True) as session:
        tables = session.execute(TABLES).fetchall()
        session.execute("TRUNCATE " + ", ".join(f'{SCHEMA}."{name}"' for (name,) in tables))
    return url


@pytest.fixture
def room(tmp_path: Path, engine_url: str | None) -> Iterator[Room]:
    room = Room(tmp_path / "state", engine_url)
    yield room
    room.close()


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path)
    yield found
    found.close()
