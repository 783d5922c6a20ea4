"""The model of `cue.yaml`: which music is wanted, and from where to where in the film."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from lyrad.config.checked import Checked
from lyrad.config.fields import Seed, Takes, Words
from lyrad.config.lengths import Length
from lyrad.config.music import (
    FASTEST,
    METERS,
    SLOWEST,
    fade_seconds,
    fade_text,
    hits_as_list,
    read_fade,
    read_hit,
    read_key,
    read_loudness,
    read_meter,
    read_point,
    words_as_list,
)
from lyrad.config.readers import as_list, whole
from lyrad.config.unfit import unfit
from lyrad.model.cue import CueKey, CueSpec, Loudness
from lyrad.model.names import JSON

FADE_IN, FADE_OUT = Length(seconds=Fraction(1, 20)), Length(seconds=Fraction(1, 2))
"""What holds where nobody says another: no click at the head, and an end that was meant."""

_UNSAID: tuple[JSON, ...] = (None, "", [])

DRAFT = """\
# A draft by lyrad. Say what the music should be, then rename this file to cue.yaml.
# Every other line may be left out; without `in` and `out` the whole scene is scored.

# What is played, and how: instruments, pulse, how it begins and ends.
prompt: ""

# How it feels, in a few words.
# mood: [tense, patient]

# From where to where: a timecode, or a shot's code.
# in: SH0010
# out: SH0040

