"""Tell typographic quotes that were meant as YAML's own from those that belong to the words.

Word processors and phones curl quotes as one types. A pair round a whole value is taken off; one
that opens and never closes is a value that YAML cut short (at ` #`), which nobody would notice.
"""

from __future__ import annotations

DOUBLE = {
    "\u201c": "\u201d",  # English
    "\u201e": "\u201c\u201d",  # German, Polish
    "\u00ab": "\u00bb",  # French
    "\u201d": "\u201d",  # Swedish, Finnish
    "\u00bb": "\u00ab\u00bb",  # Danish, German books
}
SINGLE = {
    "\u2018": "\u2019",
    "\u201a": "\u2018\u2019",
    "\u2039": "\u203a",
    "\u203a": "\u2039",
}
"""Each opening quote and what may close it, as the languages of Europe write them."""

MARKS = frozenset("".join((*DOUBLE, *DOUBLE.values(), *SINGLE, *SINGLE.values())))


def uncurled(value: str) -> tuple[str, bool]:
    """Return the value without a pair of curly quotes round it, and whether one never closes.

    Words that only begin with something quoted are left as they are, and so is a single quote
    that an editor made of an apostrophe in front.
    """
    if not value or value[0] not in MARKS:
        return value, False
    opening, inner, closing = value[0], value[1:-1], value[-1:]
    if opening in SINGLE:
        return (inner, False) if len(value) > 1 and closing in SINGLE[opening] else (value, False)
    ends = DOUBLE.get(opening, "")
    if len(value) > 1 and closing in ends and not set(inner) & set(DOUBLE):
        return inner, False
    return value, not set(value[1:]) & set(ends)


def mark_in(line: str) -> int | None:
    """Return where a curly quote stands in a line as YAML's own would, counted from 0, or None.

    That is: first in the line, or after `: `, `- `, `[`, `{` or `, `.
    """
    for position, letter in enumerate(line):
        if letter in MARKS and line[:position].rstrip(" ")[-1:] in {"", ":", "-", "[", "{", ","}:
            return position
    return None
