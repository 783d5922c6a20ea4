from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from lyrad.disk.watch import Watch
from lyrad.model.names import RelPath
from tests.support.clock import FakeClock


class Film:
    """A production that is watched, and hands that drop things into it."""

    def __init__(self, base, *, share=False):
        self.base, self.root = base, base / "FILM"
        self.root.mkdir(exist_ok=True)
        (self.root / "production.yaml").write_text("title: x\n")
        self.clock = FakeClock()
        self.watch = Watch(self.root, share=share, clock=self.clock)

    def put(self, path, data=b"x"):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return target

    def look(self, *, full=False):
        self.clock.advance(0.5)
        return set(self.watch.look(full=full))

    def hear(self, *expected, seconds=10.0):
        """Look as the daemon does, until all that was expected was told."""
        end, told = time.monotonic() + seconds, set()
        while not set(expected) <= told and time.monotonic() < end:
            self.watch.wait(0.5)
            told |= self.look()
        assert set(expected) <= told
        return told

    def seen(self, path):
        return self.watch.index.seen(RelPath(path))

    def agrees(self):
        """Whether the index holds exactly what the disk holds."""
        on_disk = {str(path.relative_to(self.root)) for path in self.root.rglob("*")}
        known = {
            seen.sighting.path
            for folder in self.watch.index
            for seen in self.watch.index.children(folder)
        }
        return known == on_disk


@pytest.fixture
def film(tmp_path):
    made = Film(tmp_path)
    yield made
    made.watch.stop()


@pytest.fixture
def share(tmp_path):
    return Film(tmp_path, share=True)


def test_the_first_look_sees_all_and_dates_it_now(film):
    old = film.put("scenes/SC010/SH0020/first.png")
    os.utime(old, (0, 0))
    film.watch.start()
    assert "scenes/SC010/SH0020/first.png" in film.look()
    seen = film.seen("scenes/SC010/SH0020/first.png")
    assert seen.changed_at == film.clock.monotonic()
    assert film.look() == set()
    assert film.agrees()


def test_a_drop_is_heard_at_once(film):
    film.watch.start()
    film.look()
    film.put("scenes/SC010/SH0020/shot.yaml")
    began = time.monotonic()
    film.watch.wait(30)
    assert time.monotonic() - began < 5
    film.hear("scenes/SC010/SH0020/shot.yaml")
    assert film.watch.mode == "events and a scan every minute"
    assert film.watch.warnings == ()


def test_a_nudge_ends_the_wait(film):
    film.watch.start()
    film.look()
    threading.Timer(0.1, film.watch.nudge).start()
    began = time.monotonic()
    film.watch.wait(30)
    assert time.monotonic() - began < 5


def test_lyrads_own_cards_and_files_wake_nobody(film):
    film.put("scenes/SC010/SH0020/shot.yaml")
    film.watch.start()
    film.look()
    film.put("scenes/SC010/SH0020/_lyrad QUEUED.txt")
    film.put(".lyrad/lease.json")
    began = time.monotonic()
    film.watch.wait(0.6)
    assert time.monotonic() - began >= 0.6
    assert film.look() == set()
    assert film.look(full=True) == set()


def test_a_burst_of_a_thousand_files_in_a_hundred_new_folders_loses_none(film):
    film.watch.start()
    film.look()
    expected = set()
    for scene in range(10):
        for shot in range(10):
            for frame in range(10):
                path = f"scenes/SC{scene}/SH{shot}/{frame}.png"
                film.put(path)
                expected.add(path)
    film.hear(*expected)
    assert film.agrees()


def test_a_tree_that_is_moved_in_is_seen_whole(film):
    film.watch.start()
    film.look()
    outside = film.base / "SC020"
    for shot in range(5):
        (outside / f"SH{shot}/refs").mkdir(parents=True)
        (outside / f"SH{shot}/refs/a.png").touch()
    outside.rename(film.root / "SC020")
    film.hear(*(f"SC020/SH{shot}/refs/a.png" for shot in range(5)))
    film.put("SC020/SH0/refs/later.png")
    film.hear("SC020/SH0/refs/later.png")
    assert film.agrees()


def test_a_tree_that_is_renamed_changes_under_both_names(film):
    film.put("SC010/SH0020/first.png")
    film.watch.start()
    film.look()
    (film.root / "SC010").rename(film.root / "SC011")
    film.hear("SC010/SH0020/first.png", "SC011/SH0020/first.png")
    film.put("SC011/SH0020/last.png")
    film.hear("SC011/SH0020/last.png")
    assert film.agrees()


def test_a_tree_that_was_away_and_changed_there_is_looked_at_again(film):
    film.put("SC010/SH0020/first.png")
    film.watch.start()
    film.look()
    (film.root / "SC010").rename(film.base / "elsewhere")
    (film.base / "elsewhere/SH0020/last.png").touch()
    (film.base / "elsewhere").rename(film.root / "SC010")
    film.hear("SC010/SH0020/last.png")
    assert film.agrees()


def test_a_folder_deleted_and_made_again_is_watched_again(film):
    film.put("SC010/SH0020/first.png")
    film.watch.start()
    film.look()
    for round_ in range(3):
        shutil.rmtree(film.root / "SC010")
        film.put(f"SC010/SH0020/again{round_}.png")
        film.hear(f"SC010/SH0020/again{round_}.png")
        film.put(f"SC010/SH0020/later{round_}.png")
        film.hear(f"SC010/SH0020/later{round_}.png")
    assert film.seen("SC010/SH0020/first.png") is None
    shutil.rmtree(film.root / "SC010")
    film.hear("SC010", "SC010/SH0020/later2.png")
    assert film.agrees()


