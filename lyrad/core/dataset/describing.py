"""Compose captions: the trigger word, the class word, and then only what varies.

What makes the character who it is must not be said, so that the trigger word comes to mean it.
Who looked at the picture, and how it was asked, is left to the captioners.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lyrad.core.dataset.captions import MOST_WORDS
from lyrad.model.character import CharacterSpec

_FENCE = re.compile(r"```\w*|</?\w+>|[\"“”`*_#]")
_OPENING = re.compile(
    r"^\s*(?:(?:this|the)\s+(?:image|picture|photo|photograph|drawing)\s+"
    r"(?:shows|depicts|features|captures|is of|is)|(?:an?|the)\s+(?:image|picture|photo"
    r"|photograph)\s+of|here is|caption:)\s*:?\s*(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s*[,;.!?:\n]+\s*|\s+(?:-|\u2013|\u2014)+\s+")
_JOINTS = re.compile(r"^(?:and|with|has|having|who has|wearing)\s+(?=\W*$)|^and\s+", re.IGNORECASE)

_CAMERA = re.compile(
    r"^(?:img|dsc[fn]?|dcim|pxl|mvimg|gopr|p|_?mg|image|picture|photo|foto|bild|screenshot|"
    r"screen shot|bildschirmfoto|untitled|ref|reference|scan|frame|final|copy|kopie)$",
    re.IGNORECASE,
)
_HASH = re.compile(r"^(?=.*\d)[0-9a-f]{6,}$|^[0-9a-f]{12,}$", re.IGNORECASE)
_PARTS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_FEWEST_LETTERS = 3


def composed(words: str, spec: CharacterSpec) -> str:
    """Return a caption on one line: `word kind`, then the clauses of `words` that may be said.

    Sentences for bases that read them, tags for the others; cut at a clause where trainers would
    cut it somewhere.
    """
    call = f"{spec.word} {spec.kind}".strip()
    said = [clause for clause in _clauses(words, spec) if not _names(clause, spec.traits)]
    kept = _within(dict.fromkeys(said), MOST_WORDS - len(call.split()))
    if not kept:
        return call
    text = ", ".join((call, *kept))
    return text if spec.base.tagged else f"{text}."


def said_by_name(stem: str, spec: CharacterSpec) -> str:
    """Return what a file's name says of its picture, or nothing: `mira_smiling_rain_02`."""
    parts = [part for part in _PARTS.split(stem) if part]
    if _HASH.match(re.sub(r"[\W_]+", "", stem)):
        return ""
    mine = {spec.word.casefold(), spec.kind.casefold()}
    told = (part.casefold() for part in parts if not _says_nothing(part))
    return ", ".join(dict.fromkeys(part for part in told if part not in mine))


def _says_nothing(part: str) -> bool:
    letters = len(part) >= _FEWEST_LETTERS and part.isalpha()
    return not letters or bool(_CAMERA.match(part))


def _clauses(words: str, spec: CharacterSpec) -> Iterable[str]:
    """Yield what is said, clause by clause, without what is said at the beginning anyway."""
    plain = _OPENING.sub("", _FENCE.sub(" ", words))
    call = re.compile(
        rf"^(?:{re.escape(spec.word)}|(?:an?|the)?\s*{re.escape(spec.kind)})\b\s*",
        re.IGNORECASE,
    )
    for clause in _CLAUSE.split(plain):
        rest = " ".join(clause.split())
        while rest and (shorter := _JOINTS.sub("", call.sub("", rest)).strip()) != rest:
            rest = shorter
        rest = rest.strip(" .,;:-")
        if rest:
            yield rest


def _names(clause: str, traits: Sequence[str]) -> bool:
    """Return whether a clause says one of the traits, in whatever case, also in the plural."""
    return any(
        re.search(rf"\b{re.escape(trait.strip())}(?:e?s)?\b", clause, re.IGNORECASE)
        for trait in traits
        if trait.strip()
    )


def _within(clauses: Iterable[str], most: int) -> list[str]:
    """Return as many clauses as there is room for; the first at least in part."""
    kept: list[str] = []
    for clause in clauses:
        room = most - sum(len(one.split()) for one in kept)
        if len(clause.split()) > room:
            return kept or [" ".join(clause.split()[:room])]
        kept.append(clause)
    return kept
