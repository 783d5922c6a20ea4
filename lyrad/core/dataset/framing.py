"""Decide how much of somebody a picture shows, by what its caption says.

What can be measured in the picture itself is left to `lyrad.vision.dataset`; words come first.
"""

from __future__ import annotations

import re

from lyrad.model.dataset import Framing

_SAID = {
    Framing.MEDIUM: r"medium close-?\s?up|medium shot|mid[- ]?shot|waist[- ]up|chest[- ]up"
    r"|upper body|half[- ]body|half[- ]length|bust shot|cowboy shot",
    Framing.CLOSE: r"(?:extreme )?close-?\s?up|head ?shot|face only|head and shoulders",
    Framing.FULL: r"full[- ]body|full[- ]figure|full[- ]length|full shot|wide shot|long shot"
    r"|head to toe",
}
_WORDS = {
    framing: re.compile(rf"\b(?:{said})\b", re.IGNORECASE) for framing, said in _SAID.items()
}


def framing_of(text: str) -> Framing | None:
    """Return the framing that a caption names, or None where it names none, or two.

    A medium close-up counts as a medium shot.
    """
    found = []
    for framing, pattern in _WORDS.items():
        text, count = pattern.subn(" ", text)
        found += [framing] if count else []
    return found[0] if len(found) == 1 else None
