"""What lyrad may do in a root, found out by doing it."""

from __future__ import annotations

from pathlib import Path

from lyrad.disk.rights import Rights, try_rights
from tests.support.mounted import mounted
from tests.support.small_share import read_only, small_share


def test_a_local_disk_renames_in_one_exclusive_call(tmp_path: Path) -> None:
    assert try_rights(tmp_path) == Rights(exclusive=True, keeps=True)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_the_exclusive_call_keeps_what_stands_there_all_the_same(
    tmp_path: Path,
) -> None:
    ashore = tmp_path / "ashore"
    ashore.mkdir()
    with mounted(point=tmp_path / "mnt", ashore=ashore, other=ashore) as share:
        assert try_rights(share.point) == Rights(exclusive=False, keeps=True)
    assert list(ashore.iterdir()) == []


def test_what_is_refused_is_told(tmp_path: Path) -> None:
    with small_share(tmp_path / "share", "256k") as share:
        read_only(share, on=True)
        assert try_rights(share).refused.startswith("to make a folder: ")