def test_a_growing_file_counts_as_changing_although_no_event_tells_of_it(film):
    film.put("SC010/first.png", b"")
    film.watch.start()
    film.look()
    ends = []
    with (film.root / "SC010/first.png").open("ab", buffering=0) as copy:
        for _ in range(3):
            copy.write(b"x" * 1000)
            film.look()
            ends.append(film.seen("SC010/first.png").changed_at)
    assert ends == sorted(set(ends))
    assert film.watch.index.changed_below(RelPath("SC010")) == ends[-1]


def test_a_change_without_any_event_is_found_by_the_next_scan(share):
    share.put("a/b/first.png")
    share.look()
    share.clock.advance(30)
    share.look()
    share.put("a/b/first.png", b"longer")
    share.clock.advance(4)
    assert share.look() == set()
    share.clock.advance(5)
    assert share.look() == {"a/b/first.png"}


def test_a_share_is_scanned_and_never_listened_to(share):
    share.watch.start()
    before = threading.active_count()
    share.look()
    assert threading.active_count() == before
    assert share.watch.mode == "a scan every 5 seconds"
    share.put("SC010/first.png")
    assert share.look(full=True) == {"SC010", "SC010/first.png"}
    share.watch.stop()


def test_a_wait_ends_when_a_scan_is_due(share):
    share.look()
    share.clock.advance(4.9)
    began = time.monotonic()
    share.watch.wait(30)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("kind", ["film", "share"])
def test_a_root_that_went_away_is_unknown_and_nothing_of_it_is_gone(kind, request):
    film = request.getfixturevalue(kind)
    film.put("SC010/first.png")
    film.watch.start()
    film.look()
    film.root.rename(film.base / "unplugged")
    assert not film.watch.healthy
    assert film.look() == film.look(full=True) == set()
    film.root.mkdir()  # the empty mount point
    assert film.look(full=True) == set()
    assert film.seen("SC010/first.png")
    assert any("not there" in words for words in film.watch.warnings)
    film.root.rmdir()
    (film.base / "unplugged/SC010/last.png").touch()
    (film.base / "unplugged").rename(film.root)
    assert film.watch.healthy
    assert film.look() == {"SC010/last.png"}
    assert film.watch.warnings == ()
    film.watch.stop()


def test_another_folder_in_the_roots_place_is_looked_at_anew_and_listened_to(film):
    film.put("SC010/first.png")
    film.watch.start()
    film.look()
    copy = film.base / "copy"
    shutil.copytree(film.root, copy)
    film.root.rename(film.base / "old")
    copy.rename(film.root)
    film.look()
    film.put("SC010/last.png")
    film.hear("SC010/last.png")
    assert film.agrees()


def test_waiting_while_the_root_is_away_does_not_spin(film):
    film.watch.start()
    film.look()
    film.root.rename(film.base / "unplugged")
    film.look()
    film.watch.wait(0.3)
    film.look()
    film.clock.advance(1000)
    began = time.monotonic()
    film.watch.wait(0.5)
    assert time.monotonic() - began >= 0.5


def test_a_name_that_is_no_text_is_told_to_people(film):
    film.put(os.fsdecode(b"SC010/caf\xe9.png"))
    film.look()
    (words,) = film.watch.warnings
    assert "SC010/caf" in words
    words.encode()


def test_after_stop_nothing_runs_and_nothing_is_heard(film):
    before = threading.active_count()
    film.watch.start()
    film.look()
    film.watch.stop()
    assert threading.active_count() == before
    film.put("late.png")
    assert film.look(full=True) == {"late.png"}


def test_lyrads_own_take_does_not_keep_its_scene_from_settling(film):
    film.put("scenes/SC010/SH0020/shot.yaml")
    film.watch.start()
    film.look()
    quiet_since = film.watch.index.changed_below(RelPath("scenes/SC010"))
    film.watch.index.own(RelPath("scenes/SC010/SH0020/takes/T01"))
    film.put("scenes/SC010/SH0020/takes/T01/a.mp4")
    film.hear("scenes/SC010/SH0020/takes/T01/a.mp4")
    assert film.watch.index.changed_below(RelPath("scenes/SC010")) == quiet_since


LIMITED = """
import sys, threading
from pathlib import Path
from lyrad.disk.watch import Watch
from tests.support.clock import FakeClock
clock = FakeClock()
watch = Watch(Path(sys.argv[1]), share=False, clock=clock)
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
    assert (mode, told) == ("a scan every 5 seconds", "102")
    assert "limit of watched folders" in words
    assert run.stderr == ""


OVERFLOWN = """
import sys, time
from pathlib import Path
from lyrad.disk.watch import Watch
from tests.support.clock import FakeClock
clock = FakeClock()
watch = Watch(Path(sys.argv[1]), share=False, clock=clock)
watch.start()
watch.look()
clock.advance(30)
watch.look()
print("listening", flush=True)
input()
told, end = set(), time.monotonic() + 10
while len(told) < 20000 and time.monotonic() < end:
    watch.wait(0.5)
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
