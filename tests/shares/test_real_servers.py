"""A day on real file servers: half files, changes, requests, dead servers, a second lyrad."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.servers.day import Day, Part
from tests.support.servers.guest import NEEDED, run_in_guest
from tests.support.servers.program import missing
from tests.support.servers.shares import GUEST, HERE

LONGEST = 2400.0
Record = Callable[[str, object], None]

each_part = pytest.mark.parametrize("part", Part)
pytestmark = [pytest.mark.prove, pytest.mark.timeout(LONGEST + 60)]


def need(*programs: str) -> None:
    if words := missing(*programs):
        pytest.skip(words)


@each_part
@pytest.mark.parametrize("name", HERE)
def test_a_day_on_a_file_server(
    name: str, part: Part, tmp_path: Path, record_property: Record
) -> None:
    need("smbd", "smbclient")
    base = tmp_path / "base"
    base.mkdir()
    with HERE[name](base) as share:
        faults, figures = Day(share).run(part)
    record_property("figures", figures)
    assert not faults


@each_part
@pytest.mark.parametrize("name", GUEST)
def test_a_day_on_a_share_that_is_mounted_by_a_kernel(
    name: str, part: Part, tmp_path: Path, record_property: Record
) -> None:
    need("smbd" if "SMB" in name else "ganesha.nfsd", *NEEDED)
    folder = tmp_path / "guest"
    words = [sys.executable, "-m", "tests.support.servers", name, part, f"{folder}/room/base"]
    code, said = run_in_guest(words, folder, seconds=LONGEST)
    record_property("figures", said.strip().rpartition("\n")[2])
    assert code == 0, said
