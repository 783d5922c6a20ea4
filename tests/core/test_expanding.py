"""Which words a shot is rendered with, where a language model wrote its prompt out."""

from __future__ import annotations

import pytest

from lyrad.core.expanding import LONGEST, expansion
from lyrad.core.take_words import take_words
from lyrad.model.character import Base
from lyrad.model.names import CharacterKey
from lyrad.model.spec import CharacterUse
from lyrad.model.style import Family
from lyrad.model.take import StepReceipt
from tests.support.nouns import receipt

BUILT = "miravx woman. MIRA opens the door."


def use(code: str, word: str) -> CharacterUse:
    return CharacterUse(
        character=CharacterKey(code),
        version=1,
        word=word,
        kind="woman",
        base=Base.WAN22,
        strength=1.0,
        experts=("",),
    )


MIRA, ADA = use("MIRA", "miravx"), use("ADA", "adaq")


def found(said: object, built: str = BUILT, family: Family = Family.SENTENCES, cast=(MIRA,)):
    return expansion(built, said, cast, family)


def test_the_models_words_are_used_on_one_line_and_without_its_quotes():
    said = '  "miravx woman, Mira,\nopens a heavy door." '
    assert found(said).words == "miravx woman, Mira, opens a heavy door."


def test_a_trigger_word_that_was_left_out_is_put_back():
    back = found("Mira opens a heavy door.")
    assert back.words == "miravx woman. Mira opens a heavy door."
    assert (back.added, back.refused) == (("miravx",), "")
    assert found("mira, door", family=Family.TAGS).words == "miravx woman, mira, door"


def test_a_part_of_a_word_is_not_the_word():
    assert found("Mira, miravxen").added == ("miravx",)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("miravx woman opens a door.", "left out MIRA"),
        ("", "was empty"),
        ('""', "was empty"),
        (None, "was empty"),
        (["a"], "was empty"),
        ("miravx MIRA " + "x" * LONGEST, "was longer than 4000 letters"),
    ],
)
def test_what_does_not_keep_to_the_spec_is_refused_and_the_specs_own_words_stand(said, why):
    assert (found(said).words, found(said).refused) == (BUILT, why)


def test_every_character_that_is_named_has_to_stay():
    built = "miravx woman, adaq woman. MIRA and ADA dance."
    assert found("Mira dances.", built, cast=(MIRA, ADA)).refused == "left out ADA"
    assert found("Ada, Mira dance.", built, cast=(MIRA, ADA)).added == ("miravx", "adaq")


def test_who_is_not_in_the_prompt_need_not_be_in_the_answer():
    assert found("A door.", built="A door opens.").words == "A door."


def told(**facts):
    step = StepReceipt(
        action="expand.prompt", backend="ollama", ticket=None, tries=1, seconds=1.0, facts=facts
    )
    return take_words(receipt(steps=(step,)))


def test_a_card_tells_of_words_that_were_put_back_refused_or_not_to_be_had():
    assert told(built="a", words="a b") == ()
    assert told(built="a", words="w a", added=["miravx"]) == (
        "The language model left out miravx, which was put back.",
    )
    assert told(built="a", words="a", refused="left out MIRA") == (
        "The prompt is the spec's own words: what the language model wrote left out MIRA.",
    )
    assert told(built="a", words="a", without="ollama", because="Nobody answers.") == (
        "The prompt is the spec's own words, since Ollama could not be used: Nobody answers.",
    )
