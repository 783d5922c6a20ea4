"""Whatever ends lyrad or its tools, each drop comes back as one take, and nothing is left over."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.acceptance.conftest import NewFilm
from tests.support import processes
from tests.support.belongings import belongings
from tests.support.campaign import Campaign, seed
from tests.support.pictures import png
from tests.support.postgres import cluster
from tests.support.production import SPEC, Daemon, Film, until

Record = Callable[[str, object], None]

SHOT = "SC010/SH0020"
LONG = SPEC.replace("frames: 9", "frames: 49").replace("128x72", "320x180")


def test_kills_at_random_moments_leave_one_whole_take_of_each_shot(film: Film) -> None:
    report = Campaign(film, shots=4, kills=5, seed=20261122, patience=90).run()
    assert report.faults == ()


@pytest.mark.prove
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_thirty_kills_over_twenty_shots_leave_twenty_takes(
    engine: str, new_film: NewFilm, tmp_path: Path, record_property: Record
) -> None:
    with cluster() if engine == "postgres" else nullcontext() as server:
        url = server.new_database() if server else ""
        film = new_film(tmp_path / "FILM", tmp_path / "home", url).begin()
        report = Campaign(film, shots=20, kills=30, seed=seed()).run()
        record_property("figures", report.words)
        assert report.faults == ()
        assert report.in_work >= report.kills // 3, "the kills came when nothing was at work"


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_requests_among_kills_are_obeyed_once_each(film: Film, record_property: Record) -> None:
    codes, chance, asked = ("SC010/SH0020", "SC010/SH0030"), random.Random(seed()), Counter[str]()
    for number, code in enumerate(codes):
        film.drop(code, seed=number)
    assert film.once().returncode == 0
    for kill in range(12):
        code = chance.choice(codes)
        (film.shot(code) / f"RETAKE number {kill}.txt").touch()
        asked[code] += 1
        daemon = film.start()
        time.sleep(chance.uniform(0.8, 3.0))
        daemon.kill()
    assert film.once(timeout=300).returncode == 0
    for code in codes:
        attempts = [film.receipt(code, take)["attempt"] for take in film.takes(code)]
        assert sorted(attempts) == list(range(1, 2 + asked[code]))
    record_property("figures", f"12 kills, {sum(asked.values())} requests, as many takes more")


def test_a_killed_worker_or_ffmpeg_is_started_again_and_the_take_is_whole(
    film: Film, running: Daemon
) -> None:
    film.drop(SHOT, LONG)
    for tool in ("builtin.worker", "-f rawvideo"):
        os.kill(tool_at_work(film, tool), signal.SIGKILL)
    os.kill(tool_at_work(film, "libx264"), signal.SIGKILL)
    until(lambda: waiting(film), seconds=20)
    assert "FFmpeg was ended from outside" in film.card(SHOT)
    assert "tries again by itself" in film.card(SHOT)
    until(lambda: film.lyrad("retry", SHOT).returncode == 0, seconds=10, every=0.5)
    until(lambda: done(film), seconds=60)
    assert list(film.takes(SHOT)) == ["T01"]


def test_half_a_copy_is_not_eaten_by_a_restart(film: Film) -> None:
    folder = film.drop(SHOT)
    whole = png(1280, 720, seed=5)
    with (folder / "last.png").open("wb") as copy:
        copy.write(whole[: len(whole) // 2])
        copy.flush()
        daemon = film.start()
        until(lambda: "DONE" not in film.cards(folder) and film.cards(folder), seconds=20)
        daemon.kill()
        daemon = film.start()
        until(lambda: daemon_sees(daemon, film), seconds=20)
        assert film.card(SHOT).startswith("WAITING for the rest of last.png\n")
        assert "copy it again" in film.card(SHOT)
        assert not film.takes(SHOT)
        copy.write(whole[len(whole) // 2 :])
    until(lambda: done(film), seconds=120)
    assert list(film.takes(SHOT)) == ["T01"]
    assert (folder / "last.png").read_bytes() == whole
    assert daemon.stop() == 0


def test_a_stop_in_mid_render_is_prompt_and_the_work_is_done_at_the_next_start(
    film: Film,
) -> None:
    film.drop(SHOT, LONG)
    daemon = film.start()
    tool_at_work(film, "builtin.worker")
    began = time.monotonic()
    assert daemon.stop() == 0
    assert time.monotonic() - began < 5
    assert processes.of(film) == {}
    assert not (film.shot(SHOT) / "takes" / "T01").exists()
    assert film.once().returncode == 0
    assert list(film.takes(SHOT)) == ["T01"]
    assert film.receipt(SHOT, "T01")["steps"][0]["tries"] == 1


def test_a_lost_state_folder_makes_nothing_anew_that_was_published(film: Film) -> None:
    other = "SC010/SH0030"
    film.drop(SHOT)
    daemon = film.start()
    until(lambda: done(film), seconds=60)
    film.drop(other, LONG, seed=7)
    tool_at_work(film, "builtin.worker")
    daemon.kill()
    before = takes_of(film, SHOT)
    film.lose_the_state()
    assert film.once().returncode == 0
    assert takes_of(film, SHOT) == before
    for code in (SHOT, other):
        assert list(film.takes(code)) == ["T01"]
    published = [line["job"] for line in film.ledger() if line["event"] == "published"]
    assert len(published) == len(set(published)) == 2


def test_a_second_lyrad_is_refused_or_stands_by_and_takes_over_when_the_first_is_killed(
    film: Film, new_film: NewFilm, tmp_path: Path
) -> None:
    standby = new_film(film.root, tmp_path / "elsewhere")
    standby.home.mkdir()
    own = film.settings.read_text().replace(str(film.state), str(standby.state))
    standby.settings.write_text(own)
    first = film.start()
    until((film.state / "status.json").exists, seconds=20)
    second = standby.start()
    refused = film.lyrad("run", str(film.root))
    assert refused.returncode == 1
    what, where, todo = refused.stderr.splitlines()[-3:]
    assert what == f"Another lyrad is at work already (process {first.process.pid})."
    assert str(film.state) in where
    assert "Stop that one first" in todo
    until((standby.state / "status.json").exists, seconds=20)
    film.drop(SHOT, LONG)
    tool_at_work(film, "builtin.worker")
    assert [row["state"] for row in second.status()["productions"]] == ["standing by"]
    first.kill()
    until(lambda: done(film), seconds=60)
    assert list(film.takes(SHOT)) == ["T01"]
    until(lambda: second.status()["productions"][0]["state"] == "running", seconds=5)
    assert second.stop() == 0


def tool_at_work(film: Film, name: str) -> int:
    """Return the process of a tool, as soon as one is at work."""

    def found() -> list[int]:
        return [pid for pid, words in processes.tools(film).items() if name in words]

    until(found, seconds=30, every=0.02)
    return found()[0]


def daemon_sees(daemon: Daemon, film: Film) -> bool:
    """Return whether this very process has looked at the shot."""
    if not (film.state / "status.json").exists():
        return False
    status = daemon.status()
    shots = [shot for row in status["productions"] for shot in row["shots"]]
    return status["pid"] == daemon.process.pid and bool(shots)


def done(film: Film) -> bool:
    return any(name.startswith("_lyrad DONE") for name in film.cards(film.shot(SHOT)))


def waiting(film: Film) -> bool:
    return any(name.startswith("_lyrad WAITING") for name in film.cards(film.shot(SHOT)))


def takes_of(film: Film, code: str) -> dict[str, tuple[int, bytes]]:
    """Return a shot's takes by content and time."""
    folder = film.shot(code) / "takes"
    return dict(belongings(folder))
