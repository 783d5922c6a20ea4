"""Know by its name what a file tells of its shot: a brief, a memo, a transcript.

And how what is made of them is called.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from lyrad.core.frames import DRAFT
from lyrad.core.naming import natural_key
from lyrad.model.brief import Kind

MEMOS = ("m4a", "wav", "mp3", "aac", "ogg", "flac", "caf", "3gp")
"""What phones and recorders write."""

TEXTS = ("txt", "md")
TRANSCRIPT = ".transcript.txt"

_BRIEF = re.compile(rf"brief.*\.(?:{'|'.join(TEXTS)})(?:\.txt)?", re.IGNORECASE)
_DRAFT = re.compile(r"shot\.draft(?:\.(?P<number>\d+))?\.ya?ml(?:\.txt)?", re.IGNORECASE)


def kind_of(name: str) -> Kind | None:
    """Return what a file's name says that it tells, or None for nothing."""
    if name.lower().endswith(TRANSCRIPT):
        return Kind.TRANSCRIPT
    if PurePosixPath(name.lower()).suffix.removeprefix(".") in MEMOS:
        return Kind.MEMO
    return Kind.TEXT if _BRIEF.fullmatch(name) else None


def tellings(names: Iterable[str]) -> tuple[tuple[str, Kind], ...]:
    """Return the files that tell of a shot, in natural order of their names."""
    found = ((name, kind) for name in names if (kind := kind_of(name)) is not None)
    return tuple(sorted(found, key=lambda one: natural_key(one[0])))


def transcript_of(memo: str, memos: Collection[str]) -> str:
    """Return what a memo's transcript is called beside it; `memos` are all that lie there."""
    stem = PurePosixPath(memo).stem
    alike = [one for one in memos if PurePosixPath(one).stem.lower() == stem.lower()]
    return f"{stem if len(alike) < 2 else memo}{TRANSCRIPT}"  # noqa: PLR2004 - itself and another


def is_draft(name: str) -> bool:
    """Return whether a file is a draft of a spec, under any of the names that drafts have."""
    return _DRAFT.fullmatch(name) is not None


def draft_name(number: int) -> str:
    """Return what a shot's draft is called; those after the first lie beside a person's own."""
    return DRAFT if number == 1 else DRAFT.replace("draft.", f"draft.{number}.")
