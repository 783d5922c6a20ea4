"""Captions begin with the word, say what varies, and never what makes the character."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.dataset.captions import MOST_WORDS
from lyrad.core.dataset.describing import composed, said_by_name
from lyrad.model.character import Base, CharacterSpec

SPEC = CharacterSpec(
    word="miravx", kind="woman", base=Base.WAN22, traits=("red hair", "green eyes", "freckle")
)
TAGS = CharacterSpec(word="miravx", kind="woman", base=Base.SDXL, traits=SPEC.traits)


@pytest.mark.parametrize(
    ("said", "caption"),
    [
        ("smiling, close-up, at a window", "miravx woman, smiling, close-up, at a window."),
        ("The image shows a woman smiling.", "miravx woman, smiling."),
        ("A photo of miravx woman, in the rain", "miravx woman, in the rain."),
        ("a woman with red hair, smiling", "miravx woman, smiling."),
        ("Freckles on her nose, in profile", "miravx woman, in profile."),
        ('```json\n"standing"\n```', "miravx woman, standing."),
        ("<think>who?</think> standing\nby the sea", "miravx woman, who, standing, by the sea."),
        ("running; running, running", "miravx woman, running."),
        ("red hair, green eyes", "miravx woman"),
        ("", "miravx woman"),
    ],
)
def test_a_caption_is_composed_of_what_may_be_said(said: str, caption: str) -> None:
    assert composed(said, SPEC) == caption


def test_tags_end_without_a_stop() -> None:
    assert composed("smiling, close-up", TAGS) == "miravx woman, smiling, close-up"


def test_a_long_caption_ends_at_a_clause() -> None:
    clauses = [f"clause number {n} of many" for n in range(30)]
    caption = composed(", ".join(clauses), SPEC)
    assert len(caption.split()) <= MOST_WORDS
    assert caption.removesuffix(".").rpartition(", ")[2] in clauses


@given(st.text(max_size=400))
def test_whatever_is_said_a_caption_is_one_line_begins_with_the_word_and_names_no_trait(
    said: str,
) -> None:
    caption = composed(said, SPEC)
    assert len(caption.splitlines()) == 1
    assert caption.startswith("miravx woman")
    assert not re.search(r"\b(red hair|green eyes|freckles?)\b", caption, re.IGNORECASE)
    assert len(caption.split()) <= MOST_WORDS


@given(st.lists(st.sampled_from(["smiling", "red hair", "a woman", "close-up", "miravx", "and"])))
def test_composed_again_a_caption_stays_as_it_is(said: list[str]) -> None:
    caption = composed(", ".join(said), SPEC)
    assert composed(caption, SPEC) == caption


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        ("mira_smiling_rain_02", "mira, smiling, rain"),
        ("miravx-running", "running"),
        ("SmilingAtWindow", "smiling, window"),
        ("IMG_2041", ""),
        ("DSC00012", ""),
        ("Screenshot 2026-11-22 at 12.00.00", ""),
        ("d41d8cd98f00b204e9800998ecf8427e", ""),
        ("ref 07", ""),
        ("woman_portrait", "portrait"),
    ],
)
def test_a_files_name_says_what_it_means_and_no_more(stem: str, words: str) -> None:
    assert said_by_name(stem, SPEC) == words
