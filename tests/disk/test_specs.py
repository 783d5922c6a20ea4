from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lyrad.disk import specs
from lyrad.disk.write import Sharing
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.names import RelPath

FOLDER = RelPath("scenes/SC010/SH0020")
SPEC = RelPath(f"{FOLDER}/shot.yaml")
SHARING = Sharing()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def standing(root: Path) -> tuple[str, bytes]:
    found = specs.standing(root, FOLDER)
    assert found
    return found[0], specs.content(root, found[0])


def test_a_spec_is_made_with_every_folder_above_it_for_the_group(tmp_path: Path) -> None:
    assert specs.make(tmp_path, FOLDER, b"one", SHARING) == SPEC
    assert standing(tmp_path) == (SPEC, b"one")
    assert (tmp_path / SPEC).stat().st_mode & 0o777 == 0o664
    assert (tmp_path / FOLDER).stat().st_mode & 0o2777 == 0o2775
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["shot.yaml"]


@pytest.mark.parametrize("name", ["shot.yaml", "SHOT.yml", "shot.yaml.txt"])
def test_a_spec_that_stands_is_never_replaced_whatever_it_is_called(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / name).write_bytes(b"mine")
    assert specs.make(tmp_path, FOLDER, b"one", SHARING) is None
    assert standing(tmp_path) == (f"{FOLDER}/{name}", b"mine")
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [name]


def test_no_spec_is_made_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "film" / "scenes").mkdir(parents=True)
    (tmp_path / "film" / "scenes" / "SC010").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Permanent) as error:
        specs.make(tmp_path / "film", FOLDER, b"one", SHARING)
    assert error.value.fault.code is Code.PATH_OUTSIDE
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_where_a_folder_should_be_is_told_and_kept(tmp_path: Path) -> None:
    (tmp_path / "scenes").write_text("mine")
    with pytest.raises(Temporary):
        specs.make(tmp_path, FOLDER, b"one", SHARING)
    assert (tmp_path / "scenes").read_text() == "mine"


def test_only_the_text_that_is_known_is_renewed(tmp_path: Path) -> None:
    specs.make(tmp_path, FOLDER, b"one", SHARING)
    assert specs.renew(tmp_path, SPEC, b"two", {sha256(b"one")}, SHARING)
    assert not specs.renew(tmp_path, SPEC, b"three", {sha256(b"one")}, SHARING)
    assert (tmp_path / SPEC).read_bytes() == b"two"
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["shot.yaml"]


def test_a_spec_that_was_taken_away_is_not_renewed(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    with pytest.raises(Temporary):
        specs.renew(tmp_path, SPEC, b"two", {sha256(b"one")}, SHARING)
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_frame_is_filed_under_a_free_name_only(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / "inbox").mkdir()
    source, target = RelPath("inbox/a.png"), RelPath(f"{FOLDER}/first.png")
    (tmp_path / source).write_bytes(b"one")
    assert specs.file_frame(tmp_path, source, target)
    (tmp_path / source).write_bytes(b"two")
    assert not specs.file_frame(tmp_path, source, target)
    assert (tmp_path / target).read_bytes() == b"one"
    assert (tmp_path / source).read_bytes() == b"two"
