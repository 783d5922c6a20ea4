"""A visit to a production, as `lyrad plan` pays it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.model.names import RelPath
from lyrad.model.standing import Ready, Refused
from lyrad.wiring.looking import visit
from tests.support.shoot import Shoot


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    made = Shoot(tmp_path)
    yield made
    made.close()


def test_a_visit_sees_which_shots_would_share_their_files_names(shoot: Shoot) -> None:
    for code in ("SC010/Küche", "SC010/Kueche", "SC010/SH0010"):
        shoot.drop(code)
    with visit(shoot.root, shoot.settings, shoot.rules) as seen:
        found = {folder: seen.look(folder, shot).standing for folder, shot in seen.shots().items()}
    assert isinstance(found[RelPath("scenes/SC010/Küche")], Refused)
    assert isinstance(found[RelPath("scenes/SC010/Kueche")], Refused)
    assert isinstance(found[RelPath("scenes/SC010/SH0010")], Ready)
