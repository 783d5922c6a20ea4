"""Read the tag `comment` of sound and moving pictures, as FFprobe finds it.

FFmpeg writes it where it writes the file itself: to add it later would mean to write all anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from lyrad.backends import _process
from lyrad.backends.marks.formats import is_timed
from lyrad.errors import Temporary

_ASK = ("ffprobe", "-v", "error", "-show_entries", "format_tags=comment", "-of", "json")


def comment(path: Path) -> str:
    """Return the file's comment, '' where it has none, cannot have one, or cannot be read."""
    if not is_timed(path):
        return ""
    try:
        answer = json.loads(_process.answer((*_ASK, f"file:{path}")))
    except Temporary:  # FFprobe makes nothing of it; what else is said of its origin still counts
        return ""
    tags = answer.get("format", {}).get("tags", {})
    return next((str(value) for name, value in tags.items() if name.lower() == "comment"), "")
