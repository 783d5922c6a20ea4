"""Whether the production is there, or only the place where it should be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lyrad.config.identity import read_id
from lyrad.disk.watch.anchor import Anchor
from lyrad.errors import Code, Temporary
from lyrad.model.names import ProductionId
from tests.support.small_share import small_share

MINE = "6f1c3a1e-0b52-4c5e-8d2f-0a4f1c7d9e11"
OTHERS = "0f1c3a1e-0b52-4c5e-8d2f-0a4f1c7d9e22"


def film(root: Path, id_: str = MINE) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / "production.yaml").write_text(f"id: {id_}\ntitle: The Lighthouse\n")
    return root


def anchor(root: Path) -> Anchor:
    return Anchor(root, MINE, reads_id=read_id)


def test_a_production_is_there_and_is_the_same_each_time(tmp_path: Path) -> None:
    found = anchor(film(tmp_path))
    assert found.identify() == found.identify() is not None
    assert found.words == ""
    found.require()


def test_a_root_that_is_gone_is_not_there_and_nothing_may_be_written(tmp_path: Path) -> None:
    found = anchor(tmp_path / "FILM")
    assert found.identify() is None
    assert "is the share mounted?" in found.words
    with pytest.raises(Temporary) as caught:
        found.require()
    assert caught.value.fault.code is Code.SHARE_AWAY


def test_an_empty_folder_in_its_place_is_told_from_a_folder_of_something_else(
    tmp_path: Path,
) -> None:
    found = anchor(tmp_path)
    assert found.identify() is None
    assert "is an empty folder" in found.words
    (tmp_path / "holidays.jpg").touch()
    assert found.identify() is None
    assert "has no production.yaml" in found.words


def test_another_production_in_its_place_is_not_taken_for_it(tmp_path: Path) -> None:
    found = anchor(film(tmp_path / "FILM"))
    assert found.identify() is not None
    (tmp_path / "FILM").rename(tmp_path / "AWAY")
    film(tmp_path / "FILM", OTHERS)
    assert found.identify() is None
    assert "another production" in found.words
    shutil.rmtree(tmp_path / "FILM")
    (tmp_path / "AWAY").rename(tmp_path / "FILM")
    assert found.identify() is not None
    assert found.words == ""


def test_a_file_that_is_just_being_saved_is_no_other_disk(tmp_path: Path) -> None:
    found = anchor(film(tmp_path / "FILM"))
    before = found.identify()
    shutil.copytree(tmp_path / "FILM", tmp_path / "COPY")
    shutil.rmtree(tmp_path / "FILM")
    (tmp_path / "COPY").rename(tmp_path / "FILM")
    (tmp_path / "FILM" / "production.yaml").write_text("tit")
    after = found.identify()
    assert after is not None
    assert after != before


def test_another_disk_whose_file_cannot_be_read_is_not_trusted(tmp_path: Path) -> None:
    found = anchor(film(tmp_path / "share"))
    assert found.identify() is not None
    (tmp_path / "share").rename(tmp_path / "away")
    with small_share(tmp_path / "share", "256k") as share:
        (share / "production.yaml").write_text("tit")
        assert found.identify() is None
        assert "another disk" in found.words


def test_who_only_looks_takes_any_production(tmp_path: Path) -> None:
    assert Anchor(film(tmp_path, OTHERS), None, reads_id=read_id).identify() is not None


def test_what_is_written_through_a_held_root_lands_on_nothing_that_took_its_place(
    tmp_path: Path,
) -> None:
    with anchor(film(tmp_path / "FILM")).held() as root:
        (tmp_path / "FILM").rename(tmp_path / "AWAY")
        (tmp_path / "FILM").mkdir()
        (root / "card.txt").write_text("WORKING")
    assert list((tmp_path / "FILM").iterdir()) == []
    assert (tmp_path / "AWAY" / "card.txt").read_text() == "WORKING"


def test_a_root_that_is_not_the_productions_is_not_held(tmp_path: Path) -> None:
    found = anchor(film(tmp_path, OTHERS))
    with pytest.raises(Temporary), found.held():
        pass


def test_after_an_absence_the_same_numbers_may_be_another_disk(tmp_path):
    root = tmp_path / "FILM"
    root.mkdir()
    (root / "production.yaml").write_text("mine")
    anchor = Anchor(root, ProductionId("mine"), reads_id=lambda path: path.read_text())
    assert anchor.identify()
    away = root.rename(tmp_path / "away")
    assert anchor.identify() is None
    away.rename(root)
    (root / "production.yaml").write_text("another")
    assert anchor.identify() is None
    assert "another production" in anchor.words.lower()
