"""A scene comes back in one piece, from the real daemon, whatever ends it in between."""

from __future__ import annotations

import hashlib
import random
import time
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from tests.acceptance.conftest import NewFilm
from tests.backends.test_assembly_cutter import click
from tests.support.clips import streams
from tests.support.cue_takes import cue_take
from tests.support.production import Film, until

RULE = """\
name: assemble-scene
when:
  path: scenes/{scene}/
  quiet: 500ms
do:
  - assemble.scene
"""
SHOTS = ("SC010/SH0010", "SC010/SH0020")


def quick(film: Film) -> None:
    """Let scenes be assembled when nothing has changed in them for half a second."""
    rules = film.home / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "assemble.yaml").write_text(RULE)


def published(film: Film) -> list[dict[str, Any]]:
    ledger = film.root / ".lyrad/ledger.jsonl"
    lines = film.ledger() if ledger.exists() else []
    return [line for line in lines if line["event"] == "assembled"]


def shots_in(timeline: Path) -> list[str]:
    found = otio.adapters.read_from_file(str(timeline))
    return [type(child).__name__ for child in found.video_tracks()[0]]


def assert_whole(film: Film) -> None:
    """Assert that both files of each number are there, as the ledger says, and no others."""
    folder, named = film.root / "scenes/SC010", []
    for line in published(film):
        for name, sha256 in zip(line["files"], line["outputs"], strict=True):
            named.append(name)
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    assert sorted(path.name for path in folder.iterdir() if _own(path)) == sorted(named)
    prints = [line["fingerprint"] for line in published(film)]
    assert len(prints) == len(set(prints))


def _own(path: Path) -> bool:
    return "_assembly_" in path.name or path.name.startswith(".lyrad-")


def test_a_scene_comes_back_as_a_film_with_its_music_and_a_timeline_that_opens(
    film: Film,
) -> None:
    quick(film)
    film.drop(SHOTS[0])
    music = click(film.home / "music.wav", 48_000, 100).read_bytes()
    cue_take(film.root, "SC010", "1M1", 1, head=86400, frames=12, music=music)
    (film.shot(SHOTS[1])).mkdir(parents=True)
    (film.shot(SHOTS[1]) / "shot.yaml").write_text("description: To come.\nframes: 33\n")
    daemon = film.start()
    until(lambda: published(film), seconds=200)
    scene = film.root / "scenes/SC010"
    until(lambda: _summary(scene).count("SC010_assembly_"), seconds=20)
    last = published(film)[-1]
    assert last["frames"] == 9 + 33
    assert shots_in(scene / last["files"][1]) == ["Clip", "Gap"]
    kinds = {one["codec_type"] for one in streams(scene / last["files"][0])}
    assert {"video", "audio"} <= kinds
    assert daemon.stop() == 0
    assert_whole(film)


def test_kills_at_random_moments_leave_each_assembly_whole_and_make_none_twice(
    film: Film,
) -> None:
    _campaign(film, kills=3, chance=random.Random(20261122))


@pytest.mark.prove
@pytest.mark.timeout(1200)
def test_thirty_kills_leave_each_assembly_whole_and_make_none_twice(
    new_film: NewFilm, tmp_path: Path
) -> None:
    film = new_film(tmp_path / "FILM", tmp_path / "home", "").begin()
    _campaign(film, kills=30, chance=random.Random(7))


def _campaign(film: Film, *, kills: int, chance: random.Random) -> None:
    quick(film)
    for number, code in enumerate(SHOTS):
        film.drop(code, seed=number)
    for kill in range(kills):
        (film.shot(chance.choice(SHOTS)) / f"RETAKE number {kill}.txt").touch()
        daemon = film.start()
        time.sleep(chance.uniform(1.0, 8.0))
        daemon.kill()
    daemon = film.start()
    until(lambda: _settled(film), seconds=180, every=0.5)
    assert daemon.stop() == 0
    assert_whole(film)
    before = published(film)
    daemon = film.start()
    until(lambda: not daemon.status()["stopped"], seconds=60)
    time.sleep(4.0)
    assert daemon.stop() == 0
    assert published(film) == before


def _settled(film: Film) -> bool:
    """Return whether the last assembly shows the last take of each shot."""
    takes = [max(film.takes(code), default="") for code in SHOTS]
    busy = [path for code in SHOTS for path in film.shot(code).glob("_lyrad *") if _busy(path)]
    if not all(takes) or busy or not published(film):
        return False
    newest = film.root / "scenes/SC010" / published(film)[-1]["files"][1]
    text = newest.read_text()
    return all(f"takes/{take}/" in text for take in takes)


def _busy(card: Path) -> bool:
    return not card.name.startswith("_lyrad DONE")


def _summary(scene: Path) -> str:
    return "".join(path.read_text("utf-8-sig") for path in scene.glob("_lyrad *.txt"))
