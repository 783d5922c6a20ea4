"""The page on music says what the code does."""

from __future__ import annotations

from lyrad.config.checked import keys_of
from lyrad.config.contexts import MUSIC_WORDS
from lyrad.config.cue_file import CueFile
from lyrad.core.cues.names import CUTS
from lyrad.model.cue import Loudness
from tests.support.pages import CHECKOUT, of_page, text

PAGE = text("docs/music.md")


def test_the_whole_cue_names_every_key() -> None:
    cues = [one.text for one in of_page(CHECKOUT / "docs/music.md") if one.language == "yaml"]
    assert [key for key in keys_of(CueFile) if f"\n{key}:" not in cues[-1]] == []


def test_every_loudness_and_every_kind_of_cut_is_told() -> None:
    assert [one.value for one in Loudness if one.value not in PAGE] == []
    assert [kind for kind in CUTS if f"`cut.{kind}`" not in PAGE] == []


def test_every_word_of_a_template_is_on_the_page_of_rules() -> None:
    rules = text("docs/rules.md")
    (row,) = [line for line in rules.splitlines() if line.startswith("| `music.`")]
    assert [word for word in MUSIC_WORDS if f"`{word}`" not in row] == []
