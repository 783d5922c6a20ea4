"""The model of a rule: when such a drop, do these steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    field_validator,
)

from lyrad.config.checked import Checked, listed, nearest
from lyrad.config.fields import Count, Flag
from lyrad.config.patterns import read_pattern
from lyrad.config.plain import plain_step
from lyrad.config.readers import as_list
from lyrad.config.unfit import unfit
from lyrad.config.waits import Seconds
from lyrad.model.names import JSON

ROLES = ("first", "last")
KINDS = (
    "png", "jpeg", "tiff", "webp", "yaml", "mp4", "mov", "txt", "md",
    "wav", "m4a", "mp3", "aac", "ogg", "flac", "caf", "3gp",
)  # fmt: skip


def read_name(value: object) -> str:
    """Return a rule's name, which stands in receipts and job ids."""
    text = str(value).strip()
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", text):
        raise unfit("a name in small letters, digits and dashes", "Write `name: render-shot`.")
    return text


def one_of(words: tuple[str, ...]) -> PlainValidator:
    """Return a validator for one word out of a few."""

    def read(value: object) -> str:
        text = str(value).strip().lower()
        if text not in words:
            near = nearest(text, words)
            raise unfit(
                f"one of {listed(words)}",
                f"Did you mean `{near}`?" if near else "Write one of these words.",
            )
        return text

    return PlainValidator(read)


def single(step: dict[str, dict[str, JSON]]) -> dict[str, dict[str, JSON]]:
    """Return a step that names one action."""
    if len(step) != 1:
        raise unfit("one action in each step", "Begin every action on its own line with `- `.")
    return step


RuleName = Annotated[
    str,
    PlainValidator(read_name),
    WithJsonSchema({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$"}),
]
Pattern = Annotated[str, PlainValidator(read_pattern), WithJsonSchema({"type": "string"})]
Role = Annotated[str, one_of(ROLES), WithJsonSchema({"enum": list(ROLES)})]
Kind = Annotated[str, one_of(KINDS), WithJsonSchema({"enum": list(KINDS)})]
StepFields = dict[str, dict[str, JSON]]
OneStep = Annotated[StepFields, BeforeValidator(plain_step), AfterValidator(single)]


class WhenFile(Checked):
    """What a drop must be."""

    not_yet: ClassVar[frozenset[str]] = frozenset({"night", "changed", "unless", "origin", "tag"})

    path: Pattern = Field(
        description="Where it lies, over the conventional tree; `{names}` capture.",
        examples=["scenes/{scene}/{shot}/shot.yaml"],
    )
    with_: Annotated[list[Role], BeforeValidator(as_list)] = Field(
        [],
        alias="with",
        description="What must stand beside it before anything starts.",
        examples=[["first", "last"]],
    )
    kinds: Annotated[list[Kind], BeforeValidator(as_list)] = Field(
        [], description="The kinds of file that count.", examples=[["png", "jpeg"]]
    )
    at_least: Count = Field(
        1, description="How many files of those kinds a folder needs.", examples=[10]
    )
    quiet: Seconds | None = Field(
        None, description="How long it must stand still, instead of the usual.", examples=["30s"]
    )


class RuleFile(Checked):
    """One rule."""

    not_yet: ClassVar[frozenset[str]] = frozenset(
        {"fallback", "after", "retry", "lane", "guard", "night", "priority", "if", "for_each"}
    )
    meant: ClassVar[Mapping[str, str]] = {"steps": "do", "then": "do", "on": "when", "if": "when"}

    name: RuleName = Field(description="What it is called.", examples=["render-shot"])
    when: WhenFile = Field(description="Which drops it speaks of.")
    do: list[OneStep] = Field(description="The steps, in order.")
    final: Flag = Field(
        default=False, description="No further rule is asked about the same drop.", examples=[True]
    )

    @field_validator("do", mode="after")
    @classmethod
    def _something(cls, steps: list[StepFields]) -> list[StepFields]:
        if not steps:
            raise unfit("at least one step", "Write for example `- publish.take`.")
        return steps
