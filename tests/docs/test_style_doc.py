"""The page on styles says what the code does."""

from __future__ import annotations

from lyrad.config.checked import keys_of
from lyrad.config.style_file import StyleFile
from lyrad.core.expanding import LONGEST
from tests.support.pages import CHECKOUT, of_page, text

PAGE = text("docs/style.md")


def test_the_whole_style_names_every_key() -> None:
    (whole, *_) = (one.text for one in of_page(CHECKOUT / "docs/style.md"))
    assert [key for key in keys_of(StyleFile) if f"\n{key}:" not in whole] == []


def test_the_longest_prompt_is_the_codes() -> None:
    assert f"longer than {LONGEST} letters" in " ".join(PAGE.split())


def test_every_word_that_a_receipt_has_of_a_prompt_is_explained() -> None:
    told = ("built", "words", "model", "digest", "added", "refused", "offered")
    assert [word for word in told if f"`{word}`" not in PAGE] == []
