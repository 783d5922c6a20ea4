"""What lyrad stands on goes away: room on the share, the engine's database, its server."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.acceptance.conftest import NewFilm
from tests.support import processes
from tests.support.belongings import belongings
from tests.support.postgres import cluster
from tests.support.production import SPEC, Daemon, Film, until
from tests.support.small_share import small_share

SHOT, OTHER = "SC010/SH0020", "SC010/SH0030"
LONG = SPEC.replace("frames: 9", "frames: 49")


def test_on_a_full_share_the_result_waits_and_is_published_when_there_is_room(
    tmp_path: Path, new_film: NewFilm
) -> None:
    with small_share(tmp_path / "share", "1m") as share:
        film = new_film(share / "FILM", tmp_path / "home").begin()
        film.drop(SHOT, LONG)
        theirs = belongings(film.root)
        daemon = film.start()
        until(lambda: processes.tools(film), seconds=30, every=0.02)
        fill(share / "filler")
        until(lambda: "cannot be written" in film.lyrad("status").stdout, seconds=60, every=0.5)
        assert daemon.process.poll() is None
        assert not film.takes(SHOT)
        assert rendered(film)
        (share / "filler").unlink()
        until(lambda: film.lyrad("retry", SHOT).returncode == 0, seconds=10, every=0.5)
        until(lambda: card(film, SHOT).startswith("DONE T01\n"), seconds=60)
        assert list(film.takes(SHOT)) == ["T01"]
        assert not list(film.root.rglob(".lyrad-stage-*"))
        assert belongings(film.root) == theirs
        assert daemon.stop() == 0


@pytest.mark.prove
@pytest.mark.parametrize("damage", ["another file", "torn", "empty", "deleted"])
def test_a_database_that_is_gone_or_none_costs_no_take(film: Film, damage: str) -> None:
    film.drop(SHOT)
    assert film.once().returncode == 0
    first = belongings(film.shot(SHOT) / "takes")
    film.drop(OTHER, seed=3)
    database = damaged(film.state, damage)
    kept = database.read_bytes() if database.exists() else b""
    done = film.once()
    if damage in {"another file", "torn"}:
        refused(done, database)
        assert database.read_bytes() == kept, "what cannot be read is never deleted"
        assert not film.takes(OTHER)
        database.rename(database.with_name("moved away"))
        done = film.once()
    assert done.returncode == 0, done.stderr
    assert belongings(film.shot(SHOT) / "takes") == first
    assert list(film.takes(OTHER)) == ["T01"]


def test_a_database_that_breaks_while_lyrad_runs_is_told_and_a_new_one_takes_over(
    film: Film, running: Daemon
) -> None:
    film.drop(SHOT)
    until(lambda: card(film, SHOT).startswith("DONE T01\n"), seconds=60)
    with (film.state / "engine.sqlite").open("r+b") as file:
        file.write(b"\xff" * os.fstat(file.fileno()).st_size)
    film.drop(OTHER, seed=3)
    told = "lyrad's engine database is damaged"
    until(lambda: told in film.lyrad("status").stdout, seconds=30, every=0.5)
    until(lambda: told in root_card(film), seconds=10)
    assert running.process.poll() is None
    assert running.stop() == 0
    refused(film.once(), film.state / "engine.sqlite")
    for path in film.state.glob("engine.sqlite*"):
        path.rename(path.with_name(f"moved away {path.name}"))
    assert film.once().returncode == 0
    assert (list(film.takes(SHOT)), list(film.takes(OTHER))) == (["T01"], ["T01"])
    assert told not in root_card(film)


@pytest.mark.prove
def test_a_server_that_goes_and_comes_ends_no_work_and_loses_no_drop(
    tmp_path: Path, new_film: NewFilm
) -> None:
    with cluster() as server:
        url = server.new_database()
        film = new_film(tmp_path / "FILM", tmp_path / "home", url).begin()
        server.stop()
        film.drop(SHOT, LONG)
        daemon = film.start()
        until(lambda: "does not answer" in daemon.log, seconds=20)
        server.start()
        until(lambda: processes.tools(film), seconds=30, every=0.02)
        server.stop()
        film.drop(OTHER, seed=3)
        told = "lyrad's engine database does not answer"
        until(lambda: told in film.lyrad("status").stdout, seconds=30, every=0.5)
        until(lambda: told in root_card(film), seconds=10)
        server.start()
        until(lambda: card(film, SHOT).startswith("DONE T01\n"), seconds=60)
        until(lambda: card(film, OTHER).startswith("DONE T01\n"), seconds=60)
        until(lambda: told not in film.lyrad("status").stdout, seconds=20, every=0.5)
        assert (list(film.takes(SHOT)), list(film.takes(OTHER))) == (["T01"], ["T01"])
        assert film.receipt(SHOT, "T01")["steps"][0]["tries"] == 1
        assert daemon.stop() == 0


def refused(done: subprocess.CompletedProcess[str], database: Path) -> None:
    """Three lines say what is wrong with the database, which one, and what to do."""
    assert done.returncode == 1
    what, where, todo = done.stderr.splitlines()[-3:]
    assert what == "lyrad's engine database is damaged, or is something else."
    assert str(database) in where
    assert "Move the file away and start lyrad again" in todo


def fill(path: Path) -> None:
    """Leave not a page of room."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)


def rendered(film: Film) -> bool:
    """Return whether the render that waits for its place lies whole in the state folder."""
    return any(film.state.glob("work/*/1-render.between/between.mkv"))


def damaged(state: Path, damage: str) -> Path:
    """Do something to the engine's database that people and disks do."""
    database = state / "engine.sqlite"
    for beside in state.glob("engine.sqlite-*"):
        beside.unlink()
    if damage == "another file":
        database.write_bytes(b"this is no database at all\n" * 50)
    elif damage == "torn":
        data = database.read_bytes()
        database.write_bytes(data[:1024] + b"\xff" * (len(data) // 2))
    elif damage == "empty":
        database.write_bytes(b"")
    else:
        database.unlink()
    return database


def card(film: Film, code: str) -> str:
    """Return the shot's card, '' while there is none or it is being renamed."""
    try:
        return film.card(code)
    except (ValueError, FileNotFoundError):
        return ""


def root_card(film: Film) -> str:
    return "\n".join(path.read_text("utf-8-sig") for path in film.root.glob("_lyrad *.txt"))
