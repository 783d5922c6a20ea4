"""Cards and requests: what lyrad says in a folder, and what a person says in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lyrad.model.names import RelPath

SUGGESTED = "_lyrad SUGGESTED middle frame.png"
"""The picture that may lie beside a card; begun as a card's name is, so that lyrad ignores it."""


class CardState(StrEnum):
    """The word that a card's name begins with.

    Listed with the one that most needs a person first.
    """

    FAILED = "FAILED"
    HELD = "HELD"
    WAITING = "WAITING"
    NOT_USED = "NOT USED"
    STALE = "STALE"
    WORKING = "WORKING"
    QUEUED = "QUEUED"
    DONE = "DONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a folder shows: the state in the file's name, the words inside.

    `detail` follows the state in the name; `body` is the text, in a filmmaker's words.
    """

    state: CardState
    detail: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A scene's or root's one card: `label` in the name, `body` inside."""

    label: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Something longer to read beside a card: `label` in the name, `body` inside."""

    label: str
    body: str


class RequestWord(StrEnum):
    """What a person may ask by a file's name."""

    RETAKE = "RETAKE"
    HOLD = "HOLD"
    GO = "GO"
    FINISH = "FINISH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A claimed request.

    `id` is the claim's uuid, `folder` the shot's, the scene's or the root's ('').
    """

    id: str
    word: RequestWord
    folder: RelPath
    note: str
