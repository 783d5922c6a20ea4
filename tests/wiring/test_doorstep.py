from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from lyrad.errors import Code, ConfigError
from lyrad.wiring.beginning import begin
from lyrad.wiring.doorstep import Doorstep
from tests.support.engine import wait
from tests.support.mounted import Loss, mounted


def let_in(root: Path, production: Any) -> Any:
    return root.name, production.title


def test_who_is_inside_is_not_asked_again_whatever_becomes_of_its_file(tmp_path: Path) -> None:
    film = tmp_path / "FILM"
    begin(film, "The Lighthouse")
    doorstep = Doorstep([film], let_in)
    doorstep.ask()
    assert doorstep.take() == (("FILM", "The Lighthouse"),)
    (film / "production.yaml").write_text("title: [")
    doorstep.ask()
    assert (doorstep.take(), doorstep.absent) == ((), ())


def test_a_production_that_is_late_is_named_and_comes_in_once(tmp_path: Path) -> None:
    film = tmp_path / "FILM"
    doorstep = Doorstep([film], let_in)
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
    doorstep = Doorstep([tmp_path / "FILM", tmp_path / "FILM_COPY"], let_in)
    with pytest.raises(ConfigError) as caught:
        doorstep.all_or_none()
    assert caught.value.fault.code is Code.SAME_PRODUCTION_TWICE


def test_a_production_whose_share_hangs_keeps_no_other_outside(tmp_path: Path) -> None:
    ashore, film = tmp_path / "ashore", tmp_path / "FILM"
    begin(ashore, "The Pier")
    begin(film, "The Lighthouse")
    with mounted(point=tmp_path / "mnt", ashore=ashore, other=ashore) as share:
        share.lose(Loss.HANG)
        doorstep = Doorstep([share.point, film], let_in)
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
        doorstep = Doorstep([share.point], let_in)
        assert doorstep.soon() == ()
        assert len(doorstep.absent) == 1
        share.give_back()
        assert doorstep.soon() == (("mnt", "The Pier"),)
        assert doorstep.absent == ()


def test_who_is_inside_keeps_nobody_waiting_when_its_share_hangs(tmp_path: Path) -> None:
    ashore = tmp_path / "ashore"
    begin(ashore, "The Pier")
    with mounted(point=tmp_path / "mnt", ashore=ashore, other=ashore) as share:
        doorstep = Doorstep([share.point], let_in)
        assert len(doorstep.soon()) == 1
        share.lose(Loss.HANG)
        doorstep.ask()
        assert doorstep.absent == ()
        share.give_back()
