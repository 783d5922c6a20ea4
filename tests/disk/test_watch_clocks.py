"""Files of any year, servers with wrong clocks: nothing is lost or seems older than it is."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lyrad.disk.watch import Watch
from lyrad.model.names import RelPath
from tests.support.clock import FakeClock
from tests.support.watched import Film

DAY = 86_400
PATH = "scenes/SC010/SH0010/first.png"
BERLIN = ZoneInfo("Europe/Berlin")
TWICE = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
NEVER = datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN)

DATES = {
    "1970": 0,
    "1946, as Finder marks what it still copies": -752_856_904,
    "2107, the last that FAT can say": int(datetime(2107, 12, 31, tzinfo=UTC).timestamp()),
    "the hour that comes twice, first": int(TWICE.timestamp()),
    "the hour that comes twice, second": int(TWICE.replace(fold=1).timestamp()),
    "the hour that never is": int(NEVER.timestamp()),
}


class SetClock(FakeClock):
    """The machine's clock, so many seconds off."""

    def __init__(self, seconds):
        super().__init__()
        self._off = timedelta(seconds=seconds)

    def now(self):
        return datetime.now(UTC) + self._off


@pytest.fixture(params=["local", "share"])
def film(tmp_path, request):
    made = Film(tmp_path, share=request.param == "share")
    made.watch.start()
    made.look()
    yield made
    made.watch.stop()


def dated(film, seconds, data=b"x"):
    target = film.put(PATH, data)
    os.utime(target, (seconds, seconds))


@pytest.mark.parametrize("seconds", DATES.values(), ids=DATES)
def test_a_file_of_any_date_changed_when_it_was_seen(film, seconds):
    dated(film, seconds)
    assert PATH in film.look(full=True)
    assert film.seen(PATH).changed_at == film.clock.monotonic()
    film.look(full=True, after=61)
    assert film.seen(PATH).changed_at == film.clock.monotonic() - 61
    dated(film, seconds, b"longer")
    assert film.look(full=True) == {PATH}
    assert film.seen(PATH).changed_at == film.clock.monotonic()


@pytest.mark.parametrize("seconds", DATES.values(), ids=DATES)
def test_a_file_that_keeps_size_and_date_is_seen_to_change(film, seconds):
    dated(film, seconds, b"one")
    film.look(full=True)
    dated(film, seconds, b"two")
    assert film.look(full=True) == {PATH}


@pytest.mark.parametrize("skew", [-DAY, -7200, 7200, DAY])
def test_after_a_restart_a_share_with_a_wrong_clock_makes_nothing_old(tmp_path, skew):
    film = Film(tmp_path, share=True)
    film.probe = replace(film.probe, skew=float(skew))
    dated(film, film.clock.now().timestamp() + skew)
    watch = Watch(film.root, clock=film.clock, probes=lambda _: film.probe)
    watch.start()
    watch.look()
    assert watch.index.seen(RelPath(PATH)).changed_at == film.clock.monotonic()
    watch.stop()


@pytest.mark.parametrize("jump", [-DAY, -3600, 3600, DAY], ids="{:+} s".format)
def test_after_a_restart_a_clock_that_was_set_makes_no_file_younger_than_now(tmp_path, jump):
    film = Film(tmp_path)
    film.put(PATH)
    clock = SetClock(jump)
    watch = Watch(film.root, clock=clock, probes=lambda _: film.probe)
    watch.start()
    watch.look()
    seen = watch.index.seen(RelPath(PATH))
    assert seen.changed_at <= clock.monotonic()
    (film.root / PATH).write_bytes(b"longer")
    clock.advance(1)
    assert PATH in watch.look(full=True)
    assert watch.index.seen(RelPath(PATH)).changed_at == clock.monotonic()
    watch.stop()


@pytest.mark.parametrize("share", [False, True])
def test_on_a_disk_that_knows_even_seconds_only_names_that_came_together_are_found(
    tmp_path, share
):
    film = Film(tmp_path, share=share)
    folder = film.put("scenes/a.png").parent
    film.watch.start()
    for name in ("b", "c", "d"):
        os.utime(folder, (2_000_000_000, 2_000_000_000))
        film.look(after=61)
        (folder / f"{name}.png").write_bytes(b"x")
        os.utime(folder, (2_000_000_000, 2_000_000_000))
        film.look(after=1)
    for _ in range(3):
        film.look(after=61)
    assert film.agrees()
    film.watch.stop()
