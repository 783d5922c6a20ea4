from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from lyrad.disk.lease import STALE_AFTER, Lease
from lyrad.disk.owner import Owner
from lyrad.errors import Code, Temporary
from tests.support.clock import FakeClock
from tests.support.films import film
from tests.support.killed import killed_at


def elsewhere(**changes) -> Owner:
    """A run on another machine, of which this one cannot know whether it lives."""
    owner = replace(Owner.this(), host="nas", boot="another boot")
    return replace(owner, **changes)


def refused(act) -> Code:
    with pytest.raises(Temporary) as caught:
        act()
    return caught.value.fault.code


def dead_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def leases(folder) -> list[str]:
    return sorted(path.name for path in (folder / ".lyrad").iterdir())


def test_a_free_production_is_taken_and_given_up(tmp_path):
    lease = Lease(film(tmp_path), FakeClock())
    lease.take()
    lease.take()
    lease.renew()
    lease.check()
    assert leases(tmp_path) == ["lease.json"]
    lease.release()
    assert leases(tmp_path) == []


def test_the_holder_is_named_to_those_who_wait(tmp_path):
    Lease(film(tmp_path), FakeClock(), elsewhere()).take()
    with pytest.raises(Temporary) as caught:
        Lease(tmp_path, FakeClock()).take()
    assert caught.value.fault.code is Code.LEASE_HELD
    assert f"nas, process {os.getpid()}" in caught.value.fault.where


def test_a_lease_whose_counter_moves_is_never_stale(tmp_path):
    holder = Lease(film(tmp_path), FakeClock(), elsewhere())
    holder.take()
    clock = FakeClock()
    waiting = Lease(tmp_path, clock)
    for _ in range(30):
        assert refused(waiting.take) is Code.LEASE_HELD
        clock.advance(STALE_AFTER / 3)
        holder.renew()
    holder.check()


def test_a_lease_that_stands_still_for_a_minute_is_taken_over(tmp_path):
    holder = Lease(film(tmp_path), FakeClock(), elsewhere())
    holder.take()
    clock = FakeClock()
    waiting = Lease(tmp_path, clock)
    assert refused(waiting.take) is Code.LEASE_HELD
    clock.advance(STALE_AFTER - 1)
    assert refused(waiting.take) is Code.LEASE_HELD
    clock.advance(1)
    waiting.take()
    waiting.check()
    assert leases(tmp_path) == ["lease.json"]


def test_a_holder_that_wakes_up_too_late_notices_and_overwrites_nothing(tmp_path):
    holder = Lease(film(tmp_path), FakeClock(), elsewhere())
    holder.take()
    clock = FakeClock()
    waiting = Lease(tmp_path, clock)
    refused(waiting.take)
    clock.advance(STALE_AFTER)
    waiting.take()
    for act in (holder.check, holder.renew, holder.check):
        assert refused(act) is Code.LEASE_LOST
    holder.release()
    waiting.check()


def test_a_lease_of_a_process_that_ended_here_is_taken_at_once(tmp_path):
    Lease(film(tmp_path), FakeClock(), replace(Owner.this(), pid=dead_process())).take()
    lease = Lease(tmp_path, FakeClock())
    lease.take()
    lease.check()


def test_a_process_number_that_was_used_again_is_not_the_holder(tmp_path):
    Lease(film(tmp_path), FakeClock(), replace(Owner.this(), started=1)).take()
    Lease(tmp_path, FakeClock()).take()


def test_a_living_process_of_this_machine_keeps_its_lease(tmp_path):
    Lease(film(tmp_path), FakeClock(), replace(Owner.this(), token="other")).take()
    assert refused(Lease(tmp_path, FakeClock()).take) is Code.LEASE_HELD


def test_a_broken_lease_is_waited_for_like_a_strangers(tmp_path):
    (film(tmp_path) / ".lyrad").mkdir()
    (tmp_path / ".lyrad/lease.json").write_text("")
    clock = FakeClock()
    lease = Lease(tmp_path, clock)
    assert refused(lease.take) is Code.LEASE_HELD
    clock.advance(STALE_AFTER)
    lease.take()
    lease.check()


def test_a_lease_that_somebody_tidied_away_is_made_anew(tmp_path):
    lease = Lease(film(tmp_path), FakeClock())
    lease.take()
    (tmp_path / ".lyrad/lease.json").unlink()
    lease.check()
    (tmp_path / ".lyrad/lease.json").unlink()
    lease.renew()
    assert refused(Lease(tmp_path, FakeClock(), elsewhere()).take) is Code.LEASE_HELD


def test_an_unmounted_share_is_not_a_lost_lease(tmp_path):
    lease = Lease(film(tmp_path / "film"), FakeClock())
    lease.take()
    (tmp_path / "film").rename(tmp_path / "away")
    (tmp_path / "film").mkdir()
    assert refused(lease.check) is Code.SHARE_LOCKED
    assert list((tmp_path / "film").iterdir()) == []


def starter(root, barrier, answers) -> None:
    lease = Lease(root, FakeClock())
    barrier.wait()
    try:
        lease.take()
    except Temporary:
        taken = False
    else:
        taken = True
    # Whoever ended would be found dead and followed: all stay until all have answered.
    barrier.wait()
    if taken:
        try:
            lease.check()
        except Temporary:
            taken = False
    answers.put({"holds": taken})
    barrier.wait()


@pytest.mark.parametrize("left_by", ["nobody", "a dead process"])
def test_of_several_starters_exactly_one_holds_the_lease(tmp_path, left_by):
    if left_by == "nobody":
        film(tmp_path)
    else:
        Lease(film(tmp_path), FakeClock(), replace(Owner.this(), pid=dead_process())).take()
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(4), context.Queue()
    starters = [
        context.Process(target=starter, args=(tmp_path, barrier, answers)) for _ in range(4)
    ]
    for process in starters:
        process.start()
    won = [answers.get(timeout=30)["holds"] for _ in starters]
    for process in starters:
        process.join()
    assert sum(won) == 1


def test_a_starter_killed_anywhere_keeps_nobody_out(tmp_path):
    dead = replace(Owner.this(), pid=dead_process())
    for call in range(1000):
        root = film(tmp_path / f"{call}")
        Lease(root, FakeClock(), dead).take()
        died = killed_at(call, lambda root=root: Lease(root, FakeClock()).take())
        lease = Lease(root, FakeClock())
        lease.take()
        lease.check()
        if not died:
            return
    raise AssertionError("the starter never ended")


def test_a_holder_that_asks_again_and_is_refused_holds_nothing(tmp_path):
    lease = Lease(film(tmp_path), FakeClock())
    lease.take()
    path = tmp_path / ".lyrad/lease.json"
    path.write_text(path.read_text().replace('"token": "', '"token": "not'))
    assert lease.held
    assert refused(lease.take) is Code.LEASE_HELD
    assert not lease.held
