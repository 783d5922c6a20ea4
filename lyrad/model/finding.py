"""Findings: what is wrong with a reference picture or its caption, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of a picture."""

    KEPT = "kept"
    MENDED = "mended"
    REFUSED = "refused"


class Case(StrEnum):
    """What can be found of a picture or its caption; each is explained in `docs/characters.md`."""

    NOT_A_PICTURE = "not-a-picture"
    KIND = "kind"
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    TOO_SMALL = "too-small"
    TOO_NARROW = "too-narrow"
    SAME = "same"
    ALIKE = "alike"
    MIRRORED = "mirrored"
    NO_WORDS = "no-words"

    CONVERTED = "converted"
    ENDING = "ending"
    SUBFOLDER = "subfolder"
    SAME_STEM = "same-stem"
    CAPTION_MISSING = "caption-missing"
    CAPTION_EMPTY = "caption-empty"
    CAPTION_LINES = "caption-lines"
    CAPTION_MARK = "caption-mark"
    CAPTION_ENCODING = "caption-encoding"
    CAPTION_NAME = "caption-name"
    CAPTION_BORROWED = "caption-borrowed"

    MUCH_LIKE = "much-like"
    SMALL = "small"
    LONG_SHAPE = "long-shape"
    SOFT = "soft"
    CAPTION_SHARED = "caption-shared"
    CAPTION_TWICE = "caption-twice"
    CAPTION_LONG = "caption-long"
    CAPTION_WORD = "caption-word"

    @property
    def verdict(self) -> Verdict:
        """Return what it makes of its picture; what is only worth a word leaves it kept."""
        if self in _REFUSING:
            return Verdict.REFUSED
        return Verdict.KEPT if self in _NOTED else Verdict.MENDED


_REFUSING = frozenset(
    {
        Case.NOT_A_PICTURE,
        Case.KIND,
        Case.BROKEN,
        Case.TOO_LARGE,
        Case.UNREADABLE,
        Case.TOO_SMALL,
        Case.TOO_NARROW,
        Case.SAME,
        Case.ALIKE,
        Case.MIRRORED,
        Case.NO_WORDS,
    }
)
_NOTED = frozenset(
    {
        Case.MUCH_LIKE,
        Case.SMALL,
        Case.LONG_SHAPE,
        Case.SOFT,
        Case.CAPTION_SHARED,
        Case.CAPTION_TWICE,
        Case.CAPTION_LONG,
        Case.CAPTION_WORD,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found, with the sentence that says what it is and what was done about it."""

    case: Case
    words: str
