"""What `lyrad doctor` says of the roots."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lyrad.config.settings import load_settings
from lyrad.disk.watch.limits import enough
from lyrad.model.settings import Settings
from lyrad.wiring.beginning import begin
from lyrad.wiring.examining_roots import examine_roots
from lyrad.wiring.finding import Finding
from tests.support.mounted import Loss, mounted


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(None, {"LYRAD_STATE": str(tmp_path / "state"), "HOME": str(tmp_path)})


def film(root: Path) -> Path:
    begin(root, "The Lighthouse")
    return root


def examine(settings: Settings, *roots: Path, patience: float = 30.0) -> dict[str, Finding]:
    return {one.what: one for one in examine_roots(roots, settings, patience=patience)}


def test_a_good_root_is_good_in_every_way(tmp_path: Path, settings: Settings) -> None:
    found = examine(settings, film(tmp_path / "FILM"))
    bad = [one for one in found.values() if not one.good and one.what != "Space for takes"]
    assert bad == []
    assert "events, and a look every minute" in found["Root"].said
    assert found["Events"].said == "the system told of a file that was just made"
    assert "in one exclusive call" in found["Writing"].said
    assert list((tmp_path / "FILM").rglob("probe-*")) == []


def test_a_mount_that_is_no_local_disk_is_polled_and_says_why(
    tmp_path: Path, settings: Settings
) -> None:
    ashore = film(tmp_path / "ashore")
    with mounted(point=tmp_path / "mnt", ashore=ashore, other=ashore) as share:
        found = examine(settings, share.point)
    assert "a look every 5 seconds: this is a network share (fuse)" in found["Root"].said
    assert "Events" not in found
    assert "under a claim" in found["Writing"].said


def test_a_root_that_hangs_is_told_and_keeps_no_other_from_being_examined(
    tmp_path: Path, settings: Settings
) -> None:
    ashore, other = film(tmp_path / "ashore"), film(tmp_path / "OTHER")
    with mounted(point=tmp_path / "mnt", ashore=ashore, other=ashore) as share:
        share.lose(Loss.HANG)
        found = tuple(examine_roots((share.point, other), settings, patience=3))
        share.give_back()
    (silent,) = [one for one in found if "does not answer" in one.said]
    assert not silent.good
    assert any(str(other) in one.said and one.good for one in found)


def test_a_copy_with_the_same_identity_is_told(tmp_path: Path, settings: Settings) -> None:
    shutil.copytree(film(tmp_path / "FILM"), tmp_path / "COPY")
    found = examine(settings, tmp_path / "FILM", tmp_path / "COPY")
    assert not found["Identity"].good
    assert "lyrad init --new-id" in found["Identity"].next


def test_names_that_work_nowhere_else_are_told(tmp_path: Path, settings: Settings) -> None:
    (film(tmp_path / "FILM") / "scenes" / "CON").mkdir()
    names = examine(settings, tmp_path / "FILM")["Names"]
    assert not names.good
    assert "scenes/CON" in names.said


def test_a_folder_that_is_no_production_is_told(tmp_path: Path, settings: Settings) -> None:
    assert not examine(settings, tmp_path / "NOWHERE")["Root"].good


@pytest.mark.parametrize(
    ("folders", "limit"), [(100, 200), (30_000, 60_000), (100_000, 524_288), (400_000, 1_048_576)]
)
def test_a_comfortable_limit_leaves_as_much_to_others(folders: int, limit: int) -> None:
    assert enough(folders) == limit
