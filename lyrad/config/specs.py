"""The models of `scene.yaml` and `shot.yaml`: every key, and what it takes.

The models say what people may write; laying them over each other is left to `resolve`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, model_validator

from lyrad.config.checked import Checked
from lyrad.config.fields import (
    Characters,
    Day,
    Duration,
    FitWord,
    FrameFile,
    Frames,
    MasterWord,
    OriginWord,
    PictureSize,
    PriorityWord,
    Rate,
    RetimeWord,
    Seed,
    SmallerWord,
    SoundWord,
    Styles,
    Takes,
    Words,
    priority_word,
)
from lyrad.config.unfit import unfit
from lyrad.model.names import JSON

MEANT = {
    "prompt": "description",
    "text": "description",
    "length": "duration",
    "framerate": "fps",
    "frame_rate": "fps",
    "rate": "fps",
    "resolution": "size",
    "codec": "master",
    "character": "characters",
    "cast": "characters",
    "loras": "characters",
    "styles": "style",
    "look": "style",
    "movement": "camera",
    "camera_move": "camera",
    "format": "master",
    "start": "first",
    "end": "last",
    "first_frame": "first",
    "last_frame": "last",
    "attempts": "takes",
    "deadline": "due",
    "name": "title",
    "uuid": "id",
    "timecode": "start_timecode",
}

PICTURE_NOT_YET = frozenset({"finish", "when", "mood"})


class ShotDefaults(Checked):
    """What a production or a scene may say for all of its shots."""

    meant: ClassVar[Mapping[str, str]] = MEANT

    duration: Duration | None = Field(
        None, description="How long a shot is, both given frames included.", examples=["4s", "97f"]
    )
    frames: Frames | None = Field(
        None, description="The same as a number of frames.", examples=[97]
    )
    fps: Rate | None = Field(
        None,
        description="Frames per second; 23.976 is taken as 24000/1001.",
        examples=[24, 25, 23.976, "24000/1001"],
    )
    size: PictureSize | None = Field(
        None, description="Width x height in pixels, even numbers.", examples=["1280x720"]
    )
    fit: FitWord | None = Field(
        None,
        description="A frame of another shape: crop cuts its edges, pad adds bars.",
        examples=["crop"],
    )
    takes: Takes | None = Field(None, description="How many takes to make.", examples=[1])
    seed: Seed | None = Field(
        None,
        description="The number that chance starts from; further takes count on from it.",
        examples=[7],
    )
    origin: OriginWord | None = Field(
        None,
        description="Where the given frames come from: a camera, a hand, or a model.",
        examples=["ai"],
    )
    master: MasterWord | None = Field(
        None, description="The file that a take delivers.", examples=["prores_422_hq"]
    )
    retime: RetimeWord | None = Field(
        None,
        description="Where a model makes other frames per second than the film has: draw those"
        " that are missing, show some twice, or show each as one frame of the shot.",
        examples=["interpolate"],
    )
    sound: SoundWord | None = Field(
        None, description="What becomes of sound that a video model makes.", examples=["drop"]
    )
    smaller: SmallerWord | None = Field(
        None,
        description="Whether a render for which the graphics card's memory is not enough may be"
        " made smaller, as the last way.",
        examples=["never"],
    )
    negative: Words | None = Field(
        None, description="What must not be seen, in words.", examples=["text, watermark"]
    )
    camera: Words | None = Field(
        None,
        description="How the camera moves and what it sees with, in your own words.",
        examples=["slow push-in, 35 mm"],
    )
    style: Styles | None = Field(
        None,
        description="Looks from the production's folder style/, the later before the earlier;"
        " `none` for none.",
        examples=[["noir", "rain"], "none"],
    )
    characters: Characters = Field(
        [],
        description="Who is in it: characters that were trained, or one version of one.",
        examples=[["MIRA", "JON@v002"]],
    )
    priority: PriorityWord | None = Field(
        None, description="How urgent it is.", examples=["normal"]
    )

    @model_validator(mode="after")
    def _one_length(self) -> ShotDefaults:
        if self.duration and self.frames:
            raise unfit(
                "either `duration` or `frames`, not both",
                "Keep one of the two lines: they say the same thing.",
                at="frames",
            )
        return self

    def canonical(self) -> dict[str, JSON]:
        """Return what was said, spelt in the one way that identities are made of."""
        length = self.duration or self.frames
        said: dict[str, JSON | None] = {
            **(length.canonical() if length else {}),
            "fps": str(self.fps) if self.fps else None,
            "size": str(self.size) if self.size else None,
            "fit": self.fit.value if self.fit else None,
            "takes": self.takes,
            "seed": self.seed,
            "origin": self.origin.value if self.origin else None,
            "master": self.master.value if self.master else None,
            "retime": self.retime.value if self.retime else None,
            "sound": self.sound.value if self.sound else None,
            "smaller": self.smaller.value if self.smaller else None,
            "negative": self.negative or None,
            "camera": self.camera or None,
            "style": None if self.style is None else list(self.style),
            "characters": list(map(str, self.characters)) or None,
            "priority": priority_word(self.priority) if self.priority is not None else None,
        }
        return {key: value for key, value in said.items() if value is not None}


class SceneFile(ShotDefaults):
    """`scene.yaml`: what holds for every shot of the scene."""

    not_yet: ClassVar[frozenset[str]] = PICTURE_NOT_YET | {"nights", "title"}

    due: Day | None = Field(
        None, description="The day on which it is needed.", examples=["2026-11-30"]
    )

    def canonical(self) -> dict[str, JSON]:
        """Return the shot defaults and the day, as `YYYY-MM-DD`."""
        said = super().canonical()
        return {**said, "due": self.due.isoformat()} if self.due else said


class ShotFile(SceneFile):
    """`shot.yaml`: one shot."""

    not_yet: ClassVar[frozenset[str]] = PICTURE_NOT_YET | {"fallback"}
    null_says: ClassVar[frozenset[str]] = frozenset({"first", "last"})

    description: Words | None = Field(
        None,
        description="What happens in the shot, in your own words.",
        examples=["A slow push-in on the lighthouse at dusk."],
    )
    first: FrameFile | None = Field(
        None,
        description="The shot's first frame, if it is not called first.png, or none.",
        examples=["first.png", "none"],
    )
    last: FrameFile | None = Field(
        None,
        description="The shot's last frame, if it is not called last.png, or none.",
        examples=["last.png", "none"],
    )

    @model_validator(mode="after")
    def _one_frame(self) -> ShotFile:
        if self.first and self.first.none and self.last and self.last.none:
            raise unfit(
                "at least one given frame", "Write `none` for one of the two at most.", at="last"
            )
        return self

    def canonical(self) -> dict[str, JSON]:
        """Return everything that was said; frames as their file's name or `none`."""
        said = super().canonical()
        if self.description:
            said["description"] = self.description
        for role, frame in (("first", self.first), ("last", self.last)):
            if frame:
                said[role] = "none" if frame.none else frame.path
        return said
