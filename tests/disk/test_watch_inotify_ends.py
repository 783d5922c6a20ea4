from __future__ import annotations

import errno
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lyrad.disk.watch.ears import listen
from lyrad.disk.watch.hints import Hints
from tests.support.listener import Listener
from tests.support.small_share import small_share


@pytest.fixture
def film(tmp_path):
    made = Listener(tmp_path)
    yield made
    made.ears.stop()


@pytest.mark.parametrize("end", ["moved", "deleted"])
def test_a_root_that_goes_is_told_as_a_loss_of_everything(film, end):
    if end == "moved":
        film.root.rename(film.base / "elsewhere")
    else:
        film.root.rmdir()
    film.hints.wait(10)
    assert film.hints.take().everything
    assert not film.ears.alive
    assert not film.ears.took_overflow()


def test_a_root_that_is_unmounted_is_told_as_a_loss_of_everything(tmp_path):
    hints = Hints()
    with small_share(tmp_path / "share", "256k") as root:
        ears = listen(root, hints)
        assert ears.alive
    hints.wait(10)
    assert hints.take().everything
    assert not ears.alive
    ears.stop()


class Gated(Hints):
    """Hints that are not taken down before the gate opens: a reader that stands still."""

    def __init__(self):
        super().__init__()
        self.gate = threading.Event()

    def suspect(self, folders, deep):
        self.gate.wait(60)
        super().suspect(folders, deep)


def test_when_the_kernels_queue_overflows_all_is_suspected_and_it_is_said_once(tmp_path):
    film = Listener(tmp_path, Gated())
    queue = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    for number in range(queue // 2 + 1000):
        (film.root / f"{number}.png").touch()  # comes, and is closed after writing
    film.hints.gate.set()
    assert film.hinted(60).everything
    assert film.ears.took_overflow()
    assert not film.ears.took_overflow()
    film.make("SC010")
    film.put("SC010/first.png")
    assert film.suspected() == {"SC010"}
    film.ears.stop()


LIMITED = """
import sys
from pathlib import Path
from lyrad.disk.watch.ears import listen
from lyrad.disk.watch.hints import Hints
root = Path(sys.argv[1])
try:
    ears = listen(root, Hints())
except OSError as error:
    sys.exit(error.errno)
for folder in sorted(root.iterdir()):
    ears.attend(folder.name)
print(ears.full, ears.watched)
"""


@pytest.mark.parametrize(
    ("limit", "code", "said"),
    [
        ("max_inotify_watches=100", 0, "False 51"),
        ("max_inotify_watches=20", 0, "True 20"),
        ("max_inotify_watches=0", errno.ENOSPC, ""),
        ("max_inotify_instances=0", errno.EMFILE, ""),
    ],
)
def test_the_kernels_limit_is_noticed(tmp_path, limit, code, said):
    for number in range(50):
        (tmp_path / f"d{number}").mkdir()
    name, _, value = limit.partition("=")
    command = f'echo {value} > /proc/sys/user/{name} && exec {sys.executable} -c "$0" "$1"'
    run = subprocess.run(
        ["unshare", "-r", "sh", "-c", command, LIMITED, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in run.stderr or "/proc/sys" in run.stderr:
        pytest.skip(f"no limit can be set here: {run.stderr.strip()}")
    assert (run.returncode, run.stdout.strip(), run.stderr) == (code, said, "")


def test_a_root_that_is_not_there_gives_no_ears_and_keeps_no_descriptor(tmp_path):
    before = descriptors()
    with pytest.raises(FileNotFoundError):
        listen(tmp_path / "gone", Hints())
    assert descriptors() == before


def test_after_the_end_nothing_is_held_and_nothing_is_done(tmp_path):
    before, threads = descriptors(), threading.active_count()
    film = Listener(tmp_path)
    film.ears.stop()
    film.ears.stop()
    film.attend("SC010")
    film.ears.leave("SC010")
    assert not film.ears.alive
    assert (descriptors(), threading.active_count()) == (before, threads)


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))
