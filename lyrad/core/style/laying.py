"""Lay the styles that a shot names over each other, each over those that it inherits from.

The later goes before the earlier, and a style before its parents. Where two that a shot names want
different things that is said, since one of them was written in vain. Negatives add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from lyrad.core.identity import digest
from lyrad.core.phrases import tags as joined
from lyrad.model.names import JSON
from lyrad.model.style import Aspect, ShotStyle, Style, StyleUse

SINGLE = tuple(aspect for aspect in Aspect if aspect is not Aspect.NEGATIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One aspect: as a sentence and as tags, and by which style."""

    words: str
    tags: str
    by: str


_Laid = dict[Aspect, _Said]


def laid(names: Sequence[str], styles: Mapping[str, Style]) -> ShotStyle:
    """Return what the named styles come to.

    Args:
        names: as the shot names them, in its order.
        styles: these and all that they inherit from; no circle among them.
    """
    every: dict[str, _Laid] = {}
    contents: dict[str, str] = {}
    for style in _parents_first(styles):
        every[style.name] = _one(style, every)
        contents[style.name] = _content(style, contents)
    each = [every[name] for name in names]
    whole = _over(each)
    return ShotStyle(
        uses=tuple(StyleUse(name=name, digest=contents[name]) for name in names),
        words={aspect.value: said.words for aspect, said in whole.items()},
        tags={a.value: said.tags for a, said in whole.items() if said.tags != said.words},
        clashes=tuple(_clashes(names, each)),
    )


def _parents_first(styles: Mapping[str, Style]) -> Iterator[Style]:
    above = {style.name: [one.name for one in style.inherits] for style in styles.values()}
    return (styles[name] for name in TopologicalSorter(above).static_order())


def _content(style: Style, contents: Mapping[str, str]) -> str:
    """Return the digest of what a style says, with what its parents say; comments don't count."""
    said: dict[str, JSON] = {
        "words": {aspect.value: text for aspect, text in style.words.items()},
        "tags": {aspect.value: text for aspect, text in style.tags.items()},
        "inherits": [contents[parent.name] for parent in style.inherits],
    }
    return digest(said)


def _one(style: Style, every: Mapping[str, _Laid]) -> _Laid:
    """Return a style with what it inherits."""
    below = _over([every[parent.name] for parent in style.inherits])
    own = {
        aspect: _own(style, aspect, below.get(aspect))
        for aspect in Aspect
        if aspect in style.words or aspect in style.tags
    }
    if Aspect.NEGATIVE in own and Aspect.NEGATIVE in below:
        own[Aspect.NEGATIVE] = _sum(below[Aspect.NEGATIVE], own[Aspect.NEGATIVE])
    return {**below, **own}


def _own(style: Style, aspect: Aspect, below: _Said | None) -> _Said:
    """Return what the style itself says; tags alone leave the sentence that is inherited."""
    tags = style.tags.get(aspect)
    if aspect in style.words or below is None or aspect is Aspect.NEGATIVE:
        words = style.words.get(aspect, tags or "")
        return _Said(words=words, tags=tags or words, by=style.name)
    return _Said(words=below.words, tags=tags or below.tags, by=style.name)


def _over(each: Iterable[_Laid]) -> _Laid:
    whole: _Laid = {}
    for one in each:
        negative = [laid[Aspect.NEGATIVE] for laid in (whole, one) if Aspect.NEGATIVE in laid]
        whole = {**whole, **one}
        if negative:
            whole[Aspect.NEGATIVE] = _sum(*negative)
    return whole


def _sum(*each: _Said) -> _Said:
    return _Said(
        words=joined(one.words for one in each),
        tags=joined(one.tags for one in each),
        by=each[-1].by,
    )


def _clashes(names: Sequence[str], each: Sequence[_Laid]) -> Iterator[str]:
    for aspect in SINGLE:
        said = [
            (name, one[aspect]) for name, one in zip(names, each, strict=True) if aspect in one
        ]
        if not said:
            continue
        last, used = said[-1]
        for name, other in said[:-1]:
            if (other.words, other.tags) != (used.words, used.tags):
                yield (
                    f"The styles {name} and {last} both have a {aspect.value}:"
                    f" {last}'s is used, since it is named later."
                )
