"""Decide what of a transcript was really said: speech models make up words where nobody speaks.

They were trained on subtitles, so silence and noise bring what subtitles say there:
`[BLANK_AUDIO]`, `(music)`, thanks for watching, one line again and again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRACKETED = re.compile(r"\[[^\]\n]*\]|\([^)\n]*\)|\*[^*\n]+\*|[♪♫]+")
"""What a model says of sounds: `[BLANK_AUDIO]`, `(music)`, `*sighs*`."""

_STAMP = re.compile(r"^\s*\[?\d\d:\d\d(:\d\d)?[.,]\d{3}\s*-->\s*[\d:.,]+\]?", re.MULTILINE)

MADE_UP = frozenset(
    {
        "thank you", "thank you very much", "thanks for watching", "thank you for watching",
        "please subscribe", "bye", "bye bye", "you", "the end", "vielen dank", "danke",
        "vielen dank fürs zuschauen", "untertitel der amara org community", "merci", "gracias",
        "sous titres réalisés par la communauté d amara org",
        "subtitles by the amara org community",
    }
)  # fmt: skip
"""What models are known to say of silence, where it is all that they say."""

_MOST_REPEATS = 3
"""A person may say a sentence again; one more time in a row is a model that turns in a circle."""


def heard(text: str) -> str:
    """Return what was said, a line each; '' where it was nothing."""
    lines = [" ".join(line.split()) for line in _spoken(text).splitlines()]
    kept = list(_once([line for line in lines if line.strip(" .,!?-…")]))
    said = {_plain(line) for line in kept}
    return "" if said <= MADE_UP else "\n".join(kept)


def circles(text: str) -> bool:
    """Return whether a model said one sentence again and again, and little else."""
    sentences = [_plain(one) for one in re.split(r"[.!?\n]+", _spoken(text)) if _plain(one)]
    most = max(map(sentences.count, sentences), default=0)
    return most > _MOST_REPEATS and 2 * most > len(sentences)


def _spoken(text: str) -> str:
    return _BRACKETED.sub(" ", _STAMP.sub("", text))


def _once(lines: list[str]) -> Iterator[str]:
    """Yield the lines; of one that comes again in a row only the first."""
    before = ""
    for line in lines:
        if _plain(line) != before:
            yield line
        before = _plain(line)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
