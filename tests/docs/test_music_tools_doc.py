"""What the page says of tools that make music is what the code does."""

from __future__ import annotations

import re

from lyrad.backends.acestep import asking
from lyrad.config.composers_file import TAKEN
from lyrad.core.placeholders import PLACEHOLDERS
from tests.support.acestep import compose_order
from tests.support.pages import rows, text, ticked

PAGE = text("docs/music-tools.md")


def test_every_placeholder_is_explained() -> None:
    told = [ticked(row[0])[0].strip("{}") for row in rows(PAGE, "What it can be told")]
    assert told == list(PLACEHOLDERS)


def test_every_name_that_is_taken_is_told() -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith("A name is your own")]
    assert set(ticked(line)) == TAKEN


def test_what_is_asked_is_told(tmp_path) -> None:
    table = " ".join(" ".join(row) for row in rows(PAGE, "What lyrad asks of it"))
    for figure in (asking.SPARE, asking.SHORTEST, asking.LONGEST, asking.SLOWEST, asking.FASTEST):
        assert re.search(rf"\b{figure}\b", table)
    assert [meter for meter in asking.METERS if f"`{meter}`" not in table] == []
    order = compose_order(tmp_path / "work")
    for model in ("turbo", "base"):
        asked = asking.body(order, model, "")
        assert f"{asked['inference_steps']} steps and shift {asked['shift']:g}" in table
