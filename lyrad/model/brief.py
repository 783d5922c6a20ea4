"""Briefs: what somebody says of a shot before it has a spec, and what became of it.

A brief is a text, or a voice memo; lyrad makes a draft of the shot's spec of them, and a person
makes the spec of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from lyrad.model.drop import Drop
from lyrad.model.names import Fields, Fingerprint, JobId, RelPath, ShotKey
from lyrad.model.rule import Match


class Kind(StrEnum):
    """What a file among the briefs is; the role that it plays in the drop.

    A transcript is a member only where a person wrote or corrected it: it goes before its memo.
    """

    TEXT = "brief"
    MEMO = "memo"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One file's words: `name` is the file's, `kind` what it is."""

    name: str
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecDraft:
    """What a draft says: a spec's fields, the words that it was made of, and who made it.

    `author` is the language model's name, '' where nobody but the brief's own author spoke; `why`
    is then the reason, if there was one to ask.
    """

    fields: Fields
    tellings: tuple[Telling, ...]
    author: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefed:
    """A shot with briefs and no spec: the briefs have come to rest, and rules speak of them."""

    drop: Drop
    match: Match
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsGiven:
    """Texts that lyrad is about to write beside briefs: transcripts and drafts, by their sums.

    Written before the first of them, so that a kill in between leaves none that is taken for a
    person's.
    """

    event: Literal["words"] = "words"
    at: datetime
    shot: ShotKey
    job: JobId
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft stands, or was not wanted any more: then `draft` is ''.

    `ordered_at` is when the job was ordered, so that an older one does not write over a newer one.
    """

    event: Literal["drafted"] = "drafted"
    at: datetime
    shot: ShotKey
    job: JobId
    rule: str
    fingerprint: Fingerprint
    ordered_at: datetime
    draft: RelPath
    author: str


BriefLine = WordsGiven | Drafted
