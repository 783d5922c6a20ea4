"""The page on briefs is true: what it shows is what lyrad makes and says."""

from __future__ import annotations

import re

import pytest

from lyrad.config.brief_draft import Drafting
from lyrad.core.shotlist.filing import named_telling
from lyrad.core.tellings import MEMOS, kind_of
from lyrad.model.brief import Kind, SpecDraft, Telling
from tests.support.pages import CHECKOUT, of_page, rows, text, ticked

PAGE = text("docs/briefs.md")
BLOCKS = [block.text for block in of_page(CHECKOUT / "docs/briefs.md")]
BRIEF = BLOCKS[0].strip()
TOLD = (Telling(name="brief.txt", kind=Kind.TEXT, words=BRIEF),)


def shown(block: str) -> str:
    """Return a draft as the page shows it, without the line that says where it lies."""
    return block.split("\n", 1)[1]


@pytest.mark.parametrize(
    ("block", "fields", "author"),
    [
        (1, {"description": BRIEF}, ""),
        (
            2,
            {
                "description": "The lighthouse at dusk; the camera slowly pushes in.",
                "duration": "4s",
                "negative": "people",
            },
            "qwen3:8b",
        ),
    ],
    ids=["plain", "by a model"],
)
def test_the_drafts_that_are_shown_are_what_is_written(
    block: int, fields: dict[str, str], author: str
) -> None:
    draft = SpecDraft(fields=fields, tellings=TOLD, author=author)
    assert Drafting().text(draft).decode() == shown(BLOCKS[block])


def test_the_names_that_are_told_are_those_that_are_taken() -> None:
    told = rows(PAGE, "What is taken for a brief")
    assert {kind_of(name) for name in ticked(told[0][0])} == {Kind.TEXT}
    assert set(ticked(told[1][0])) == {f".{kind}" for kind in MEMOS}
    assert kind_of(ticked(told[2][0])[0]) is Kind.TRANSCRIPT


def test_what_is_filed_gets_the_names_that_are_told() -> None:
    (said,) = re.findall(r"goes there by itself:\n(.*?)\. It lies", PAGE, re.DOTALL)
    (lies,) = re.findall(r"shot's\s+folder\s+as (.*?)\. One", PAGE, re.DOTALL)
    found = [named_telling(name) for name in ticked(said)]
    assert [one.name for one in found if one] == ticked(lies)
