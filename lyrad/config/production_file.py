"""The model of `production.yaml`: who the film is, and what holds for every shot of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, field_validator, model_validator

from lyrad.config.checked import Checked
from lyrad.config.fields import (
    Count,
    MarksWord,
    OnLikelyCutWord,
    OnShotListWord,
    Timecode,
    Timezone,
    Uuid,
    Words,
)
from lyrad.config.specs import PICTURE_NOT_YET, ShotDefaults
from lyrad.config.unfit import unfit
from lyrad.core.match import CAPTURE
from lyrad.model.mark import Marks
from lyrad.model.production import Tree
from lyrad.model.seam import OnLikelyCut
from lyrad.model.shotlist import OnShotList


class TreeFile(Checked):
    """Where scenes and shots stand, when the layout is another one."""

    scene: Words = Field(
        Tree().scene, description="A scene's folder.", examples=["scenes/{scene}"]
    )
    shot: Words = Field(
        Tree().shot, description="A shot's folder.", examples=["scenes/{scene}/{shot}"]
    )

    @field_validator("scene", "shot", mode="after")
    @classmethod
    def _below_the_root(cls, pattern: str) -> str:
        parts = pattern.rstrip("/").split("/")
        if any(part in {"", ".", ".."} or part.startswith(("_", ".")) for part in parts):
            raise unfit("a folder below the production", "Write for example `shots/{scene}`.")
        return "/".join(parts)

    @model_validator(mode="after")
    def _captures(self) -> TreeFile:
        for pattern, wanted in ((self.scene, {"scene"}), (self.shot, {"scene", "shot"})):
            if set(CAPTURE.findall(pattern)) != wanted:
                names = " and ".join(f"`{{{name}}}`" for name in sorted(wanted))
                raise unfit(
                    f"a folder with {names} and no other name in braces",
                    "Write for example `scenes/{scene}/{shot}`.",
                    at="shot" if "shot" in wanted else "scene",
                )
        return self


class ProductionFile(ShotDefaults):
    """`production.yaml`: the film, and what holds for every shot of it."""

    not_yet: ClassVar[frozenset[str]] = PICTURE_NOT_YET | {
        "colour", "color", "delivery", "delivery_date", "deliveries", "nights", "budgets",
        "budget", "guards",
    }  # fmt: skip

    missing_cure: ClassVar[Mapping[str, str]] = {
        "id": "Let lyrad write a new one: lyrad init --new-id (in the production's folder)."
    }

    id: Uuid = Field(
        description="The production's identity; `lyrad init` writes it. Never copy it.",
        examples=["6a0c9f0e-4f4e-4c0e-9f86-0f0f3a3b7c11"],
    )
    title: Words = Field("", description="The film's title.", examples=["The Lighthouse"])
    timezone: Timezone = Field(
        "UTC",
        description="Where the film is made: for dates on cards.",
        examples=["Europe/Berlin"],
    )
    tree: TreeFile = Field(
        TreeFile.model_construct(), description="Where scenes and shots stand below this folder."
    )
    hold_over: Count = Field(
        100, description="More new jobs than this at once wait for a GO.", examples=[100]
    )
    seam: OnLikelyCutWord = Field(
        OnLikelyCut.HOLD,
        description="Two frames between which a video model will probably cut: hold the shot"
        " until somebody says GO, only note it, or do not look.",
        examples=["hold"],
    )
    marks: MarksWord = Field(
        Marks.ON,
        description="Whether takes say, signed, how they were made. Where that fails, a take fails"
        " (required), or is published all the same and says so (on).",
        examples=["on"],
    )
    shot_lists: OnShotListWord = Field(
        OnShotList.HOLD,
        description="A shot list in inbox/: show what it would change and wait for a GO, or apply"
        " it at once.",
        examples=["hold"],
    )
    start_timecode: Timecode = Field(
        "01:00:00:00", description="The timecode of each take's first frame.",
        examples=["01:00:00:00"],
    )  # fmt: skip
