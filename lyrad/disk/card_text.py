"""How a card's file looks: its name, its bytes, and the last line by which lyrad knows its own.

The stamp holds a sum of the text: a card that somebody wrote into is theirs from then on.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum

from lyrad.core.naming import ascii_fold
from lyrad.model.card import Card, Page, Summary

CARD_PREFIX = "_lyrad "
CARD_SUFFIX = ".txt"
STAMP_REACH = 1 << 12
"""Bytes at a file's end in which its stamp stands, if it has one."""

DETAIL_LIMIT = 60

_STAMP = re.compile(r"-- lyrad (card|summary|page) ([0-9a-f]{8})\s*\Z")
_NOTE = "lyrad shows this and writes it anew; it does not read what is written here."


class Kind(StrEnum):
    """A drop's card, a scene's or root's summary: one of each a folder; pages: as many as told."""

    CARD = "card"
    SUMMARY = "summary"
    PAGE = "page"


class Whose(StrEnum):
    """Whose file of a card's name it is."""

    OURS = "ours"
    EDITED = "edited"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """A card as it stands in a folder."""

    name: str
    data: bytes


def card_file(card: Card) -> CardFile:
    """Return a drop's card: `_lyrad DONE T03.txt`."""
    return CardFile(name=_name(card.state.value, card.detail), data=_data(Kind.CARD, card.body))


def summary_file(summary: Summary) -> CardFile:
    """Return a summary: `_lyrad SC010 31 done 2 HELD.txt`."""
    return CardFile(name=_name(summary.label, ""), data=_data(Kind.SUMMARY, summary.body))


def page_file(page: Page) -> CardFile:
    """Return a page: `_lyrad breakdown.csv shotlist diff.txt`."""
    return CardFile(name=_name(page.label, ""), data=_data(Kind.PAGE, page.body))


def stamped(end: bytes) -> bool:
    """Return whether a file that ends so was written by lyrad once, whatever its size."""
    return _STAMP.search(end.decode("utf-8", "replace")) is not None


def whose(data: bytes) -> tuple[Whose, Kind | None]:
    """Return whose file this is and, where lyrad wrote it once, of which kind."""
    text = data.decode("utf-8-sig", "replace")
    stamp = _STAMP.search(text)
    if not stamp:
        return Whose.THEIRS, None
    whole = _sum(text[: stamp.start()]) == stamp[2]
    return Whose.OURS if whole else Whose.EDITED, Kind(stamp[1])


def _name(words: str, detail: str) -> str:
    folded = " ".join((ascii_fold(words, DETAIL_LIMIT), ascii_fold(detail, DETAIL_LIMIT))).strip()
    return f"{CARD_PREFIX}{folded}{CARD_SUFFIX}"


def _data(kind: Kind, body: str) -> bytes:
    lines = [*body.strip().splitlines(), "", _NOTE]
    text = "".join(f"{line.rstrip()}\r\n" for line in lines)
    text += f"-- lyrad {kind.value} {_sum(text)}\r\n"
    # Old Notepads and TextEdit need the mark to read more than ASCII rightly.
    return text.encode("utf-8" if text.isascii() else "utf-8-sig", "replace")


def _sum(text: str) -> str:
    """Return a sum that is the same whatever a program did to line ends and spaces."""
    return f"{zlib.crc32(' '.join(text.split()).encode('utf-8', 'replace')):08x}"
