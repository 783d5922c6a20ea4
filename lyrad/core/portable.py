"""Decide which names break on Windows or on a share, and which of them are one name there.

A production is seen from three systems: what Linux takes for a name, Windows may refuse, and a Mac
may take for another's. Such names are told, and never changed: they are people's. How lyrad
writes its own is `core.naming`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from lyrad.errors import Code, Fault
from lyrad.model.names import RelPath

# Microsoft, "Naming Files, Paths, and Namespaces": devices keep their names whatever follows the
# first stop, spaces before it not counted; and the superscript digits are digits.
_DEVICE = re.compile(
    r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\..*)?", re.IGNORECASE | re.DOTALL
)
_SIGNS = '<>:"|?*\\'
_LONGEST_NAME = 255
_LONGEST_PATH = 259
_DRIVE = "X:\\"

# What a Mac, and Samba for it, write on a share in place of what Windows forbids.
_STAND_INS = {chr(0xF020 + place): sign for place, sign in enumerate('"*:<>?\\|')}
_STAND_INS |= {"\uf028": " ", "\uf029": "."}


def same(name: str) -> str:
    """Return what two names share that are one on a Mac or in Windows.

    Accents may be written as one character or as two, and capitals count for nothing. Letters
    that fold to several (ß) stay what they are, as on those disks.
    """
    composed = unicodedata.normalize("NFC", name)
    folded = (char.casefold() for char in composed)
    joined = "".join(
        fold if len(fold) == 1 else char for char, fold in zip(composed, folded, strict=True)
    )
    return unicodedata.normalize("NFC", joined)


def twins(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of different names in one folder that are one on a Mac or in Windows."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(same(name), set()).add(name)
    return tuple(sorted(tuple(sorted(group)) for group in found.values() if len(group) > 1))


def shown(name: str) -> str:
    """Return a name so that a person sees all of it, on one line."""
    return "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in name)


def breaks(name: str) -> tuple[str, ...]:
    """Return why a name cannot be used everywhere, a sentence for each reason."""
    return tuple(_reasons(name))


def faults_of(folder: RelPath, names: Iterable[str]) -> tuple[Fault, ...]:
    """Return every fault of the names that stand in one folder; the root's path is empty."""
    names = sorted(set(names))
    found = [
        _fault(Code.NAME_BREAKS, sentence, _place(folder, name), "Rename it.")
        for name in names
        for sentence in (*breaks(name), *_long(folder, name))
    ]
    for group in twins(names):
        where = ", ".join(_place(folder, name) for name in group)
        found.append(_fault(Code.NAMES_TWIN, twin_words(group), where, "Rename all but one."))
    return tuple(found)


def twin_words(group: Iterable[str]) -> str:
    """Return what is to be said of names that are one elsewhere."""
    listed = ", ".join(map(shown, group))
    return f"On a Mac or in Windows these are one name, even where they look alike here: {listed}."


def _reasons(name: str) -> Iterator[str]:
    if any("\ud800" <= char <= "\udfff" for char in name):
        yield "The name is no readable text (UTF-8), so lyrad leaves it out."
    if _DEVICE.fullmatch(name):
        yield "Windows keeps this name for a device."
    if name.endswith((".", " ")):
        yield "The name ends in a stop or a space, which Windows takes away."
    signs = [sign for sign in _SIGNS if sign in name]
    if signs:
        yield f"Windows does not allow {' '.join(signs)} in a name."
    if any(unicodedata.category(char) == "Cc" for char in name):
        yield "There is an invisible control character in the name, such as a line's end."
    if stand_ins := [char for char in _STAND_INS if char in name]:
        meant = " ".join(_STAND_INS[char].replace(" ", "space") for char in stand_ins)
        yield f"A Mac has written a private character for {meant}, which others see as a box."
    if max(_bytes(name), _units(name)) > _LONGEST_NAME:
        yield f"The name is longer than the {_LONGEST_NAME} that every disk takes."


def _long(folder: RelPath, name: str) -> Iterator[str]:
    length = _units(f"{_DRIVE}{folder}/{name}" if folder else f"{_DRIVE}{name}")
    if length > _LONGEST_PATH:
        yield (
            f"The path is {length} characters long; many programs in Windows stop at "
            f"{_LONGEST_PATH}."
        )


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _units(text: str) -> int:
    """Return the length as Windows counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _place(folder: RelPath, name: str) -> str:
    return shown(f"{folder}/{name}" if folder else name)


def _fault(code: Code, what: str, where: str, then: str) -> Fault:
    return Fault(code=code, what=what, where=where, next=then)
