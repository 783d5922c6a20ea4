"""Decide what a caption file says: its letters, its lines, what trainers would make of it.

Which picture it belongs to is decided by names; what is written where there is none, in `words`.
"""

from __future__ import annotations

import codecs
import unicodedata

from lyrad.model.dataset import Caption
from lyrad.model.finding import Case, Finding

MOST_BYTES = 65536
"""A caption is a sentence or two; a larger file is something else."""

MOST_WORDS = 55
"""About what SD and SDXL read of a caption: 75 tokens, at a token and a third for each word."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENDS = (".", "!", "?", ",", ";", ":")


def read_caption(data: bytes, source: str) -> Caption:
    """Return the caption that a file's bytes hold, on one line; its text may come out empty.

    Args:
        data: the whole file, or its first bytes where it is larger than `MOST_BYTES`.
        source: the file's name, for the sentences.
    """
    if len(data) > MOST_BYTES:
        words = f"{source} is too large for a caption and was left aside."
        return _aside(source, Finding(case=Case.CAPTION_EMPTY, words=words))
    text, encoding = _decoded(data)
    if any(unicodedata.category(letter) == "Cc" and not letter.isspace() for letter in text):
        words = f"{source} is no text and was left aside."
        return _aside(source, Finding(case=Case.CAPTION_ENCODING, words=words))
    found = _encoding(encoding, source)
    lines = [" ".join(line.split()) for line in text.replace("\ufeff", "").splitlines()]
    whole = _joined([line for line in lines if line])
    return Caption(text=whole, source=source, findings=(*found, *_lines(lines, whole, source)))


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text, and the encoding where trainers would stumble over it."""
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace"), "mark"
    if data.startswith(_UTF16):
        return data.decode("utf-16", "replace"), "UTF-16"
    if b"\0" in data:
        # Half of plain Latin text in UTF-16 is zeros: those of the high bytes.
        order = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        return data.decode(order, "replace"), "UTF-16"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "Windows-1252"


def _encoding(encoding: str, source: str) -> tuple[Finding, ...]:
    if not encoding:
        return ()
    if encoding == "mark":
        words = f"{source} began with an invisible mark, which would join its first word: removed."
        return (Finding(case=Case.CAPTION_MARK, words=words),)
    doubt = "; look at its accents" if encoding == "Windows-1252" else ""
    words = f"{source} was read as {encoding} and written as UTF-8{doubt}."
    return (Finding(case=Case.CAPTION_ENCODING, words=words),)


def _lines(lines: list[str], whole: str, source: str) -> tuple[Finding, ...]:
    if not whole:
        return (Finding(case=Case.CAPTION_EMPTY, words=f"{source} is empty."),)
    found = []
    filled = sum(map(bool, lines))
    if filled > 1:
        words = f"{source} has {filled} lines, and trainers read the first: they stand on one now."
        found.append(Finding(case=Case.CAPTION_LINES, words=words))
    elif not lines[0]:
        words = f"{source} began with an empty line, which trainers take for the caption."
        found.append(Finding(case=Case.CAPTION_LINES, words=words))
    if (count := len(whole.split())) > MOST_WORDS:
        words = f"Its caption has {count} words; SD and SDXL read about the first {MOST_WORDS}."
        found.append(Finding(case=Case.CAPTION_LONG, words=words))
    return tuple(found)


def _joined(lines: list[str]) -> str:
    """Return the lines as one: sentences after one another, tags with commas between."""
    parts = [line if line.endswith(_ENDS) else f"{line}," for line in lines[:-1]]
    return " ".join([*parts, *lines[-1:]])


def _aside(source: str, finding: Finding) -> Caption:
    return Caption(source=source, findings=(finding,))
