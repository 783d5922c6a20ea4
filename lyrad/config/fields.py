"""The field types of every model: a reader for the words, and what an editor is told of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainValidator, WithJsonSchema

from lyrad.config.lengths import Length, read_duration, read_frames, read_rate
from lyrad.config.readers import (
    as_list,
    choice,
    read_date,
    read_flag,
    read_size,
    read_timecode,
    read_timezone,
    read_uuid,
    read_words,
    whole,
)
from lyrad.config.references import (
    each_style_once,
    once_each,
    read_character,
    read_frame,
    read_style,
    styles_or_none,
)
from lyrad.model.mark import Marks
from lyrad.model.media import Fit, Master, Origin, Retime, Size, Smaller, Sound
from lyrad.model.seam import OnLikelyCut
from lyrad.model.shotlist import OnShotList
from lyrad.model.spec import CharacterChoice, FrameChoice, Priority

MOST_TAKES = 99
LARGEST_SEED = 2**63 - 1
NUMBER_OR_WORDS = ["number", "string"]


def priority_word(priority: Priority) -> str:
    """Return the word that people write for a priority."""
    return priority.name.lower()


def _value(member: StrEnum) -> str:
    return member.value


Words = Annotated[
    str, PlainValidator(read_words), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
Flag = Annotated[bool, PlainValidator(read_flag), WithJsonSchema({"type": "boolean"})]
Uuid = Annotated[
    str, PlainValidator(read_uuid), WithJsonSchema({"type": "string", "format": "uuid"})
]
Timezone = Annotated[str, PlainValidator(read_timezone), WithJsonSchema({"type": "string"})]
Timecode = Annotated[
    str,
    PlainValidator(read_timecode),
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d:\d\d:\d\d$"}),
]
Day = Annotated[
    date, PlainValidator(read_date), WithJsonSchema({"type": "string", "format": "date"})
]
Duration = Annotated[Length, PlainValidator(read_duration), WithJsonSchema({"type": "string"})]
Frames = Annotated[
    Length,
    PlainValidator(read_frames),
    WithJsonSchema({"type": "integer", "minimum": 2, "maximum": 100_000}),
]
Rate = Annotated[Fraction, PlainValidator(read_rate), WithJsonSchema({"type": NUMBER_OR_WORDS})]
PictureSize = Annotated[
    Size,
    PlainValidator(read_size),
    WithJsonSchema({"type": "string", "pattern": r"^\d+ ?x ?\d+$"}),
]
Takes = Annotated[
    int,
    PlainValidator(whole(1, MOST_TAKES)),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_TAKES}),
]
Seed = Annotated[
    int,
    PlainValidator(whole(0, LARGEST_SEED)),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LARGEST_SEED}),
]
Count = Annotated[
    int,
    PlainValidator(whole(1, 100_000)),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 100_000}),
]
FrameFile = Annotated[FrameChoice, PlainValidator(read_frame), WithJsonSchema({"type": "string"})]
FitWord = Annotated[
    Fit,
    PlainValidator(choice(Fit, _value)),
    WithJsonSchema({"enum": [member.value for member in Fit]}),
]
OriginWord = Annotated[
    Origin,
    PlainValidator(choice(Origin, _value)),
    WithJsonSchema({"enum": [member.value for member in Origin]}),
]
MasterWord = Annotated[
    Master,
    PlainValidator(choice(Master, _value)),
    WithJsonSchema({"enum": [member.value for member in Master]}),
]
RetimeWord = Annotated[
    Retime,
    PlainValidator(choice(Retime, _value)),
    WithJsonSchema({"enum": [member.value for member in Retime]}),
]
SoundWord = Annotated[
    Sound,
    PlainValidator(choice(Sound, _value)),
    WithJsonSchema({"enum": [member.value for member in Sound]}),
]
SmallerWord = Annotated[
    Smaller,
    PlainValidator(choice(Smaller, _value)),
    WithJsonSchema({"enum": [member.value for member in Smaller]}),
]
OnLikelyCutWord = Annotated[
    OnLikelyCut,
    PlainValidator(choice(OnLikelyCut, _value)),
    WithJsonSchema({"enum": [member.value for member in OnLikelyCut]}),
]
OnShotListWord = Annotated[
    OnShotList,
    PlainValidator(choice(OnShotList, _value)),
    WithJsonSchema({"enum": [member.value for member in OnShotList]}),
]
MarksWord = Annotated[
    Marks,
    PlainValidator(choice(Marks, _value)),
    WithJsonSchema({"enum": [member.value for member in Marks]}),
]
Character = Annotated[
    CharacterChoice, PlainValidator(read_character), WithJsonSchema({"type": "string"})
]
Characters = Annotated[list[Character], BeforeValidator(as_list), AfterValidator(once_each)]
StyleName = Annotated[str, PlainValidator(read_style), WithJsonSchema({"type": "string"})]
StyleNames = Annotated[list[StyleName], BeforeValidator(as_list), AfterValidator(each_style_once)]
Styles = Annotated[StyleNames, AfterValidator(styles_or_none)]
PriorityWord = Annotated[
    Priority,
    PlainValidator(choice(Priority, priority_word)),
    WithJsonSchema({"enum": [priority_word(member) for member in Priority]}),
]
