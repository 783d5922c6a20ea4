"""A lease that is kept alive beside the turns, also where its root is silent."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from lyrad.errors import Code, Fault, Temporary
from lyrad.service.tenure import SILENCE, Tenure
from tests.support.clock import FakeClock
from tests.support.engine import wait

AWAY = Fault(code=Code.SHARE_AWAY, what="It is away.", where="FILM", next="Wait.")


class HangingLease:
    """A lease on a share that answers only when `back` is set."""

    def __init__(self) -> None:
        self.back = threading.Event()
        self.fault: Fault | None = None
        self.held = False
        self.calls: list[str] = []

    def take(self) -> None:
        self._ask("take")
        self.held = True

    def renew(self) -> None:
        self._ask("renew")

    def release(self) -> None:
        self._ask("release")
        self.held = False

    def _ask(self, call: str) -> None:
        self.calls.append(call)
        self.back.wait(20)
        if self.fault:
            raise Temporary(self.fault)


@pytest.fixture
def lease() -> Iterator[HangingLease]:
    lease = HangingLease()
    yield lease
    lease.back.set()


@pytest.fixture
def told() -> list[Fault]:
    return []


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def tenure(lease: HangingLease, clock: FakeClock, told: list[Fault]) -> Tenure:
    return Tenure(lease, clock, threading.Event(), told.append, name="FILM")


def test_a_root_that_does_not_answer_is_silent_since_it_was_asked(
    tenure: Tenure, lease: HangingLease, clock: FakeClock
) -> None:
    lease.held, began = True, clock.now()
    threading.Thread(target=tenure.renew, daemon=True).start()
    wait(lambda: lease.calls)
    assert tenure.silent_since is None
    clock.advance(SILENCE + 1)
    assert tenure.silent_since == began
    lease.back.set()
    wait(lambda: tenure.silent_since is None)


def test_a_root_that_refuses_has_answered(
    tenure: Tenure, lease: HangingLease, clock: FakeClock, told: list[Fault]
) -> None:
    lease.held, lease.fault = True, AWAY
    lease.back.set()
    tenure.renew()
    clock.advance(SILENCE + 1)
    assert tenure.silent_since is None
    assert told == [AWAY]


def test_a_lease_that_is_not_held_is_not_renewed(tenure: Tenure, lease: HangingLease) -> None:
    tenure.renew()
    assert lease.calls == []


def test_a_lyrad_that_leaves_does_not_wait_for_a_silent_root(
    tenure: Tenure, lease: HangingLease
) -> None:
    lease.held = True
    tenure.give_back(0.05)
    assert lease.held
    lease.back.set()
    wait(lambda: not lease.held)
