"""Bring a shot to where a request may find it."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.shoot import BROKEN, Shoot


def waiting(shoot: Shoot) -> None:
    shoot.drop(last=False)
    shoot.later()


def queued(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()


def working(shoot: Shoot) -> None:
    queued(shoot)
    shoot.engine.begin(shoot.job().plan.job)
    shoot.look_again()


def held(shoot: Shoot) -> None:
    queued(shoot)
    shoot.ask("HOLD")
    shoot.later()


def failed(shoot: Shoot) -> None:
    working(shoot)
    shoot.engine.fail(shoot.job().plan.job, BROKEN)
    shoot.look_again()


def done(shoot: Shoot) -> None:
    shoot.made()


def asked(shoot: Shoot, name: str, before: Callable[[Shoot], None]) -> None:
    """Ask something of a shot that stands so, and let lyrad see to it."""
    before(shoot)
    shoot.ask(name)
    shoot.later()


def states(shoot: Shoot) -> list[tuple[int, str]]:
    return [(job.plan.attempt, job.state.value) for job in shoot.jobs()]
