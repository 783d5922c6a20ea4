from __future__ import annotations

import threading

from lyrad.disk.watch.events import Events
from lyrad.disk.watch.hints import Hints


def test_hints_are_handed_over_once():
    hints = Hints()
    hints.touched("SC010/SH0020/first.png", folder=False)
    hints.touched("SC010/SH0030", folder=True)
    taken = hints.take()
    assert taken.folders == {"SC010/SH0020", "SC010"}
    assert taken.deep == {"SC010/SH0030"}
    assert not taken.everything
    assert not hints.take().folders


def test_the_root_itself_means_everything_and_noise_means_nothing():
    hints = Hints()
    hints.touched("SC010/.lyrad/ledger.jsonl", folder=False)
    hints.touched("SC010/_READY.txt", folder=False)
    assert not hints.take().folders
    hints.touched("", folder=True)
    assert hints.take().everything


def test_who_waits_is_woken_by_a_hint_by_a_loss_and_by_a_nudge():
    hints = Hints()
    for rouse in (hints.lost, hints.nudge, lambda: hints.suspect({"SC010"}, set())):
        waiter = threading.Thread(target=hints.wait, args=(60,))
        waiter.start()
        rouse()
        waiter.join(30)
        assert not waiter.is_alive()
        hints.take()


def test_who_goes_on_writing_keeps_nobody_from_looking():
    hints, done = Hints(), threading.Event()

    def write():
        while not done.wait(0.001):
            hints.suspect({"SC010"}, set())

    writer = threading.Thread(target=write)
    writer.start()
    waiter = threading.Thread(target=hints.wait, args=(60,))
    waiter.start()
    waiter.join(30)
    assert not waiter.is_alive()
    done.set()
    writer.join()
    assert hints.take().folders == {"SC010"}


def test_elsewhere_than_on_linux_watchdog_gives_the_same_hints(tmp_path):
    hints = Hints()
    events = Events(tmp_path, hints)
    assert (events.alive, events.full, events.watched) == (True, False, None)
    events.attend("SC010")
    (tmp_path / "SC010").mkdir()
    folders, deep = set(), set()
    for _ in range(100):
        hints.wait(0.1)
        found = hints.take()
        folders, deep = folders | found.folders, deep | found.deep
        if deep:
            break
    assert (folders, deep) == ({""}, {"SC010"})
    events.leave("SC010")
    events.stop()
    assert not events.alive
    assert not events.took_overflow()
