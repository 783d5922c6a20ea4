"""What people ask of a running lyrad: by files in folders, and by its commands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.production import SPEC, Film, until

LONG = SPEC.replace("frames: 9", "frames: 97").replace("128x72", "320x180")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Film]:
    """One running lyrad for all tests of this file; each has a scene of its own."""
    home = tmp_path_factory.mktemp("running")
    film = Film(root=home / "FILM", home=home / "home").begin()
    mark = film.root / "production.yaml"
    mark.write_text(mark.read_text() + "\nhold_over: 2\n")
    daemon = film.start()
    until((film.state / "status.json").exists, seconds=30)
    yield film
    ended = daemon.process.poll()
    if ended is None:
        ended = daemon.stop()
    assert ended == 0


@pytest.fixture
def paused(film: Film) -> Iterator[Film]:
    """What is ordered stays in the queue."""
    assert film.lyrad("pause").stdout == "paused\n"
    yield film
    assert film.lyrad("resume").stdout == "resumed\n"


def test_hold_keeps_a_queued_shot_and_go_lets_it_go_on(paused: Film) -> None:
    film, shot = paused, "SC010/SH0010"
    film.drop(shot)
    shows(film, shot, "QUEUED")
    until(lambda: job(film, shot), seconds=5)
    held = film.lyrad("hold", shot, "--note", "new boards are coming")
    assert (held.returncode, held.stdout) == (0, "seen to\n")
    shows(film, shot, "HELD new boards are coming")
    assert "put an empty file named GO" in card(film, shot)
    assert film.lyrad("resume").returncode == 0
    assert film.lyrad("go", shot).stdout == "seen to\n"
    shows(film, shot, "DONE T01")


def test_requests_in_a_shot_a_scene_and_the_root_are_obeyed_and_taken_away(paused: Film) -> None:
    film, shots = paused, ("SC020/SH0010", "SC020/SH0020")
    scene = film.shot(shots[0]).parent
    for number, shot in enumerate(shots):
        film.drop(shot, seed=20 + number)
        shows(film, shot, "QUEUED")
    (film.shot(shots[0]) / "HOLD the wrong lens.txt").touch()
    shows(film, shots[0], "HELD the wrong lens")
    shows(film, shots[1], "QUEUED")
    (film.shot(shots[0]) / "GO").mkdir()
    shows(film, shots[0], "QUEUED")
    (scene / "hold").touch()
    for shot in shots:
        shows(film, shot, "HELD by you")
    (film.root / "GO.txt").touch()
    for shot in shots:
        shows(film, shot, "QUEUED")
    (film.shot(shots[1]) / "RETAKE slower.txt").touch()
    assert film.lyrad("resume").returncode == 0
    shows(film, shots[0], "DONE T01")
    shows(film, shots[1], "DONE T02")
    until(lambda: not asked(film), seconds=10)
    assert {film.receipt(shots[1], take)["attempt"] for take in ("T01", "T02")} == {1, 2}


def test_cancel_ends_a_job_and_retry_takes_it_up_again(paused: Film) -> None:
    film, shot = paused, "SC030/SH0010"
    film.drop(shot, LONG)
    shows(film, shot, "QUEUED")
    until(lambda: job(film, shot), seconds=5)
    number = job(film, shot)["job"]
    assert film.lyrad("cancel", number[:8]).stdout == f"cancelled: {number}\n"
    shows(film, shot, "HELD cancelled")
    nothing = film.lyrad("cancel", shot)
    assert nothing.returncode == 2
    assert nothing.stderr.startswith(f"there is nothing to cancel at {shot}")
    assert film.lyrad("retry", shot).stdout == f"tried again: {number}\n"
    shows(film, shot, "QUEUED")
    assert film.lyrad("resume").returncode == 0
    shows(film, shot, "DONE T01")
    until(lambda: job(film, shot) is None, seconds=5)


def test_private_copies_that_were_lost_are_taken_again(paused: Film) -> None:
    film, shot = paused, "SC030/SH0030"
    film.drop(shot, seed=33)
    shows(film, shot, "QUEUED")
    for copy in film.state.glob("store/??/*"):
        copy.unlink()
    assert film.lyrad("resume").returncode == 0
    shows(film, shot, "DONE T01")
    until(lambda: not list(film.state.glob("work/*")), seconds=5)


def test_cancel_in_mid_work_ends_the_work_and_publishes_nothing(film: Film) -> None:
    shot = "SC030/SH0020"
    film.drop(shot, LONG, seed=32)
    shows(film, shot, "WORKING")
    until(lambda: job(film, shot), seconds=5)
    assert film.lyrad("cancel", shot).returncode == 0
    shows(film, shot, "HELD cancelled")
    assert not film.takes(shot)


def test_a_pause_now_sends_the_work_back_and_a_resume_takes_it_up(film: Film) -> None:
    shot = "SC040/SH0010"
    film.drop(shot, LONG, seed=4)
    shows(film, shot, "WORKING")
    assert film.lyrad("pause", "--now", "--for", "1h").returncode == 0
    shows(film, shot, "QUEUED")
    until(lambda: "PAUSED: card, cpu" in film.lyrad("status").stdout, seconds=5)
    assert film.lyrad("resume").returncode == 0
    shows(film, shot, "DONE T01")
    assert list(film.takes(shot)) == ["T01"]


def test_a_deleted_shot_is_cancelled(paused: Film) -> None:
    film, shot = paused, "SC050/SH0010"
    film.drop(shot)
    shows(film, shot, "QUEUED")
    until(lambda: job(film, shot), seconds=5)
    shutil.rmtree(film.shot(shot))
    until(lambda: job(film, shot) is None, seconds=20)
    assert film.lyrad("show", shot).returncode == 2


def test_many_shots_at_first_sight_wait_under_one_card_until_go(film: Film) -> None:
    codes = [f"SC060/SH{10 * (n + 1):04}" for n in range(3)]
    elsewhere = Film(root=film.home / "elsewhere", home=film.home)
    for number, code in enumerate(codes):
        elsewhere.drop(code, "frames: 2\nsize: 64x36\n", seed=60 + number)
    elsewhere.shot(codes[0]).parent.rename(film.shot(codes[0]).parent)
    for code in codes:
        shows(film, code, "HELD with 3 new jobs")
    until(lambda: "3 new jobs came at once" in root_card(film), seconds=10)
    assert "GO" in root_card(film)
    assert not any(film.takes(code) for code in codes)
    (film.root / "GO").touch()
    for code in codes:
        shows(film, code, "DONE T01")
    until(lambda: "came at once" not in root_card(film), seconds=10)


def test_status_and_show_tell_programs_and_people(film: Film) -> None:
    shot = "SC070/SH0010"
    film.drop(shot, seed=7)
    shows(film, shot, "DONE T01")
    until(lambda: f"{shot}  DONE T01" in film.lyrad("status").stdout, seconds=5, every=0.5)
    first = film.lyrad("status").stdout.splitlines()[0]
    assert first.endswith(" s ago")
    status = as_json(film, "status")
    assert status["schema"] == 1
    (row,) = status["productions"]
    assert {"scene": "SC070", "shot": "SH0010"}.items() <= row["shots"][-1].items()
    told = as_json(film, "show", f"{shot}+T01")
    (take,) = told["takes"]
    assert take["receipt"]["outputs"][0]["name"] == "SC070_SH0010_T01_v001.mp4"
    assert "T01" in film.lyrad("show", str(film.shot(shot))).stdout
    unknown = film.lyrad("show", "SC999/SH0010")
    assert unknown.returncode == 2
    assert len(unknown.stderr.splitlines()) == 3


def test_an_old_status_says_that_lyrad_does_not_seem_to_be_running(film: Film) -> None:
    home = film.home / "another"
    other = Film(root=film.root, home=home)
    (home / "state").mkdir(parents=True)
    other.settings.write_text(f"state: {other.state}\n")
    never = other.lyrad("status")
    assert never.returncode == 1
    assert "has not run here yet" in never.stderr
    old = json.loads((film.state / "status.json").read_text())
    (other.state / "status.json").write_text(json.dumps({**old, "at": old["at"] - 7200}))
    said = other.lyrad("status").stdout
    assert "as of 2 h ago" in said
    assert "lyrad does not seem to be running" in said


def shows(film: Film, code: str, words: str) -> None:
    """Wait until the shot's card begins so."""
    try:
        until(lambda: card(film, code).startswith(words), seconds=45)
    except AssertionError:
        raise AssertionError(f"{code} shows, not {words}:\n{card(film, code)}") from None


def card(film: Film, code: str) -> str:
    """Return the shot's card, '' while there is none or it is being renamed."""
    try:
        return film.card(code)
    except (ValueError, FileNotFoundError):
        return ""


def root_card(film: Film) -> str:
    return "\n".join(path.read_text("utf-8-sig") for path in film.root.glob("_lyrad *.txt"))


def job(film: Film, code: str) -> dict[str, Any] | None:
    """Return the shot's job that is not done, as the status has it."""
    rows = json.loads((film.state / "status.json").read_text())["jobs"]
    return next((row for row in rows if f"{row['scene']}/{row['shot']}" == code), None)


def as_json(film: Film, *words: str) -> dict[str, Any]:
    done = film.lyrad(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def asked(film: Film) -> list[str]:
    """Return the requests that still lie somewhere."""
    names = ("HOLD", "GO", "RETAKE", ".LYRAD-REQUEST")
    return [path.name for path in film.root.rglob("*") if path.name.upper().startswith(names)]
