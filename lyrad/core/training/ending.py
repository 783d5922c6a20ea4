"""Decide from its last words why a trainer ended.

The exit code says little: a trainer that found no picture ends with 0, as if all were well, and
every failure of Python's is 1. The words are those of both trainers, PyTorch and Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lyrad.model.training import Ended, Ending

SAVED = "model saved"
"""What a trainer says when the last file is written."""

_SIGNS = tuple(
    (ending, re.compile(sign, re.IGNORECASE))
    for ending, sign in (
        (Ending.DISK_FULL, r"no space left on device|disk quota exceeded|\berrno 28\b"),
        (Ending.OUT_OF_MEMORY, r"cuda out of memory|outofmemoryerror|cublas_status_alloc_failed"),
        (Ending.DIVERGED, r"nan detected in latents"),
        (Ending.TOKENIZER, r"can't load tokenizer|expected str, bytes or os\.pathlike object, not "
                           r"nonetype"),
        (Ending.PACKAGE, r"no module named '?(?P<word>[\w.]+)|no (?P<other>bitsandbytes)\b"),
        (Ending.PICTURE, r"image file is truncated|cannot identify image file|zerodivisionerror|"
                         r"broken data stream|image size .*\(0, ?0\)"),
        (Ending.SETTINGS, r"multipleinvalid|error: (?:unrecognized|argument)"),
        (Ending.NO_PICTURES, r"no data found|no (?:training )?items? (?:found|in)"),
    )
)  # fmt: skip

_ERROR = re.compile(r"^\s*(?:[\w.]+(?:Error|Exception|Invalid)|error)\b.{0,200}", re.MULTILINE)


def why_ended(code: int, said: Iterable[str]) -> Ended:
    """Return why it ended without a result.

    Args:
        code: its exit code; negative where a signal ended it.
        said: its last lines, oldest first.
    """
    text = "\n".join(said)
    for ending, sign in _SIGNS:
        for found in sign.finditer(text):
            named = [word for word in found.groupdict().values() if word]
            return Ended(why=ending, word=named[0] if named else last_error(text))
    if code < 0:
        return Ended(why=Ending.KILLED, word=f"signal {-code}")
    return Ended(why=Ending.UNKNOWN, word=last_error(text))


def last_error(text: str) -> str:
    """Return the last line that looks like an error, the last line where none does."""
    found = _ERROR.findall(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (found or lines or [""])[-1].strip()
