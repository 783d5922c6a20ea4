"""Say to a model that makes music what is wanted, in one line of words."""

from __future__ import annotations

from collections.abc import Sequence

NO_VOICE = "instrumental, no vocals"
"""What keeps singers out of a score: models sing unless they are told not to."""


def words_for(
    prompt: str, mood: Sequence[str], *, bpm: int | None = None, key: str = "", meter: str = ""
) -> str:
    """Return the prompt, the moods that it leaves out, and tempo, key and meter where given.

    These three are for what has no input of its own for them.
    """
    unsaid = [word for word in mood if word.lower() not in prompt.lower()]
    figures = (
        f"{bpm} bpm" if bpm else "",
        f"in {key}" if key else "",
        f"{meter} time" if meter else "",
    )
    return ", ".join(part for part in (prompt.strip(), *unsaid, *figures) if part)
