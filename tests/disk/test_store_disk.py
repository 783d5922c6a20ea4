from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

import pytest

from lyrad.disk.store import Store
from lyrad.errors import Temporary
from tests.support.wallclock import WallClock


def test_a_state_folder_that_cannot_be_written_is_told_as_such(tmp_path):
    path, state = tmp_path / "first.png", tmp_path / "state"
    path.write_bytes(b"x")
    store = Store(state, clock=WallClock())
    shutil.rmtree(state)
    with pytest.raises(Temporary) as caught:
        store.keep(path, within=tmp_path)
    store.close()
    assert caught.value.fault.where == str(state)


def test_a_full_disk_is_told_as_such(tmp_path):
    path, small = tmp_path / "large.png", tmp_path / "small"
    path.write_bytes(os.urandom(2 << 20))
    small.mkdir()
    script = f"""
from pathlib import Path
from lyrad.disk.store import Store
from lyrad.errors import Temporary
from tests.support.wallclock import WallClock
store = Store(Path({str(small)!r}), clock=WallClock())
try:
    store.keep(Path({str(path)!r}), within=Path({str(tmp_path)!r}))
except Temporary as error:
    print(error.fault.code, len(list(Path({str(small)!r}).glob("staged-*"))))
"""
    mount = f"mount -t tmpfs -o size=1m tmpfs {shlex.quote(str(small))}"
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f'{mount} && exec {sys.executable} -c "$0"', script],
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount" in run.stderr or "unshare" in run.stderr:
        pytest.skip(f"no small disk can be mounted here: {run.stderr.strip()}")
    assert run.stdout == "disk-full 0\n", run.stderr
