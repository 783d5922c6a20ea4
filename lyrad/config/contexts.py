"""The words that templates may use, by what they are filled in for, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lyrad.config.lengths import decimal_text
from lyrad.core.phrases import sentences, tags
from lyrad.model.character import CharacterSpec
from lyrad.model.cue import CueKey, CueSpan, CueSpec, Hit
from lyrad.model.names import JSON, CharacterKey, Fields
from lyrad.model.production import Production
from lyrad.model.spec import ShotSpec
from lyrad.model.style import Aspect, Family

SPEC_WORDS = (
    "description", "frames", "seconds", "fps", "size", "width", "height", "fit", "takes", "seed",
    "origin", "master", "priority", "due", "first", "last", "negative", "cast", "camera",
)  # fmt: skip
STYLE_WORDS = ("names", *(aspect.value for aspect in Aspect), "words")
PRODUCTION_WORDS = ("id", "title", "timezone")
SUBJECT_WORDS = ("code", "word", "kind", "base", "traits", "tagged")
MUSIC_WORDS = (
    "code", "title", "prompt", "negative", "mood", "bpm", "key", "meter", "hits", "seconds",
    "frames", "fps", "timecode",
)  # fmt: skip
GROUPS = {
    "spec": SPEC_WORDS,
    "production": PRODUCTION_WORDS,
    "style": STYLE_WORDS,
    "subject": SUBJECT_WORDS,
    "music": MUSIC_WORDS,
}
_SEEN = tuple(one for one in Aspect if one not in {Aspect.CAMERA, Aspect.NEGATIVE})
ALONE = ("family",)
"""Words that stand in no group."""


def context_of(
    production: Production,
    spec: ShotSpec,
    captures: Iterable[tuple[str, str]],
    family: Family = Family.SENTENCES,
) -> Fields:
    """Return the words that templates may use: the captures, `spec`, `style`, `production`.

    `family` is how the model is told that the step renders with.
    """
    values: Sequence[JSON] = (
        spec.description, spec.frames, float(spec.frames / spec.rate), decimal_text(spec.rate),
        str(spec.size), spec.size.width, spec.size.height, spec.fit.value, spec.takes, spec.seed,
        spec.origin.value, spec.master.value, spec.priority.name.lower(),
        spec.due.isoformat() if spec.due else None,
        "none" if spec.first.none else spec.first.path,
        "none" if spec.last.none else spec.last.path,
        spec.negative, ", ".join(f"{one.word} {one.kind}" for one in spec.cast),
        spec.camera or spec.style.told(Aspect.CAMERA, family),
    )  # fmt: skip
    return {
        **plain_context(production, captures),
        "spec": dict(zip(SPEC_WORDS, values, strict=True)),
        "style": _style_words(spec, family),
        "family": family.value,
    }


def plain_context(production: Production, captures: Iterable[tuple[str, str]]) -> Fields:
    """Return the words that templates over scenes and briefs use: captures, and `production`."""
    values: Sequence[JSON] = (production.id, production.title, production.timezone)
    return {**dict(captures), "production": dict(zip(PRODUCTION_WORDS, values, strict=True))}


def _style_words(spec: ShotSpec, family: Family) -> dict[str, JSON]:
    """Return what the shot's styles say, each aspect, and all that is seen in `words`.

    The camera is none of these: it stands in `spec.camera`, where a shot may say its own.
    """
    said: dict[str, JSON] = {aspect.value: spec.style.told(aspect, family) for aspect in Aspect}
    seen = [said[aspect.value] for aspect in _SEEN]
    words = tags(seen) if family is Family.TAGS else sentences(seen)
    return {**said, "names": [use.name for use in spec.style.uses], "words": words}


def character_context(
    character: CharacterKey, spec: CharacterSpec, captures: Iterable[tuple[str, str]]
) -> Fields:
    """Return the words that templates over references may use: the captures, and `subject`."""
    values: Sequence[JSON] = (
        character, spec.word, spec.kind, spec.base.words, list(spec.traits), spec.base.tagged,
    )  # fmt: skip
    return {**dict(captures), "subject": dict(zip(SUBJECT_WORDS, values, strict=True))}


def cue_context(
    cue: CueKey,
    spec: CueSpec,
    span: CueSpan,
    hits: Iterable[Hit],
    captures: Iterable[tuple[str, str]],
) -> Fields:
    """Return the words that templates over cues may use: the captures, and `music`.

    A hit is a text, its seconds from the cue's head and what happens: `4.5 s the door slams`.
    """
    told: list[JSON] = [
        f"{float(hit.frame / span.rate):.1f} s {hit.words}".strip() for hit in hits
    ]
    values: Sequence[JSON] = (
        cue.cue, spec.title, spec.prompt, spec.negative, list(spec.mood), spec.bpm, spec.key,
        spec.meter, told, round(float(span.seconds), 3), span.frames, decimal_text(span.rate),
        span.timecode,
    )  # fmt: skip
    return {**dict(captures), "music": dict(zip(MUSIC_WORDS, values, strict=True))}
