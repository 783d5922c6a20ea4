"""Find the styles that a shot needs among the files of `style/`, and what is wrong with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from lyrad.errors import Code, Fault
from lyrad.model.names import RelPath
from lyrad.model.style import STYLES, Parent, Style

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The styles that are needed, by name, and every fault of all of them."""

    styles: Mapping[str, Style]
    faults: tuple[Fault, ...]


Read = Callable[[str], Style | tuple[Fault, ...]]
"""Gives a style that there is, or what is wrong with its file."""


def is_style(path: RelPath) -> bool:
    """Return whether a path is that of the styles' folder, or of something in it."""
    return path == STYLES or path.startswith(f"{STYLES}/")


def name_of(path: RelPath) -> str | None:
    """Return the name of the style that a file holds, or None where it holds none."""
    folder, _, file = path.rpartition("/")
    stem = next((file[: -len(end)] for end in ENDINGS if file.lower().endswith(end)), "")
    named = bool(stem) and not stem.startswith(("_", "."))
    return unicodedata.normalize("NFC", stem) if folder == STYLES and named else None


def needed(names: Sequence[str], there: Iterable[str], read: Read) -> Found:
    """Return the named styles and all that they inherit from.

    Args:
        names: styles that there are.
        there: the names of all.
        read: reads one of them.
    """
    known = frozenset(there)
    styles: dict[str, Style] = {}
    faults: list[Fault] = []
    waiting, seen = list(names), set(names)
    while waiting:
        style = read(waiting.pop(0))
        if not isinstance(style, Style):
            faults += style
            continue
        styles[style.name] = style
        for parent in style.inherits:
            if parent.name not in known:
                faults.append(_unknown(style, parent, known))
            elif parent.name not in seen:
                seen.add(parent.name)
                waiting.append(parent.name)
    faults += _circles(styles)
    return Found(styles=styles, faults=tuple(faults))


def near(name: str, there: Iterable[str]) -> str:
    """Return the hint that names what was probably meant, and all that there is."""
    by_lower = {one.lower(): one for one in there}
    if not by_lower:
        return f"There is no style in {STYLES}/ yet."
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    hint = f"Did you mean `{by_lower[close[0]]}`? " if close else ""
    return f"{hint}There are {', '.join(f'`{by_lower[key]}`' for key in sorted(by_lower))}."


def _unknown(style: Style, parent: Parent, there: Iterable[str]) -> Fault:
    others = [name for name in there if name != style.name]
    return Fault(
        code=Code.STYLE_UNKNOWN,
        what=f"{style.name} inherits from the style `{parent.name}`, which is not there.",
        where=parent.where,
        next=near(parent.name, others),
    )


def _circles(styles: Mapping[str, Style]) -> Iterator[Fault]:
    """Yield each circle of inheriting once, told from its first style in order of names."""
    told: set[frozenset[str]] = set()
    for name in sorted(styles):
        circle = _circle(name, styles)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            yield Fault(
                code=Code.STYLE_CIRCLE,
                what=f"These styles inherit from each other: {', '.join([*circle, name])}.",
                where=styles[name].shown,
                next="Take one of the names out of `inherits`.",
            )


def _circle(start: str, styles: Mapping[str, Style]) -> list[str]:
    """Return the way from a style back to itself, or nothing."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for parent in styles[way[-1]].inherits:
            if parent.name == start:
                return way
            if parent.name in styles and parent.name not in seen:
                seen.add(parent.name)
                ways.append([*way, parent.name])
    return []
