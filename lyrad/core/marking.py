"""Decide what a mark says: the source type of what a step made, and the words for people.

How a mark is written and read is a backend's. One rule carries it: what a model made stays a
model's, whatever is done to it afterwards. Source: IPTC's definitions of the digital source types
(2024), and the Code of Practice on marking AI content (2026): no step removes an input's mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lyrad.model.mark import VOCABULARY, Ingredient, Making, Mark, Marked, SourceType
from lyrad.model.mark_found import MarkFound, Validity
from lyrad.model.media import Origin
from lyrad.model.names import JSON

_OWN: Mapping[Making, SourceType | None] = {
    Making.GENERATED: SourceType.TRAINED_ALGORITHMIC_MEDIA,
    Making.EDITED_BY_MODEL: SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA,
    Making.IN_BETWEEN: SourceType.ALGORITHMIC_MEDIA,
    Making.ENHANCED: SourceType.ALGORITHMICALLY_ENHANCED,
    Making.ASSEMBLED: None,
    Making.CONFORMED: None,
}
_OF_PARTS = frozenset({Making.IN_BETWEEN, Making.ASSEMBLED})

_ORIGINS: Mapping[Origin, SourceType] = {
    Origin.CAPTURED: SourceType.DIGITAL_CAPTURE,
    Origin.DRAWN: SourceType.DIGITAL_CREATION,
    Origin.AI: SourceType.TRAINED_ALGORITHMIC_MEDIA,
}

_WORDS: Mapping[SourceType, str] = {
    SourceType.DIGITAL_CAPTURE: "Recorded by a camera or a microphone",
    SourceType.DIGITAL_CREATION: "Made by a person with digital tools",
    SourceType.ALGORITHMICALLY_ENHANCED: "Enhanced by an algorithm, without AI",
    SourceType.ALGORITHMIC_MEDIA: "Made by an algorithm, without AI",
    SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA: "Edited with AI",
    SourceType.COMPOSITE_SYNTHETIC: "Contains AI-generated parts",
    SourceType.TRAINED_ALGORITHMIC_MEDIA: "AI-generated",
}


def source_type(making: Making, inputs: Iterable[SourceType | None]) -> SourceType | None:
    """Return the type of what a step made: the strictest of its own and of its inputs'.

    An input of unknown origin (None) says nothing: origins are never guessed. What is put together
    of parts, one of which is a model's, is `compositeSynthetic`. None where nothing is known.
    """
    known = (one for one in inputs if one is not None)
    told = (_as_part(one) if making in _OF_PARTS else one for one in known)
    own = _OWN[making]
    every = (*((own,) if own else ()), *told)
    return max(every, key=lambda one: one.strictness, default=None)


def of_origin(origin: Origin) -> SourceType:
    """Return the type of a given frame, by what its spec says of its origin."""
    return _ORIGINS[origin]


def known(uri: str) -> SourceType | None:
    """Return the type that a mark names by its address; None for one that lyrad never writes."""
    name = uri.removeprefix(VOCABULARY)
    return SourceType(name) if name in set(SourceType) else None


def found_type(found: MarkFound) -> SourceType | None:
    """Return the strictest type that a file says of itself, anywhere."""
    told = (found.signed.source_type if found.signed else "", found.xmp, _word(found.comment))
    types = (one for uri in told if (one := known(uri)))
    return max(types, key=lambda one: one.strictness, default=None)


def words(kind: SourceType) -> str:
    """Return what a type means, for people."""
    return _WORDS[kind]


def comment(kind: SourceType) -> str:
    """Return the words for a container's tag `comment`, which outlives what a mark does not."""
    return f"{words(kind)}; {kind.value}"


def upon_signed(mark: Mark, found: MarkFound, itself: Ingredient) -> Mark:
    """Return the mark of a file that somebody else has signed: their mark is kept, never lowered.

    The file as it was becomes the parent of what it is now.
    """
    kinds = (mark.source_type, found_type(found))
    kind = source_type(Making.CONFORMED, kinds) or mark.source_type
    return replace(
        mark,
        making=Making.CONFORMED,
        source_type=kind,
        ingredients=(itself, *mark.ingredients),
    )


def faults(found: MarkFound, before: MarkFound | None = None) -> tuple[str, ...]:
    """Return what is wrong with a file's mark, and what it lost of what it said before."""
    return (*_own_faults(found), *(_lost(found, before) if before else ()))


def facts(marked: Marked) -> Mapping[str, JSON]:
    """Return what a receipt says of a mark."""
    return {
        "source_type": marked.source_type.value,
        "manifest": marked.manifest,
        "signer": marked.signer,
        "bytes": marked.added,
        "xmp": marked.plain,
        "sidecar": marked.sidecar.name if marked.sidecar else None,
    }


def _as_part(kind: SourceType) -> SourceType:
    """Return what a part of this type makes of the whole."""
    return SourceType.COMPOSITE_SYNTHETIC if kind.of_a_model else kind


def _word(text: str) -> str:
    """Return the type's word in a `comment` that lyrad wrote."""
    return text.rpartition("; ")[2]


def _own_faults(found: MarkFound) -> Iterable[str]:
    signed = found.signed
    if signed is None:
        yield "it carries no signed mark (C2PA)"
        return
    if signed.validity is Validity.INVALID:
        yield f"it is damaged, or was changed after it was signed: {', '.join(signed.problems)}"
    elif not signed.source_type:
        yield "its signed mark does not say how it was made"


def _lost(found: MarkFound, before: MarkFound) -> Iterable[str]:
    was, now = found_type(before), found_type(found)
    if was and (now is None or now.strictness < was.strictness):
        yield f"it said {was.value} before, and now says {now.value if now else 'nothing'}"
    if before.signed and not found.signed:
        yield f"it lost the signed mark by {before.signed.signer}"
    if before.xmp and not found.xmp:
        yield "it lost the source type in its XMP"
    if known(_word(before.comment)) and not known(_word(found.comment)):
        yield f"it lost the comment: {before.comment}"
