"""lyrad is killed at one system call after the other of having music made, and begins again."""

from __future__ import annotations

from pathlib import Path

from lyrad.actions import _ticket
from lyrad.ports import Composed, ComposeOrder, Finished, Ticket
from tests.support.acestep import AceStep, Composers, compose_order, composers, waited
from tests.support.killed import killed_at
from tests.support.signal import FakeSignal

MOST_CALLS = 500
STRIDE = 8
UNAVOIDABLE = 3
"""Deaths, at this stride, between an order and its number: the calls that write it down."""


def life(server: AceStep, order: ComposeOrder, made: Composers) -> Composed:
    """Have the music made by a lyrad of its own, from the beginning or wherever it stands."""
    tool = made(server)

    def submitted() -> Ticket:
        ticket = tool.submit(order)
        _ticket.write(order.work, ticket)
        return ticket

    ticket = _ticket.read(order.work) or submitted()
    while not isinstance(waited(tool, order, ticket), Finished):
        ticket = submitted()
    return tool.fetch(order, ticket, FakeSignal(), lambda _: None)


def short_life(server: AceStep, order: ComposeOrder) -> None:
    with composers() as made:
        life(server, order, made)


def test_wherever_it_is_killed_the_music_comes_and_is_rarely_ordered_twice(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    acestep.quirks(version="later", looks=0)
    doubled, died, call = 0, True, 0
    while died and call < MOST_CALLS:
        order, before = compose_order(tmp_path / str(call), seconds=1), len(acestep.asked())
        died = killed_at(call, lambda order=order: short_life(acestep, order))
        music = life(acestep, order, composers)
        assert music.path.read_bytes()[:4] == b"RIFF"
        twice = len(acestep.asked()) - before - 1
        assert twice in {0, 1}
        assert bool(twice) == ("more than once" in str(music.facts["remarks"]))
        doubled += twice
        call += STRIDE
    assert not died
    assert doubled <= UNAVOIDABLE
