"""The model of `backends.composers` in `lyrad.yaml`: tools that make music by a command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from lyrad.config.checked import Checked, listed, nearest
from lyrad.config.fields import Flag, Words
from lyrad.config.readers import as_list
from lyrad.config.unfit import unfit
from lyrad.config.waits import Seconds
from lyrad.core.placeholders import OUT, PLACEHOLDERS, named, unknown
from lyrad.model.settings import CommandSettings

TAKEN = frozenset({"builtin", "acestep", "audiox", "comfyui"})
"""Names that rules use for composers of lyrad's own."""

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")


def checked_argv(argv: list[str]) -> list[str]:
    """Return a command if its placeholders are known, and it says where the music goes."""
    for word in unknown(argv):
        near = nearest(word, PLACEHOLDERS)
        known = listed(f"{{{one}}}" for one in PLACEHOLDERS)
        cure = f"Did you mean `{{{near}}}`?" if near else f"There are {known}."
        raise unfit(
            f"known placeholders, and `{{{word}}}` is none (a brace itself is written twice)", cure
        )
    if OUT not in (word for argument in argv for word in named(argument)):
        raise unfit("a command that is told where its music goes", 'Add `"{out}"` to it.')
    if not argv[0] or named(argv[0]):
        raise unfit("a command that begins with its program", "Write its name or path first.")
    return argv


def checked_names(tools: dict[str, CommandFile]) -> dict[str, CommandFile]:
    """Return the tools if their names will do."""
    for name in tools:
        if name in TAKEN:
            cure = f"Give it a name of its own, for example `my-{name}`."
            raise unfit("a name that no tool of lyrad's has", cure, at=name)
        if not _NAME.fullmatch(name):
            raise unfit("names in small letters", "Rename it, for example to `mytool`.", at=name)
    return tools


Argv = Annotated[
    list[Words], BeforeValidator(as_list), Field(min_length=1), AfterValidator(checked_argv)
]


class CommandFile(Checked):
    """A tool that makes music, started by a command; no shell reads it."""

    meant: ClassVar[Mapping[str, str]] = {
        "command": "argv", "cmd": "argv", "license": "licence", "gpu": "card", "video": "picture",
    }  # fmt: skip
    missing_cure: ClassVar[Mapping[str, str]] = {
        "commercial": "Write `commercial: true` where its music may be sold, else `false`.",
    }

    argv: Argv = Field(
        description="The program and its arguments, one each, with placeholders.",
        examples=[["python3", "/opt/tool/run.py", "--prompt", "{prompt}", "--out", "{out}"]],
    )
    commercial: Flag = Field(description="Whether its music may be sold.", examples=[True])
    licence: Words = Field(
        "",
        description="In a sentence, what its music may not be used for.",
        examples=["Not for sale: CC BY-NC 4.0"],
    )
    card: Flag = Field(default=True, description="It needs the graphics card.", examples=[True])
    picture: Flag = Field(
        default=False, description="It cannot work without the scene's clip.", examples=[False]
    )
    timeout: Seconds = Field(
        CommandSettings(argv=()).timeout,
        description="How long it may take for one piece of music.",
        examples=["1h"],
    )

    @model_validator(mode="after")
    def _licence_is_told(self) -> CommandFile:
        if not self.commercial and not self.licence:
            raise unfit(
                "`commercial: false` needs the reason, which goes into each receipt",
                "Add `licence: ...` with a sentence of the tool's licence.",
                at="commercial",
            )
        return self


Composers = Annotated[dict[str, CommandFile], AfterValidator(checked_names)]
