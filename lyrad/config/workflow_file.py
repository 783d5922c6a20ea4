"""The model of the description beside a ComfyUI workflow: what the graph itself does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from lyrad.config.character_file import BaseWord
from lyrad.config.checked import Checked
from lyrad.config.fields import Flag, PictureSize, Rate, Words
from lyrad.config.readers import as_list, choice, whole
from lyrad.config.unfit import unfit
from lyrad.model.style import Family
from lyrad.model.workflow import (
    FrameRule,
    Memory,
    ModelFile,
    Purpose,
    Role,
    SecondsRule,
    SizeRule,
)

MOST_FRAMES = 10_000
MOST_GIGABYTES = 1024.0
MOST_SECONDS = 3600.0


def read_gigabytes(value: object) -> float:
    """Return an amount of memory in GB."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)\s*(gb)?", str(value).strip().lower())
    if not found or not 0 <= float(found[1]) <= MOST_GIGABYTES:
        raise unfit("an amount of memory in GB", "Write for example `vram: 24`.")
    return float(found[1])


def read_span(value: object) -> float:
    """Return how long a piece of music may be, in seconds."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)\s*s?", str(value).strip().lower())
    if not found or float(found[1]) > MOST_SECONDS:
        raise unfit("a number of seconds", "Write for example `longest: 600`.")
    return float(found[1])


def read_model(value: object) -> ModelFile:
    """Return a model file from `folder/file`; the folder is one of those below `models/`."""
    folder, slash, name = str(value).strip().replace("\\", "/").partition("/")
    if not slash or not folder or not name:
        raise unfit("folder/file", "Write for example `vae/wan_2.1_vae.safetensors`.")
    return ModelFile(folder=folder, name=name)


def read_node(value: object) -> str:
    """Return a node by its number, or one of its inputs: `6`, `6.text`."""
    text = str(value).strip()
    if not re.fullmatch(r"[\w:]{1,60}(\.\w{1,60})?", text):
        raise unfit("a node's number, or one of its inputs", "Write for example `6` or `6.text`.")
    return text


def _purpose(purpose: Purpose) -> str:
    return purpose.value


def _role(role: Role) -> str:
    return role.value


def _family(family: Family) -> str:
    return family.value


Step = Annotated[int, PlainValidator(whole(1, 256)), WithJsonSchema({"type": "integer"})]
Plus = Annotated[int, PlainValidator(whole(0, 255)), WithJsonSchema({"type": "integer"})]
Longest = Annotated[
    int, PlainValidator(whole(2, MOST_FRAMES)), WithJsonSchema({"type": "integer"})
]
Span = Annotated[float, PlainValidator(read_span), WithJsonSchema({"type": "number"})]
Gigabytes = Annotated[float, PlainValidator(read_gigabytes), WithJsonSchema({"type": "number"})]
ModelName = Annotated[ModelFile, PlainValidator(read_model), WithJsonSchema({"type": "string"})]
Node = Annotated[str, PlainValidator(read_node), WithJsonSchema({"type": ["string", "integer"]})]
Nodes = Annotated[list[Node], BeforeValidator(as_list)]
PurposeWord = Annotated[
    Purpose,
    PlainValidator(choice(Purpose, _purpose)),
    WithJsonSchema({"enum": [purpose.value for purpose in Purpose]}),
]
RoleWord = Annotated[
    Role,
    PlainValidator(choice(Role, _role)),
    WithJsonSchema({"enum": [role.value for role in Role]}),
]

FamilyWord = Annotated[
    Family,
    PlainValidator(choice(Family, _family)),
    WithJsonSchema({"enum": [family.value for family in Family]}),
]


class FrameRuleFile(Checked):
    """Which lengths the model takes: `step` x n + `plus` frames."""

    step: Step = Field(1, description="The lengths are this far apart.", examples=[4])
    plus: Plus = Field(0, description="What is added: 1 for 4n+1.", examples=[1])
    longest: Longest = Field(description="The most frames that it can make.", examples=[81])
    rate: Rate = Field(description="The frames per second that it makes.", examples=[16])

    def noun(self) -> FrameRule:
        """Return the rule."""
        return FrameRule(step=self.step, plus=self.plus, longest=self.longest, rate=self.rate)


class SizeRuleFile(Checked):
    """Which sizes the model takes."""

    step: Step = Field(16, description="Width and height are multiples of this.", examples=[16])
    largest: PictureSize = Field(
        description="The size of the most pixels that it can make; any shape of that many.",
        examples=["1280x720"],
    )

    def noun(self) -> SizeRule:
        """Return the rule."""
        return SizeRule(step=self.step, largest=self.largest)


class SecondsRuleFile(Checked):
    """How long the music is that the model makes in one piece."""

    shortest: Span = Field(
        0.0, description="The least to ask for; a shorter cue is cut from it.", examples=[10]
    )
    longest: Span = Field(description="The most that it can make.", examples=[600])

    def noun(self) -> SecondsRule:
        """Return the rule."""
        return SecondsRule(shortest=self.shortest, longest=self.longest)


class MemoryFile(Checked):
    """What it needs, in GB."""

    vram: Gigabytes = Field(description="On the graphics card.", examples=[24])
    ram: Gigabytes = Field(0.0, description="In the computer.", examples=[64])
    measured: Flag = Field(
        default=False, description="Whether somebody measured it.", examples=[False]
    )

    def noun(self) -> Memory:
        """Return the need."""
        return Memory(vram=self.vram, ram=self.ram, measured=self.measured)


class WorkflowFile(Checked):
    """The YAML file beside a workflow's JSON, of the same name."""

    meant: ClassVar[Mapping[str, str]] = {
        "purpose": "for",
        "name": "title",
        "files": "models",
        "nodes": "bind",
    }

    title: Words = Field("", description="What it is, for people.", examples=["Wan 2.2 14B"])
    for_: PurposeWord = Field(
        Purpose.BETWEEN, alias="for", description="What it makes.", examples=["between"]
    )
    frames: FrameRuleFile | None = Field(None, description="The lengths that the model takes.")
    size: SizeRuleFile | None = Field(None, description="The sizes that the model takes.")
    seconds: SecondsRuleFile | None = Field(
        None, description="For music: the lengths that the model makes."
    )
    optional: list[RoleWord] = Field(
        [], description="Given frames that it can do without.", examples=[["last"]]
    )
    memory: MemoryFile | None = Field(None, description="What it needs, in GB.")
    base: BaseWord | None = Field(
        None, description="The model whose LoRAs it can use.", examples=["wan22"]
    )
    family: FamilyWord | None = Field(
        None,
        description="How its model is told: in sentences, or in tags; without it, as suits its"
        " base.",
        examples=["sentences"],
    )
    sound: Flag = Field(default=False, description="Whether it makes sound.", examples=[False])
    models: list[ModelName] = Field(
        [],
        description="The files that it loads, if the graph itself does not tell: folder/file.",
        examples=[["vae/wan_2.1_vae.safetensors"]],
    )
    bind: dict[RoleWord, Nodes] = Field(
        {},
        description="What binds to which node, where the nodes are not titled `lyrad:...`.",
        examples=[{"prompt": "6", "seed": ["57", "58"]}],
    )

    def told_in(self) -> Family:
        """Return how its model wants to be told."""
        usual = Family.TAGS if self.base and self.base.tagged else Family.SENTENCES
        return self.family or usual

    @model_validator(mode="after")
    def _rules(self) -> WorkflowFile:
        if self.for_ is Purpose.BETWEEN:
            for name, rule in (("frames", self.frames), ("size", self.size)):
                if rule is None:
                    raise unfit(
                        f"`{name}`: a model takes only some lengths and sizes",
                        "See the shipped workflows in templates/comfyui/ for how it is written.",
                        at=name,
                    )
        if self.for_ is Purpose.MUSIC and self.seconds is None:
            raise unfit(
                "`seconds`: a model makes music only up to some length",
                "Write for example `seconds: {longest: 600}`.",
                at="seconds",
            )
        return self
