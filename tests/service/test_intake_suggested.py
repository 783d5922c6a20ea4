"""A shot that is held for a likely cut gets a first idea of the frame in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from lyrad.model.card import SUGGESTED
from tests.support import scenes
from tests.support.scenes import push
from tests.support.shoot import Shoot, write

RULE = """\
name: render-shot
when: {path: "scenes/{scene}/{shot}/shot.yaml", with: [first, last]}
do:
  - render.between: {backend: comfyui, prompt: "{{ spec.description }}"}
  - publish.take
"""
CUT = push(scenes.SMALL, 2.8)
SAID = "_lyrad SUGGESTED middle frame.png shows the framing half-way"


def encoded(picture: np.ndarray) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yaml").write_text(RULE)
    found = Shoot(tmp_path)
    folder = found.drop(spec=None)
    write(folder / "first.png", encoded(CUT.first))
    write(folder / "last.png", encoded(CUT.last))
    write(folder / "shot.yaml", "description: A long push-in.\nframes: 49\n")
    found.later()
    yield found
    found.close()


def card(shoot: Shoot) -> str:
    (path,) = shoot.folder().glob("_lyrad *.txt")
    return path.read_text("utf-8-sig")


def middle(shoot: Shoot) -> Path:
    return shoot.folder() / SUGGESTED


def test_the_suggestion_lies_beside_the_card_which_names_it(shoot: Shoot) -> None:
    assert "HELD likely cut" in shoot.cards()
    assert SAID in card(shoot)
    assert cv2.imread(str(middle(shoot))).shape == CUT.first.shape
    assert shoot.jobs() == []


def test_it_is_written_once_and_not_again_after_a_restart(shoot: Shoot) -> None:
    before = middle(shoot).stat().st_mtime_ns
    shoot.look_again()
    shoot.restart()
    shoot.later()
    assert middle(shoot).stat().st_mtime_ns == before
    assert SAID in card(shoot)


def test_one_that_was_deleted_is_not_wanted(shoot: Shoot) -> None:
    middle(shoot).unlink()
    shoot.look_again()
    assert not middle(shoot).exists()
    assert SAID not in card(shoot)


def test_it_goes_when_the_hold_is_gone(shoot: Shoot) -> None:
    shoot.ask("GO")
    shoot.look_again()
    assert shoot.queued() == [1]
    assert not middle(shoot).exists()


def test_it_goes_also_when_a_frame_is_changed_while_lyrad_is_stopped(shoot: Shoot) -> None:
    write(shoot.folder() / "last.png", encoded(push(scenes.SMALL, 1.2).last))
    shoot.restart()
    shoot.later()
    assert shoot.queued() == [1]
    assert not middle(shoot).exists()


def test_one_that_a_person_painted_on_stays_whatever_happens(shoot: Shoot) -> None:
    painted = encoded(255 - CUT.first)
    write(middle(shoot), painted)
    shoot.restart()
    shoot.later()
    assert SAID not in card(shoot)
    shoot.ask("GO")
    shoot.look_again()
    assert middle(shoot).read_bytes() == painted
