"""Join what several people wrote into one text, as models of the two families read it.

Nothing is made up here: words are put in a row, and what stands there twice is said once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENDS = (".", "!", "?", ":", ";", ",", "…", "。")
_COMMA = re.compile(r",(?![^()]*\))")
"""A comma that parts tags: none inside of parentheses, which hold a tag's weight."""


def sentences(pieces: Iterable[object]) -> str:
    """Return the pieces one after the other, each ended by a full stop where another follows.

    A piece that stands alone is left as it is.
    """
    said = [text for piece in pieces if (text := _text(piece))]
    ended = [text if text.endswith(_ENDS) else f"{text}." for text in said[:-1]]
    return " ".join([*ended, *said[-1:]])


def tags(pieces: Iterable[object]) -> str:
    """Return the pieces as tags parted by commas, each of them once."""
    found: dict[str, str] = {}
    for piece in pieces:
        for part in _COMMA.split(" ".join(_text(piece).split())):
            tag = part.strip().rstrip(".").rstrip()
            found.setdefault(tag.casefold(), tag)
    return ", ".join(tag for tag in found.values() if tag)


def _text(piece: object) -> str:
    return "" if piece is None else str(piece).strip()
