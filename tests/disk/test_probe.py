"""What a root's file system does, found out by trying."""

from __future__ import annotations

import os
from pathlib import Path

from lyrad.disk.watch.probe import PREFIX, probe
from lyrad.wiring.clock import SystemClock
from tests.support.small_share import read_only, small_share
from tests.support.wallclock import WallClock


def test_a_local_disk_tells_of_changes_dates_its_folders_and_keeps_our_time(
    tmp_path: Path,
) -> None:
    found = probe(tmp_path, clock=SystemClock())
    assert (found.share, found.events, found.folder_times) == (False, True, True)
    assert (found.writable, found.trouble) == (True, "")
    assert found.skew is not None
    assert abs(found.skew) < 1


def test_a_root_is_left_as_it_was_found(tmp_path: Path) -> None:
    probe(tmp_path, clock=SystemClock())
    assert list(tmp_path.iterdir()) == []


def test_a_clock_that_is_hours_off_is_told(tmp_path: Path) -> None:
    clock = WallClock()
    clock.advance(-7200)
    found = probe(tmp_path, clock=clock)
    assert found.skew is not None
    assert 7190 < found.skew < 7210


def test_what_a_killed_probe_left_goes_and_what_another_one_uses_now_stays(tmp_path: Path) -> None:
    own = tmp_path / ".lyrad"
    for name in ("old", "new"):
        (own / f"{PREFIX}{name}").mkdir(parents=True)
        (own / f"{PREFIX}{name}" / "heard").touch()
    long_ago = SystemClock().now().timestamp() - 7200
    os.utime(own / f"{PREFIX}old", (long_ago, long_ago))
    probe(tmp_path, clock=SystemClock())
    assert [path.name for path in own.iterdir()] == [f"{PREFIX}new"]


def test_a_read_only_share_is_told_and_nothing_else_is_known(tmp_path: Path) -> None:
    with small_share(tmp_path / "share", "256k") as share:
        read_only(share, on=True)
        found = probe(share, clock=SystemClock())
    assert (found.writable, found.events, found.folder_times, found.skew) == (
        False,
        None,
        None,
        None,
    )
    assert "ead-only" in found.trouble
