"""ComfyUI at the main job: whatever is killed, each shot gets one take, and nothing is lost."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lyrad.backends.ffmpeg import FFmpeg
from tests.support.campaign import seed
from tests.support.comfy_film import drop, finishes, with_comfyui
from tests.support.comfy_order import history, queue
from tests.support.comfyui import ComfyUI, comfyui
from tests.support.production import Daemon, Film, until
from tests.support.signal import FakeSignal

SHOT, OTHER = "SC010/SH0020", "SC010/SH0030"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ComfyUI]:
    with comfyui(tmp_path / "comfyui") as found:
        yield found


def test_two_shots_become_takes_through_comfyui_and_are_no_drafts(
    film: Film, server: ComfyUI
) -> None:
    with_comfyui(film, server)
    for code in (SHOT, OTHER):
        drop(film, code)
    done = film.once()
    assert done.returncode == 0, done.stderr + done.stdout
    for code in (SHOT, OTHER):
        assert list(film.takes(code)) == ["T01"]
        assert film.card(code).startswith("DONE T01")
    receipt = film.receipt(SHOT, "T01")
    assert not receipt["draft"]
    (facts,) = (step["facts"] for step in receipt["steps"] if step["action"] == "render.between")
    assert facts["method"] == "Wan 2.2 14B, first and last frame, 4 steps (ComfyUI)"
    assert (facts["comfyui"], facts["workflow"]) == ("0.33.0", "wan22-flf2v-4step")
    assert len(server.posted()) == 2


def test_a_render_goes_on_while_lyrad_is_stopped_or_dead_and_is_not_made_again(
    film: Film, server: ComfyUI
) -> None:
    server.quirks(hold=True)
    with_comfyui(film, server)
    drop(film, SHOT)
    daemon = film.start()
    until(lambda: queue(server)["queue_running"], seconds=40)
    page = film.state / "status.json"
    until(lambda: page.is_file() and daemon.status()["servers"], seconds=20)
    assert daemon.status()["servers"][0]["address"] == server.url
    assert daemon.stop() == 0
    assert queue(server)["queue_running"]
    daemon = film.start()
    until(lambda: server.journal(f"/jobs/{server.posted()[0]['prompt_id']}"), seconds=40)
    daemon.kill()
    server.quirks(hold=False)
    until(lambda: history(server), seconds=20)
    done = film.once()
    assert done.returncode == 0, done.stderr + done.stdout
    assert list(film.takes(SHOT)) == ["T01"]
    assert len(server.posted()) == 1


@pytest.mark.parametrize(
    "both",
    [pytest.param(False, id="comfyui", marks=pytest.mark.prove), pytest.param(True, id="both")],
)
def test_a_comfyui_that_is_killed_in_mid_render_is_waited_for_and_asked_again(
    film: Film, server: ComfyUI, *, both: bool
) -> None:
    server.quirks(hold=True)
    with_comfyui(film, server)
    drop(film, SHOT)
    daemon = film.start()
    until(lambda: queue(server)["queue_running"], seconds=40)
    server.kill()
    if both:
        daemon.kill()
        daemon = film.start()
    until(lambda: film.card(SHOT).startswith("WAITING for "), seconds=40)
    assert "ComfyUI does not answer" in film.card(SHOT)
    server.start()
    film.lyrad("retry", SHOT)  # sooner than by itself; nothing where it is at it already
    until(lambda: film.card(SHOT).startswith("DONE T01"), seconds=120)
    assert daemon.stop() == 0
    assert list(film.takes(SHOT)) == ["T01"]
    assert len(server.posted()) == 2


def test_a_take_is_finished_once_whatever_is_killed_meanwhile(film: Film, server: ComfyUI) -> None:
    with_comfyui(film, server)
    finishes(film, scale=2)
    folder = drop(film, SHOT)
    assert film.once().returncode == 0
    assert list(film.takes(SHOT)) == ["T01"], "nothing is finished unasked"
    server.quirks(hold=True)
    (folder / "FINISH T01.txt").touch()
    daemon = film.start()
    until(lambda: queue(server)["queue_running"], seconds=60)
    daemon.kill()
    server.quirks(hold=False)
    done = film.once()
    assert done.returncode == 0, done.stderr + done.stdout
    assert list(film.takes(SHOT)) == ["T01", "T02"]
    assert film.card(SHOT).startswith("DONE T02, finished from T01")
    (larger,) = (film.shot(SHOT) / "takes" / "T02").glob("*.mp4")
    assert str(FFmpeg().probe(larger, FakeSignal()).size) == "640x360"
    assert len(server.posted()) == 2
    source, made = film.receipt(SHOT, "T01"), film.receipt(SHOT, "T02")
    assert made["derived_from"]["take"] == 1
    assert made["derived_from"]["job"] == source["job"]
    (master,) = [one["sha256"] for one in source["outputs"] if "/" not in one["name"]]
    assert made["derived_from"]["sha256"] == master
    assert (made["version"], made["draft"]) == (source["version"], False)
    (clip,) = (folder / "takes" / "T02").glob("*.mp4")
    assert "trainedAlgorithmicMedia" in film.lyrad("marks", "--json", str(clip)).stdout
    assert not list(folder.glob(".lyrad-request-*"))


def test_a_shot_that_is_cancelled_while_its_server_is_away_is_taken_off_it_and_nothing_else_is(
    film: Film, server: ComfyUI
) -> None:
    server.quirks(hold=True)
    (stranger,) = server.strangers(1)
    with_comfyui(film, server)
    drop(film, SHOT)
    daemon = film.start()
    until(lambda: queue(server)["queue_pending"], seconds=40)
    server.refuse(8)
    until(lambda: film.card(SHOT).startswith("WAITING for "), seconds=40)
    assert film.lyrad("cancel", SHOT).returncode == 0
    until(lambda: film.card(SHOT).startswith("HELD cancelled"), seconds=20)
    until((film.state / "unwanted").is_dir, seconds=20)
    until(lambda: not list((film.state / "unwanted").iterdir()), seconds=40)
    said = queue(server)
    assert [each[1] for each in (*said["queue_running"], *said["queue_pending"])] == [stranger]
    assert daemon.stop() == 0
    assert film.takes(SHOT) == {}


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_kills_of_lyrad_and_of_comfyui_at_random_leave_one_take_of_each_shot(
    film: Film, server: ComfyUI, record_property: Callable[[str, object], None]
) -> None:
    chance, codes = random.Random(seed()), [f"SC010/SH{number:03}0" for number in range(1, 9)]
    server.quirks(seconds=1.5)
    with_comfyui(film, server)
    for code in codes:
        drop(film, code)
    kills = 0
    while kills < 16 and not _all_done(film, codes):
        daemon, before = film.start(), len(server.posted())
        until(lambda: _at_work(server, before) or _all_done(film, codes), seconds=60)  # noqa: B023
        time.sleep(chance.uniform(0.0, 2.5))
        kills += 1
        _killed(chance.choice(("lyrad", "comfyui", "both")), daemon, server)
    done = film.once(timeout=600)
    assert done.returncode == 0, done.stderr + done.stdout
    assert [list(film.takes(code)) for code in codes] == [["T01"]] * len(codes)
    ids = [posted["prompt_id"] for posted in server.posted()]
    assert len(ids) == len(set(ids)), "no id is ever sent twice"
    figures = f"{kills} kills, {len(codes)} shots, as many takes, {len(ids)} prompts"
    record_property("figures", figures)


def _at_work(server: ComfyUI, before: int) -> bool:
    """Return whether this life of lyrad has posted something, or found its work running."""
    return len(server.posted()) > before or bool(queue(server)["queue_running"])


def _killed(what: str, daemon: Daemon, server: ComfyUI) -> None:
    if what != "lyrad":
        server.restart(seconds=1.5)
    if what == "comfyui":
        assert daemon.stop() == 0
    else:
        daemon.kill()


def _all_done(film: Film, codes: list[str]) -> bool:
    return all(film.takes(code) for code in codes)
