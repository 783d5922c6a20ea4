"""The page on characters says what the code does."""

from __future__ import annotations

import pytest
from click import Option

from lyrad.cli.dataset import command
from lyrad.core.dataset.captions import MOST_WORDS
from lyrad.core.dataset.pixels import SHORTEST
from lyrad.core.dataset.report import FEWEST
from lyrad.model.finding import Case, Verdict
from tests.support.pages import rows, text, ticked

PAGE = text("docs/characters.md")
SECTIONS = {
    "Refused": Verdict.REFUSED,
    "Mended": Verdict.MENDED,
    "Worth a word": Verdict.KEPT,
}


@pytest.mark.parametrize("section", list(SECTIONS))
def test_every_case_is_explained_under_its_verdict(section: str) -> None:
    told = [ticked(row[0])[0] for row in rows(PAGE, section)]
    assert told == [case.value for case in Case if case.verdict is SECTIONS[section]]


def test_every_option_is_explained() -> None:
    told = {ticked(row[0])[0] for row in rows(PAGE, "Looking at a folder by hand")}
    named = {option.opts[-1] for option in command.params if isinstance(option, Option)}
    assert told == named


def test_the_numbers_are_the_codes() -> None:
    for words in (f"fewer than {FEWEST} pictures", f"fewer than {SHORTEST} pixels",
                  f"first {MOST_WORDS} words"):  # fmt: skip
        assert words in PAGE
