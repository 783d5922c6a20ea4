from __future__ import annotations

import random
from pathlib import Path
from threading import Thread

import pytest

from lyrad.disk.watch.mode import Every
from tests.support.campaign import seed
from tests.support.unrest import Unrest
from tests.support.watched import Film

NEVER = Every(local=1e9, share=1e9)
DEEDS = 600


@pytest.mark.parametrize("number", range(4))
def test_with_events_alone_nothing_is_lost_however_folders_move(tmp_path, number):
    watched_to_the_end(tmp_path, random.Random(number))


@pytest.mark.prove
def test_with_events_alone_nothing_is_lost_in_a_hundred_trees(tmp_path, record_property):
    for number in range(100):
        (tmp_path / f"{number}").mkdir()
        watched_to_the_end(tmp_path / f"{number}", random.Random(seed() * 1000 + number))
    record_property("figures", f"{100 * DEEDS} deeds at random in 100 trees; 0 lost")


def watched_to_the_end(base, chance):
    """Look as the daemon does while everything moves; then the index must hold what is there."""
    film = Film(base, every=NEVER)
    unrest = Unrest(film, chance)
    unrest.run(60)
    film.watch.start()
    film.look()
    hands = Thread(target=unrest.run, args=(DEEDS,))
    hands.start()
    while hands.is_alive():
        film.watch.wait(0.5)
        look(film)
    for _ in range(20):
        if film.watch.warnings:  # so much went at once that somebody has to say it was meant
            film.watch.accept()
        film.watch.wait(0.5)
        look(film)
        if known(film) == there(film):
            break
    assert known(film) == there(film)
    assert heard_by_the_kernel() == 1 + sum(1 for _ in film.root.rglob("*/"))
    film.watch.stop()


def look(film):
    """Look only where events hint at: whatever changed before was long ago."""
    film.clock.advance(1000)
    film.watch.look()


def known(film):
    return {
        (seen.sighting.path, seen.sighting.inode)
        for folder in film.watch.index
        for seen in film.watch.index.children(folder)
    }


def there(film):
    return {
        (str(path.relative_to(film.root)), path.stat().st_ino) for path in film.root.rglob("*")
    }


def heard_by_the_kernel():
    """Return how many folders this process watches: proc(5), a line for each in `fdinfo`."""
    lines = (
        line
        for descriptor in Path("/proc/self/fdinfo").iterdir()
        if descriptor.exists()
        for line in descriptor.read_text().splitlines()
    )
    return sum(line.startswith("inotify wd:") for line in lines)