# bpm: 72
# key: D minor
# meter: 4/4
"""


def some_scene(scenes: list[str]) -> list[str]:
    """Return the scenes, each once, in their order."""
    return list(dict.fromkeys(scene for scene in scenes if scene))


Point = Annotated[str, PlainValidator(read_point), WithJsonSchema({"type": "string"})]
Scenes = Annotated[
    list[Words], BeforeValidator(as_list), AfterValidator(some_scene), Field(max_length=20)
]
Mood = Annotated[list[Words], BeforeValidator(words_as_list), Field(max_length=20)]
Bpm = Annotated[
    int,
    PlainValidator(whole(SLOWEST, FASTEST)),
    WithJsonSchema({"type": "integer", "minimum": SLOWEST, "maximum": FASTEST}),
]
Key = Annotated[str, PlainValidator(read_key), WithJsonSchema({"type": "string"})]
Meter = Annotated[
    str, PlainValidator(read_meter), WithJsonSchema({"type": "string", "examples": list(METERS)})
]
Hit = Annotated[
    tuple[str, str],
    PlainValidator(read_hit),
    WithJsonSchema({"type": ["string", "object"]}),
]
Hits = Annotated[list[Hit], BeforeValidator(hits_as_list), Field(max_length=100)]
Fade = Annotated[Length, PlainValidator(read_fade), WithJsonSchema({"type": "string"})]
LoudnessWord = Annotated[
    Loudness,
    PlainValidator(read_loudness),
    WithJsonSchema({"enum": [one.value for one in Loudness]}),
]


class CueFile(Checked):
    """`cue.yaml`: one piece of music."""

    meant: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "tc_in": "in",
        "start": "in",
        "from": "in",
        "tc_out": "out",
        "end": "out",
        "to": "out",
        "until": "out",
        "scene": "scenes",
        "description": "prompt",
        "text": "prompt",
        "caption": "prompt",
        "feeling": "mood",
        "emotion": "mood",
        "tempo": "bpm",
        "scale": "key",
        "key_scale": "key",
        "time_signature": "meter",
        "signature": "meter",
        "metre": "meter",
        "hit": "hits",
        "sync": "hits",
        "hit_points": "hits",
        "lufs": "loudness",
        "attempts": "takes",
    }
    not_yet: ClassVar[frozenset[str]] = frozenset(
        {
            "alt_mixes", "camera", "due", "lyrics", "picture", "post_roll", "pre_roll", "priority",
            "reference", "stems", "style", "tempo_map", "vocals", "when",
        }
    )  # fmt: skip

    title: Words = Field(
        "", description="What the cue is called, beside its code.", examples=["The Lighthouse"]
    )
    scenes: Scenes = Field(
        [],
        description="The scenes that it runs over, where it runs on into the next.",
        examples=[["SC010", "SC011"]],
    )
    in_: Point | None = Field(
        None,
        alias="in",
        description="Where it begins: a timecode, or the first shot's code; without it, with the "
        "scene.",
        examples=["01:00:10:00", "SH0020"],
    )
    out: Point | None = Field(
        None,
        description="Where it is over: a timecode, or the last shot's code; without it, with the "
        "scene.",
        examples=["01:00:57:12", "SH0040"],
    )
    mood: Mood = Field(
        [], description="How it feels, in a few words.", examples=[["tense", "patient"]]
    )
    prompt: Words = Field(
        "",
        description="What is played, and how, in your own words.",
        examples=["Low strings, a slow pulse, nothing on top."],
    )
    negative: Words = Field(
        "", description="What must not be heard, in words.", examples=["drums, choir"]
    )
    bpm: Bpm | None = Field(None, description="Beats a minute.", examples=[72])
    key: Key | None = Field(None, description="The key.", examples=["D minor"])
    meter: Meter | None = Field(
        None, description="The meter: 2, 3, 4 or 6 beats.", examples=["4/4"]
    )
    hits: Hits = Field(
        [],
        description="Moments that the music meets: a timecode or a shot's code, and what happens.",
        examples=[[{"01:00:12:10": "the door slams"}]],
    )
    fade_in: Fade = Field(FADE_IN, description="How long it fades in.", examples=["0.5s"])
    fade_out: Fade = Field(FADE_OUT, description="How long it fades out.", examples=["2s"])
    loudness: LoudnessWord = Field(
        Loudness.EBU,
        description="To which loudness it is brought, in LUFS, or none.",
        examples=["-23"],
    )
    takes: Takes = Field(1, description="How many takes to make.", examples=[1])
    seed: Seed | None = Field(
        None,
        description="The number that chance starts from; further takes count on from it.",
        examples=[7],
    )

    @model_validator(mode="after")
    def _some_words(self) -> CueFile:
        if not self.prompt and not self.mood:
            raise unfit(
                "`prompt` or `mood` says what the music should be",
                "Write for example `prompt: Low strings, a slow pulse.`.",
                at="prompt",
            )
        return self

    def canonical(self) -> dict[str, JSON]:
        """Return what was said of the music, spelt in the one way that identities are made of.

        The title names its files and `takes` counts them: neither makes other music.
        """
        said: dict[str, JSON] = {
            "scenes": [*self.scenes],
            "in": self.in_,
            "out": self.out,
            "mood": [*self.mood],
            "prompt": self.prompt,
            "negative": self.negative,
            "bpm": self.bpm,
            "key": self.key,
            "meter": self.meter,
            "hits": [[point, words] for point, words in self.hits],
            "fade_in": fade_text(self.fade_in),
            "fade_out": fade_text(self.fade_out),
            "loudness": self.loudness.value,
            "seed": self.seed,
        }
        written = {type(self).model_fields[name].alias or name for name in self.model_fields_set}
        return {
            key: said[key] for key in sorted(said.keys() & written) if said[key] not in _UNSAID
        }

    def spec(self, cue: CueKey, rate: Fraction) -> CueSpec:
        """Return the cue with what nobody said filled in; `rate` makes seconds of frames."""
        return CueSpec(
            title=self.title,
            scenes=self.over(cue),
            start=self.in_ or "",
            end=self.out or "",
            mood=tuple(self.mood),
            prompt=self.prompt,
            negative=self.negative,
            bpm=self.bpm,
            key=self.key or "",
            meter=self.meter or "",
            hits=tuple(self.hits),
            fade_in=fade_seconds(self.fade_in, rate),
            fade_out=fade_seconds(self.fade_out, rate),
            loudness=self.loudness,
            takes=self.takes,
            seed=self.seed,
            own=self.canonical(),
        )

    def over(self, cue: CueKey) -> tuple[str, ...]:
        """Return the scenes that it runs over, in their order; its own is one of them."""
        return tuple(self.scenes) if cue.scene in self.scenes else (cue.scene, *self.scenes)
