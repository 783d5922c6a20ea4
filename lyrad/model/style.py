"""Styles: named looks that shots share, and what those that a shot names come to for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

STYLES = "style"
"""The folder below the root in which each style is a file of its name."""


class Aspect(StrEnum):
    """What a style may speak of; all but `NEGATIVE` have one value, negatives add up."""

    LOOK = "look"
    LENS = "lens"
    LIGHT = "light"
    PALETTE = "palette"
    GRAIN = "grain"
    CAMERA = "camera"
    NEGATIVE = "negative"


class Family(StrEnum):
    """How a model wants to be told: in sentences, or in tags parted by commas."""

    SENTENCES = "sentences"
    TAGS = "tags"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A style that another one inherits from, and where that is written, for people."""

    name: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One file of `style/`, as it was written; `shown` is its path, for people.

    `words` are told to models that read sentences; `tags` say the same to those that read tags,
    where somebody wrote that down.
    """

    name: str
    shown: str
    inherits: tuple[Parent, ...] = ()
    words: Mapping[Aspect, str] = field(default_factory=dict)
    tags: Mapping[Aspect, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleUse:
    """A style that a shot names, at a content: another digest is another text."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotStyle:
    """What the styles that a shot names come to, laid over each other in their order.

    `words` and `tags` are by the aspect's word, `tags` only where it differs. `clashes` say, a
    sentence each, where two of the styles wanted different things.
    """

    uses: tuple[StyleUse, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    clashes: tuple[str, ...] = ()

    def told(self, aspect: Aspect, family: Family) -> str:
        """Return what a model of the family is told of an aspect; empty where nobody said."""
        words = self.words.get(aspect.value, "")
        return self.tags.get(aspect.value, words) if family is Family.TAGS else words
