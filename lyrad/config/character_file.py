"""The model of `character.yaml`: who is taught to which model, and by which word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema

from lyrad.config.checked import Checked
from lyrad.config.fields import Seed, Words
from lyrad.config.readers import as_list, choice
from lyrad.config.unfit import unfit
from lyrad.core.naming import written
from lyrad.model.character import Base, CharacterSpec
from lyrad.model.names import JSON, CharacterKey

KIND = "person"
"""The class word where nobody says another."""

BASE = Base.WAN22
"""The model where nobody says another: what the shipped workflows render with."""

WEAKEST, STRONGEST = 0.05, 2.0
"""Limits of a LoRA's strength: below the first nothing is seen of it, above the second the picture
breaks."""

DRAFT = """\
# A draft by lyrad. Look at every line, then rename this file to character.yaml.

# The trigger word: one rare word that calls the character, and nothing else in the film.
word: {word}

# The class word that follows it: person, woman, man, dog, house ...
kind: {kind}

# The model that is taught: sd15, sdxl, flux1 or wan22. Only its workflows can use the result.
base: {base}

# What makes the character who it is. Captions never say it, so that the word comes to mean it.
# traits: [red hair, green eyes]
"""


def read_strength(value: object) -> float:
    """Return how strongly a LoRA is used."""
    text = str(value).strip()
    if re.fullmatch(r"\d{1,2}(\.\d{1,3})?", text) and WEAKEST <= float(text) <= STRONGEST:
        return float(text)
    raise unfit(f"a number from {WEAKEST} to {STRONGEST}", "Write `strength: 1.0`.")


def one_word(word: str) -> str:
    """Return the trigger word, if it is one."""
    if re.fullmatch(r"[\w-]{2,40}", word):
        return word
    raise unfit("one word of letters and digits", "Write one rare word, such as `miravx`.")


Word = Annotated[Words, AfterValidator(one_word)]
Traits = Annotated[list[Words], BeforeValidator(as_list), Field(max_length=40)]
Strength = Annotated[
    float,
    PlainValidator(read_strength),
    WithJsonSchema({"type": "number", "minimum": WEAKEST, "maximum": STRONGEST}),
]
BaseWord = Annotated[
    Base,
    PlainValidator(choice(Base, lambda base: base.value)),
    WithJsonSchema({"enum": [base.value for base in Base]}),
]


class CharacterFile(Checked):
    """`character.yaml`: one character."""

    meant: ClassVar[Mapping[str, str]] = {
        "trigger": "word",
        "trigger_word": "word",
        "name": "word",
        "class": "kind",
        "class_word": "kind",
        "model": "base",
        "base_model": "base",
        "identity": "traits",
        "weight": "strength",
    }

    word: Word | None = Field(
        None,
        description="The trigger word: one rare word that calls the character.",
        examples=["miravx"],
    )
    kind: Words = Field(KIND, description="The class word that follows it.", examples=["woman"])
    base: BaseWord = Field(
        BASE, description="The model that is taught, and that alone can use it.", examples=["sdxl"]
    )
    traits: Traits = Field(
        [],
        description="What makes the character who it is; captions never say it.",
        examples=[["red hair", "green eyes"]],
    )
    strength: Strength = Field(
        1.0, description="How strongly shots use it; 1.0 as it was trained.", examples=[0.9]
    )
    preset: Words = Field(
        "",
        description="The training's settings, by the name of a file in templates/training/; "
        "without it, those of the base.",
        examples=["sdxl-soft"],
    )
    seed: Seed | None = Field(
        None, description="The number that chance starts from.", examples=[7]
    )

    def spec(self, character: CharacterKey, *, stands: bool = True) -> CharacterSpec:
        """Return the character, with what nobody said filled in; `stands` that a file does."""
        word = self.word or plain_word(character)
        own: dict[str, JSON] = {
            "word": word,
            "kind": self.kind,
            "base": self.base.value,
            "traits": list(self.traits),
            "preset": self.preset,
            "seed": self.seed,
        }
        return CharacterSpec(
            word=word,
            kind=self.kind,
            base=self.base,
            traits=tuple(self.traits),
            strength=self.strength,
            preset=self.preset,
            seed=self.seed,
            own=own,
            written=stands,
        )


def plain_word(character: CharacterKey) -> str:
    """Return the word that calls a character of whom nobody says another: its code, plainly."""
    letters = re.sub(r"[^a-z0-9]", "", written(character).lower())
    return letters or "subject"


def draft_of(character: CharacterKey) -> str:
    """Return a first `character.yaml` for a person to correct."""
    return DRAFT.format(word=plain_word(character), kind=KIND, base=BASE.value)
