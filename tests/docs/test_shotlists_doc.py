"""The page on shot lists is true: what it shows is what lyrad says and makes."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from lyrad.config.reading import shot_of
from lyrad.config.shotlist.columns import columns
from lyrad.config.shotlist.reading import read_list
from lyrad.core.shotlist import card, kinds
from lyrad.core.shotlist.difference import difference
from lyrad.core.shotlist.filing import named_frame
from lyrad.core.shotlist.spec_text import spec_text
from lyrad.model.production import Tree
from lyrad.model.shotlist import Difference
from tests.support.pages import CHECKOUT, of_page, rows, text, ticked

PAGE = text("docs/shotlists.md")
BLOCKS = {
    block.language: block.text for block in reversed(of_page(CHECKOUT / "docs/shotlists.md"))
}


def shown(tmp_path: Path) -> Difference:
    """Return the difference that the page's list makes in an empty production."""
    file = tmp_path / "breakdown.csv"
    file.write_text(BLOCKS["csv"])
    found = read_list(file, "inbox/breakdown.csv", Fraction(24))
    return difference(found, (), layout=Tree(), ours={}, rate=Fraction(24))


def test_the_list_makes_the_page_and_the_card_that_are_shown(tmp_path: Path) -> None:
    found = shown(tmp_path)
    (page,) = card.pages([found])
    assert f"{page.body}\n" == BLOCKS["text"]
    held = card.held(found)
    assert f"`_lyrad {held.state} {held.detail}.txt`" in PAGE
    assert f"`_lyrad {page.label}.txt`" in PAGE.replace("\n", " ")


def test_the_spec_that_is_shown_is_what_is_written(tmp_path: Path) -> None:
    first = shown(tmp_path).changes[0]
    told = "".join(BLOCKS["yaml"].splitlines(keepends=True)[1:])
    written = spec_text(first.fields or {})
    assert written.endswith(told)
    assert shot_of(written, "shot.yaml").fields == first.fields


def test_the_files_that_are_told_are_those_that_are_read() -> None:
    told = {
        ending for row in rows(PAGE, "What is read") for ending in re.findall(r"`(\.\w+)`", row[0])
    }
    assert told == set(kinds.READ)


def test_the_names_of_columns_are_recognised() -> None:
    names = [name for row in rows(PAGE, "What is read") if row[0].startswith("the ")
             for name in ticked(row[1])]  # fmt: skip
    assert len(names) > 25
    assert [name for name in names if not columns([name]).places] == []


def test_the_frames_that_are_shown_are_named_after_shots() -> None:
    said = PAGE.split("## Frames")[1].replace("\n", " ")
    assert [named_frame(name) is not None for name in ticked(said)[1:3]] == [True, True]
