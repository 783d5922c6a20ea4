from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.support.watched import Film


@pytest.fixture
def film(tmp_path):
    made = Film(tmp_path)
    yield made
    made.watch.stop()


LIMITED = """
import sys, threading
from pathlib import Path
from lyrad.disk.watch import Watch
from tests.support.clock import FakeClock
clock = FakeClock()
watch = Watch(Path(sys.argv[1]), clock=clock)
watch.start()
told = set(watch.look())
clock.advance(6)
told |= set(watch.look())
(Path(sys.argv[1]) / "d49/late.png").touch()
clock.advance(6)
told |= set(watch.look())
print(watch.mode, len(told), *watch.warnings, sep="|")
"""


@pytest.mark.parametrize(
    "limit", ["max_inotify_watches=20", "max_inotify_watches=0", "max_inotify_instances=0"]
)
def test_at_the_systems_limit_the_root_is_scanned_and_people_are_told(film, limit):
    for number in range(50):
        film.put(f"d{number}/a.png")
    name, _, value = limit.partition("=")
    command = f'echo {value} > /proc/sys/user/{name} && exec {sys.executable} -c "$0" "$1"'
    run = subprocess.run(
        ["unshare", "-r", "sh", "-c", command, LIMITED, str(film.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in run.stderr or "/proc/sys" in run.stderr:
        pytest.skip(f"no limit can be set here: {run.stderr.strip()}")
    mode, told, words = run.stdout.strip().split("|")
    assert told == "102"
    assert mode.startswith("a look every 5 seconds")
    assert "limit of watched folders" in words
    assert run.stderr == ""


OVERFLOWN = """
import sys, time
from pathlib import Path
from lyrad.disk.watch import Watch
from tests.support.clock import FakeClock
clock = FakeClock()
watch = Watch(Path(sys.argv[1]), clock=clock)
watch.start()
watch.look()
clock.advance(30)
watch.look()
print("listening", flush=True)
input()
told, end = set(), time.monotonic() + 8
while (len(told) < 20000 or not watch.warnings) and time.monotonic() < end:
    watch.wait(0.5)
    told |= set(watch.look())
clock.advance(61)
told |= set(watch.look())
print(len(told), *watch.warnings, sep="|")
watch.stop()
"""


def test_when_events_overflow_everything_is_looked_at_again_and_people_are_told(film):
    for number in range(50):
        film.put(f"d{number}/a.png")
    command = [sys.executable, "-W", "error", "-c", OVERFLOWN, str(film.root)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watcher:
        assert watcher.stdout.readline() == "listening\n"
        watcher.send_signal(signal.SIGSTOP)
        for number in range(20_000):
            (film.root / f"d{number % 50}/{number}.png").touch()
        watcher.send_signal(signal.SIGCONT)
        out, errors = watcher.communicate("go\n", timeout=60)
    assert errors == ""
    told, *words = out.strip().split("|")
    assert told == "20000"
    assert any("More changed at once" in sentence for sentence in words)
