"""Read what people's editors make of a text file, or say by name why it is not one.

Decides on encodings, byte order marks, size, and documents saved under a YAML name. What the text
means is left to `yaml_tree` and the models.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from lyrad.errors import Code, ConfigError, Fault

SIZE_LIMIT = 256 * 1024
"""Bytes; a hundred times the longest spec anybody writes by hand."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 stands before UTF-16: its little-endian mark begins with UTF-16's."""

PLAIN_TEXT = "In TextEdit choose Format > Make Plain Text, in Word save as Plain Text; then save."
REPLACE = "Put a plain text file in its place."
DISGUISED = (
    (b"{\\rtf", "a rich text document (RTF)", PLAIN_TEXT),
    (b"PK\x03\x04", "a Word document or a ZIP archive", PLAIN_TEXT),
    (b"\xd0\xcf\x11\xe0", "an old Word document", PLAIN_TEXT),
    (b"bplist", "a binary property list", REPLACE),
    (b"%PDF", "a PDF", REPLACE),
    (b"\x89PNG", "a PNG picture", REPLACE),
    (b"\xff\xd8\xff", "a JPEG picture", REPLACE),
    (b"<!DOCTYPE", "a web page (HTML)", PLAIN_TEXT),
    (b"<html", "a web page (HTML)", PLAIN_TEXT),
)

INDENTATION = re.compile(r"^[ \t\u00a0]+", re.MULTILINE)
AFTER_A_SIGN = re.compile(r"(?<=[:\-])[\t\u00a0]+(?=\S)")


def read_text(path: Path, shown: str) -> str:
    """Return the file's text with plain line endings.

    `shown` is what a person is told the file is called.

    Raises:
        ConfigError: it cannot be read, is too large, or is no text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise _unreadable(
            f"This file cannot be read: {reason}.",
            shown,
            "Check that it is still there and that lyrad may read it.",
        ) from error
    return text_of(data, shown)


def text_of(data: bytes, shown: str) -> str:
    """Return the bytes as text. Raises ConfigError as `read_text` does."""
    if len(data) > SIZE_LIMIT:
        raise ConfigError(
            Fault(
                code=Code.YAML_TOO_LARGE,
                what=f"This file is larger than {SIZE_LIMIT // 1024} KiB.",
                where=shown,
                next="Keep only what it has to say; pictures and notes belong in their own files.",
            )
        )
    _refuse_disguised(data, shown)
    text = _decoded(data, shown).replace("\r\n", "\n").replace("\r", "\n")
    return _with_plain_spaces(text)


def _with_plain_spaces(text: str) -> str:
    """Return the text with the spaces that YAML wants where a keyboard made others.

    Unbreakable ones in the indentation, and those and tabs after `key:` and `-`, one for one.
    Tabs that indent are left to be named: only their author knows how wide they were.
    """
    indented = INDENTATION.sub(lambda found: found.group().replace("\u00a0", " "), text)
    return AFTER_A_SIGN.sub(lambda found: " " * len(found.group()), indented)


def _refuse_disguised(data: bytes, shown: str) -> None:
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()
    for signature, name, cure in DISGUISED:
        if start.startswith(signature):
            raise _unreadable(f"This is {name} under a text file's name.", shown, cure)


def _decoded(data: bytes, shown: str) -> str:
    encoding = "utf-8"
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            encoding, data = name, data[len(mark) :]
            break
    else:
        if b"\0" in data:
            raise _unreadable("This file is not text.", shown, REPLACE)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, encoding, error.start, shown) from error


def _wrong_encoding(data: bytes, encoding: str, position: int, shown: str) -> ConfigError:
    before = data[:position].decode(encoding, "replace")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    where = f"{shown}, line {line}, column {column}"
    if encoding != "utf-8":
        return _unreadable(
            f"This text is damaged ({encoding.upper()}).", where, "Save it as UTF-8."
        )
    letter = data[position : position + 1].decode("cp1252", "replace")
    return _unreadable(
        f"This file is not saved as UTF-8: it has what looks like `{letter}` in an older encoding"
        " (Windows-1252, Latin-1).",
        where,
        "Save it again as UTF-8: in Notepad, Save As > Encoding > UTF-8.",
    )


def _unreadable(what: str, where: str, cure: str) -> ConfigError:
    return ConfigError(Fault(code=Code.YAML_UNREADABLE, what=what, where=where, next=cure))
