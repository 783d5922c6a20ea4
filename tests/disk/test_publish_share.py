"""Publishing onto a share that is full or read-only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable

import pytest

from lyrad.disk.cards import CardRack
from lyrad.errors import Code, Temporary
from lyrad.model.card import Card, CardState
from tests.disk.test_publish import TAKES, publish
from tests.disk.test_publish_killed import assert_whole, shown
from tests.support.films import film, office, work
from tests.support.nouns import FOLDER, plan, receipt
from tests.support.small_share import read_only, small_share

PAGE = 4096
CARD = Card(state=CardState.DONE, detail="T01", body="words " * 3000)


def fill(share, leave: int) -> None:
    """Fill the share but for so many pages."""
    ballast = share / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * PAGE):
            pass
    os.truncate(ballast, ballast.stat().st_size - leave * PAGE)


def refused(act: Callable[[], object]) -> Code | None:
    try:
        act()
    except Temporary as error:
        return error.fault.code
    return None


@pytest.mark.parametrize("pages", range(9))
def test_a_share_full_at_any_page_keeps_no_half_take_and_gets_it_when_there_is_room(
    tmp_path, pages
):
    with small_share(tmp_path / "share", "256k") as share:
        root = film(share / "film")
        desk = office(root)
        order = plan()
        version, number = desk.publisher.begun(order), desk.publisher.number(order)
        facts = receipt(take=number, version=version)
        staged = work(tmp_path / "work")
        fill(share, pages)
        code = refused(lambda: desk.publisher.publish(order, facts, staged))
        assert code is None or pages < 8
        assert code is Code.DISK_FULL or pages > 0
        assert shown(root) == ([] if code else ["T01"])
        assert not list((root / FOLDER).rglob(".lyrad-stage-*"))
        (share / "ballast").unlink()
        assert desk.publisher.publish(order, facts, staged).take == 1
        assert_whole(root / TAKES / "T01")


def test_a_card_that_finds_no_room_is_a_fault(tmp_path):
    with small_share(tmp_path / "share", "64k") as share:
        root = film(share / "film")
        fill(share, 0)
        fault = CardRack(root).show(FOLDER, CARD)
        assert fault is not None
        assert fault.code is Code.DISK_FULL


def test_a_read_only_share_is_waited_for(tmp_path):
    with small_share(tmp_path / "share", "1m") as share:
        root = film(share / "film")
        desk = office(root)
        read_only(share, on=True)
        with pytest.raises(Temporary) as caught:
            publish(desk, tmp_path / "work")
        assert caught.value.fault.code is Code.SHARE_LOCKED
        assert "read-only" in caught.value.fault.what
        assert CardRack(root).show(FOLDER, CARD) is not None
        read_only(share, on=False)
        assert publish(desk, tmp_path / "work").take == 1
