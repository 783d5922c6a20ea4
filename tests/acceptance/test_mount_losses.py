"""A share that is lost in the midst of work: nothing is taken for deleted, and all goes on."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.conftest import NewFilm
from tests.support.campaign import seed
from tests.support.losses import Losses
from tests.support.mounted import Loss, Mounted, mounted
from tests.support.production import Film

Record = Callable[[str, object], None]


@pytest.fixture
def film(tmp_path: Path, new_film: NewFilm) -> Film:
    return new_film(tmp_path / "disk" / "FILM", tmp_path / "home").begin()


@pytest.fixture
def beside(tmp_path: Path, new_film: NewFilm) -> Film:
    return new_film(tmp_path / "BESIDE", tmp_path / "home").begin()


@pytest.fixture
def mount(tmp_path: Path, film: Film, new_film: NewFilm) -> Iterator[Mounted]:
    other = new_film(tmp_path / "disk" / "OTHER", tmp_path / "elsewhere").begin()
    point = tmp_path / "mnt" / "FILM"
    with mounted(point=point, ashore=film.root, other=other.root) as found:
        yield found


def test_a_share_that_is_lost_in_each_way_costs_nothing_but_time(
    film: Film, beside: Film, mount: Mounted
) -> None:
    hang = {Loss.HANG}
    report = Losses(film, beside, mount, losses=tuple(Loss), seed=20261122, beside_at=hang).run()
    assert report.faults == ()


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_thirty_lost_mounts_delete_nothing_and_stop_nobody_else(
    film: Film, beside: Film, mount: Mounted, record_property: Record
) -> None:
    losses = [loss for loss in Loss for _ in range(6)]
    random.Random(seed()).shuffle(losses)
    report = Losses(film, beside, mount, losses=losses, seed=seed(), longest=15.0, frames=25).run()
    record_property("figures", report.words)
    assert report.faults == ()
