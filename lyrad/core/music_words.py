"""Say to a model that makes music what is wanted, in one line of words."""

from __future__ import annotations

import re
from collections.abc import Sequence

NO_VOICE = "instrumental, no vocals"
"""What keeps singers out of a score: models sing unless they are told not to."""

_VOICELESS = re.compile(r"\b(no|without) vocals?\b", re.IGNORECASE)


def words_for(
    prompt: str, mood: Sequence[str], *, bpm: int | None = None, key: str = "", meter: str = ""
) -> str:
    """Return the prompt, and what it leaves out: moods; tempo, key and meter where given.

    These three are for what has no input of its own for them.
    """
    figures = {
        f"{bpm} bpm": f"{bpm} bpm" if bpm else "",
        key: f"in {key}" if key else "",
        meter: f"{meter} time" if meter else "",
    }
    wanted = {**{word: word for word in mood}, **figures}
    unsaid = [words for sign, words in wanted.items() if sign.lower() not in prompt.lower()]
    return ", ".join(part for part in (prompt.strip(), *unsaid) if part)


def voiceless(words: str) -> str:
    """Return the words, with singers kept out of them where they do not say so themselves."""
    if _VOICELESS.search(words):
        return words
    return f"{words}, {NO_VOICE}" if words else NO_VOICE
