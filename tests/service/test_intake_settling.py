"""When a drop has stopped changing: jerky copies, halves, doubts, scenes that fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from lyrad.disk.whole import wholeness
from lyrad.model.drop import Wholeness
from lyrad.service.intake.turns import Intake
from tests.support.shoot import PICTURES, Shoot, write

LAST = PICTURES["last", 2]
HALF = len(LAST) // 2


def judging(shoot: Shoot, judge: Callable[[Path], Wholeness]) -> None:
    """Let lyrad judge what is whole by other means than the real ones."""
    shoot.intake = Intake(replace(shoot.built.desk, whole=judge), shoot.engine)
    shoot.intake.begin()


def pass_time(shoot: Shoot, seconds: float) -> None:
    """Take turns as the daemon does, whenever something is due, for so long."""
    end = shoot.clock.monotonic() + seconds
    while (due := shoot.intake.idle_until()) is not None and due < end:
        shoot.clock.advance(max(due - shoot.clock.monotonic(), 0.01))
        shoot.turn()
    shoot.clock.advance(end - shoot.clock.monotonic())
    shoot.turn()


# One file.


def test_half_a_picture_says_how_far_it_is_and_is_looked_at_less_and_less(shoot: Shoot) -> None:
    looked: list[float] = []

    def watched(path: Path) -> Wholeness:
        if path.name == "last.png":
            looked.append(shoot.clock.monotonic())
        return wholeness(path)

    judging(shoot, watched)
    folder = shoot.drop(last=False)
    write(folder / "last.png", LAST[:HALF] + bytes(len(LAST) - HALF))
    shoot.turn()
    pass_time(shoot, 300)
    assert shoot.card() == "WAITING for the rest of last.png"
    assert "last.png is not whole: the picture" in shoot.text()
    pauses = [later - earlier for earlier, later in pairwise(looked)]
    assert pauses == pytest.approx([3, 6, 12, 24, 48, 60, 60, 60][: len(pauses)], abs=0.5)
    assert len(pauses) >= 6


def test_the_rest_of_a_picture_is_seen_at_once(shoot: Shoot) -> None:
    folder = shoot.drop(last=False)
    write(folder / "last.png", LAST[:HALF])
    shoot.turn()
    pass_time(shoot, 110)
    write(folder / "last.png", LAST)
    shoot.later()
    assert shoot.queued() == [1]


def test_a_file_that_comes_in_jerks_must_be_quiet_for_three_of_them(shoot: Shoot) -> None:
    folder = shoot.drop(last=False)
    with (folder / "last.png").open("wb") as copy:
        for part in (LAST[:100], LAST[100:200], LAST[200:]):
            copy.write(part)
            copy.flush()
            shoot.turn()
            pass_time(shoot, 8)
    assert not shoot.jobs(), "whole for 8 s, but it stood still for as long before"
    pass_time(shoot, 15)
    assert not shoot.jobs()
    pass_time(shoot, 2)
    assert shoot.queued() == [1]


def test_a_file_of_an_unknown_format_is_waited_for_longer(shoot: Shoot) -> None:
    def unknown(path: Path) -> Wholeness:
        return replace(wholeness(path), checked=path.name != "last.png")

    judging(shoot, unknown)
    shoot.drop()
    shoot.turn()
    pass_time(shoot, 8.5)
    assert not shoot.jobs()
    pass_time(shoot, 1)
    assert shoot.queued() == [1]


def test_a_doubtful_end_is_waited_for_and_told_and_then_taken_with_a_note(shoot: Shoot) -> None:
    def doubtful(path: Path) -> Wholeness:
        reason = "its end is still empty" if path.name == "last.png" else ""
        return replace(wholeness(path), reason=reason)

    judging(shoot, doubtful)
    shoot.drop()
    shoot.turn()
    pass_time(shoot, 55)
    assert shoot.card() == "WAITING for the end of last.png"
    assert not shoot.jobs()
    pass_time(shoot, 6)
    assert shoot.queued() == [1]
    shoot.make_all()
    assert "last.png may not be all there: its end is still empty." in shoot.text()


def test_a_doubt_that_goes_away_by_itself_leaves_no_note(shoot: Shoot) -> None:
    filled: list[bool] = []

    def filling(path: Path) -> Wholeness:
        reason = "its end is still empty" if path.name == "last.png" and not filled else ""
        return replace(wholeness(path), reason=reason)

    judging(shoot, filling)
    shoot.drop()
    shoot.turn()
    pass_time(shoot, 5)
    assert not shoot.jobs()
    filled.append(True)
    pass_time(shoot, 8)
    assert shoot.queued() == [1], "its times were set before its data: it never seemed to change"
    shoot.make_all()
    assert "may not be all there" not in shoot.text()


# A whole scene.


def test_a_scene_that_is_copied_in_is_settled_once(shoot: Shoot) -> None:
    ordered: list[int] = []
    for number in range(1, 11):
        shoot.drop(f"SC010/SH{number:04d}0", seed=1 + number % 2)
        shoot.turn()
        pass_time(shoot, 2.5)
        ordered.append(len(shoot.jobs()))
    pass_time(shoot, 4.9)
    assert ordered == [0] * 10
    assert not shoot.jobs()
    pass_time(shoot, 0.2)
    assert len(shoot.jobs()) == 10


def test_somebody_who_drops_shots_one_by_one_is_not_kept_waiting(shoot: Shoot) -> None:
    for number in range(1, 5):
        shoot.drop(f"SC010/SH{number:04d}0", seed=1 + number % 2)
        shoot.turn()
        pass_time(shoot, 20)
        assert len(shoot.jobs()) == number


def test_a_scene_with_a_newer_ready_file_is_taken_at_once(shoot: Shoot) -> None:
    shoot.drop()
    shoot.turn()
    shoot.clock.advance(0.5)
    (shoot.folder("SC010") / ".ready").touch()
    shoot.turn()
    assert shoot.queued() == [1]


def test_a_ready_file_speaks_of_what_came_before_it_only(shoot: Shoot) -> None:
    shoot.folder("SC010").mkdir(parents=True)
    (shoot.folder("SC010") / ".ready").touch()
    shoot.drop()
    shoot.turn()
    assert not shoot.jobs(), "seen together, nobody knows which came first"
    shoot.clock.advance(0.5)
    shoot.drop("SC010/SH0030", seed=2)
    shoot.turn()
    assert not shoot.jobs()
    shoot.later()
    assert len(shoot.jobs()) == 2


def test_half_a_picture_is_not_taken_whoever_says_that_it_is_ready(shoot: Shoot) -> None:
    folder = shoot.drop(last=False)
    write(folder / "last.png", LAST[:HALF])
    shoot.turn()
    shoot.clock.advance(0.5)
    (shoot.folder("SC010") / ".ready").touch()
    shoot.turn()
    assert shoot.card() == "WAITING for the rest of last.png"


def test_a_ready_file_is_nobodys_stray_file(shoot: Shoot) -> None:
    folder = shoot.made()
    (folder / ".ready").touch()
    (shoot.folder("SC010") / ".ready").touch()
    pass_time(shoot, 130)
    shoot.look_again()
    assert shoot.card() == "DONE T01"
    assert ".ready" not in shoot.text()
