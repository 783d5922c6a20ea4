from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lyrad.errors import Code, ConfigError
from lyrad.wiring.beginning import begin
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.doorstep import Build, Doorstep
from tests.support.engine import wait
from tests.support.mounted import Loss, mounted


def let_in(root: Path, production: Any) -> Any:
    return root.name, production.title


def at_the_door(roots: Iterable[Path], build: Build = let_in) -> Doorstep:
    return Doorstep(roots, build, SystemClock())


def test_who_is_inside_is_not_asked_again_whatever_becomes_of_its_file(tmp_path: Path) -> None:
    film = tmp_path / "FILM"
    begin(film, "The Lighthouse")
    doorstep = at_the_door([film], let_in)
    doorstep.ask()
    assert doorstep.take() == (("FILM", "The Lighthouse"),)
    (film / "production.yaml").write_text("title: [")
    doorstep.ask()
    assert (doorstep.take(), doorstep.absent) == ((), ())


def test_a_production_that_is_late_is_named_and_comes_in_once(tmp_path: Path) -> None:
    film = tmp_path / "FILM"
    doorstep = at_the_door([film], let_in)
    assert doorstep.soon() == ()
    assert [fault.code for fault in doorstep.absent] == [Code.NOT_A_PRODUCTION]
    assert "mount it" in doorstep.absent[0].next
    begin(film, None)
    doorstep.ask()
    doorstep.ask()
    assert len(doorstep.take()) == 1
    assert doorstep.absent == ()


def test_a_copy_with_the_same_identity_stays_outside(tmp_path: Path) -> None:
    begin(tmp_path / "FILM", None)
    shutil.copytree(tmp_path / "FILM", tmp_path / "FILM_COPY")
    doorstep = at_the_door([tmp_path / "FILM", tmp_path / "FILM_COPY"], let_in)
    with pytest.raises(ConfigError) as caught:
        doorstep.all_or_none()
    assert caught.value.fault.code is Code.SAME_PRODUCTION_TWICE


def test_a_production_whose_share_hangs_keeps_no_other_outside(tmp_path: Path) -> None:
    ashore, film = tmp_path / "ashore", tmp_path / "FILM"
    begin(ashore, "The Pier")
    begin(film, "The Lighthouse")
    with mounted(point=tmp_path / "mnt", ashore=ashore, other=ashore) as share:
        share.lose(Loss.HANG)
        doorstep = at_the_door([share.point, film], let_in)
        doorstep.ask(seconds=1.0)
        assert doorstep.take() == (("FILM", "The Lighthouse"),)
        assert [fault.code for fault in doorstep.absent] == [Code.SHARE_AWAY]
        share.give_back()
        wait(lambda: doorstep.ask() or doorstep.absent == ())
        assert doorstep.take() == (("mnt", "The Pier"),)


def test_a_mount_that_gives_errors_is_told_and_taken_in_when_it_is_well(tmp_path: Path) -> None:
    ashore = tmp_path / "ashore"
    begin(ashore, "The Pier")
    with mounted(point=tmp_path / "mnt", ashore=ashore, other=ashore) as share:
        share.lose(Loss.BROKEN)
        doorstep = at_the_door([share.point], let_in)
        assert doorstep.soon() == ()
        assert len(doorstep.absent) == 1
        share.give_back()
        assert doorstep.soon() == (("mnt", "The Pier"),)
        assert doorstep.absent == ()


def test_who_is_inside_keeps_nobody_waiting_when_its_share_hangs(tmp_path: Path) -> None:
    ashore = tmp_path / "ashore"
    begin(ashore, "The Pier")
    with mounted(point=tmp_path / "mnt", ashore=ashore, other=ashore) as share:
        doorstep = at_the_door([share.point], let_in)
        assert len(doorstep.soon()) == 1
        share.lose(Loss.HANG)
        doorstep.ask()
        assert doorstep.absent == ()
        share.give_back()


def test_a_place_that_two_names_lead_to_comes_in_once(tmp_path: Path) -> None:
    begin(tmp_path / "FILM", None)
    with (tmp_path / "FILM" / "production.yaml").open("a") as file:
        file.write("# So long to read that both are at it at once.\n" * 5_000)
    doorstep = at_the_door([tmp_path, tmp_path / "FILM"])
    assert len(doorstep.all_or_none()) == 1
    assert doorstep.absent == ()


def test_a_place_that_hangs_is_asked_by_one_thread_however_often(tmp_path: Path) -> None:
    begin(tmp_path / "FILM", None)
    before, open_ = set(threading.enumerate()), threading.Event()
    doorstep = at_the_door([tmp_path / "FILM"], lambda *it: open_.wait(20) and let_in(*it))
    for _ in range(5):
        doorstep.ask(seconds=0.02)
    assert len(set(threading.enumerate()) - before) == 1
    open_.set()
    assert len(doorstep.soon()) == 1


def test_a_folder_that_is_gone_is_no_fault_any_more(tmp_path: Path) -> None:
    begin(tmp_path / "FILM", None)
    shutil.copytree(tmp_path / "FILM", tmp_path / "FILM_COPY")
    doorstep = at_the_door([tmp_path])
    assert len(doorstep.soon()) == 1
    assert [fault.code for fault in doorstep.absent] == [Code.SAME_PRODUCTION_TWICE]
    shutil.rmtree(tmp_path / "FILM_COPY")
    doorstep.ask()
    assert doorstep.absent == ()
