"""Say what is wrong with a YAML text, where, and what to do, in words for people who write specs.

The parser's own messages speak of tokens and scanners; the usual causes behind them are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from lyrad.config.curly import mark_in
from lyrad.errors import Code, ConfigError, Fault

QUOTE_IT = 'Put straight quotes round the words after the colon: description: "..."'

LONGEST_SHOWN = 40

SYNTAX = (
    (
        "mapping values are not allowed",
        "A second colon stands in this value, or the line is indented by mistake.",
        QUOTE_IT,
    ),
    (
        "cannot start any token",
        "A value may not begin with this sign (`@`, `%`, a backtick).",
        QUOTE_IT,
    ),
    (
        "alphabetic or numeric",
        "A value may not begin with `*` or `&`: YAML uses them for itself.",
        QUOTE_IT,
    ),
    (
        "unexpected end of stream",
        "A quotation mark opens and never closes.",
        "Close it, with the same straight mark, where the words end.",
    ),
    (
        "expected ',' or",
        "A bracket opens and never closes.",
        "Close it, or put the whole value in straight quotes.",
    ),
    (
        "expected key",
        "Something stands after a closing quote or bracket, or a line is indented differently.",
        "Put the whole value in one pair of straight quotes; let all keys begin in one column.",
    ),
    (
        "expected <document start>",
        "This line begins in another column than the ones above it.",
        "Let all keys begin in the same column.",
    ),
    (
        "tab",
        "A tab stands where YAML wants spaces.",
        "Replace the tab by two spaces.",
    ),
)

TREE = {
    "tag": (
        Code.YAML_SYNTAX,
        "`{found}` is a YAML tag; they are not used here.",
        "Remove it, or put the value in straight quotes if it is text.",
    ),
    "deep": (
        Code.YAML_SYNTAX,
        "Lists are nested too deeply here.",
        "Say it in fewer levels; a spec needs two.",
    ),
    "key": (
        Code.YAML_SYNTAX,
        "A list or a mapping stands where a name is expected.",
        "Write `name: value`; put straight quotes round `{{ ... }}`.",
    ),
    "twice": (
        Code.DUPLICATE_KEY,
        "`{found}` stands twice; it first stood in {first}.",
        "Keep one of the two lines.",
    ),
    "curly": (
        Code.YAML_QUOTES,
        "A curly quote opens here and never closes: `{found}`.",
        'Type straight quotes: ". (They also keep a # from starting a comment.)',
    ),
    "alias": (
        Code.YAML_ALIASES,
        "`*{found}` names nothing above it.",
        "Put the value in straight quotes if it is text, or define `&{found}` first.",
    ),
    "bomb": (
        Code.YAML_ALIASES,
        "This file says too much: it grows past 10000 values when its aliases are written out.",
        "Write it without `&` and `*`.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position in a text, both counted from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


def place_of(event: yaml.Event) -> Place:
    """Return where an event begins, as people count."""
    mark = event.start_mark
    return Place(line=mark.line + 1, column=mark.column + 1) if mark else Place(line=1, column=1)


def tree_fault(kind: str, where: str, found: str = "", first: Place | None = None) -> Fault:
    """Return one of the TREE faults."""
    code, what, cure = TREE[kind]
    short = shortened(found)
    return Fault(
        code=code,
        what=what.format(found=short, first=first),
        where=where,
        next=cure.replace("{found}", short),
    )


def shortened(text: str) -> str:
    """Return what was found, in one line that is short enough to read."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def syntax_error(
    error: yaml.YAMLError, text: str, shown: str, earlier: Sequence[Fault]
) -> ConfigError:
    """Return what stopped the parser, with the faults found before it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return ConfigError(*earlier, _control_character(text, shown))
    mark = error.problem_mark
    place = Place(line=mark.line + 1, column=mark.column + 1)
    problem = error.problem or "not valid YAML"
    lines = text.split("\n")
    if any(fault.code is Code.YAML_QUOTES for fault in earlier):
        return ConfigError(*earlier)
    fault = _tabs(lines, shown, place) or _curly(lines, shown, place)
    return ConfigError(*earlier, fault or _plain_fault(problem, shown, place))


def _plain_fault(problem: str, shown: str, place: Place) -> Fault:
    known = ((what, cure) for sign, what, cure in SYNTAX if sign in problem)
    what, cure = next(known, (f"This is not valid YAML ({problem}).", QUOTE_IT))
    return Fault(code=Code.YAML_SYNTAX, what=what, where=f"{shown}, {place}", next=cure)


def _tabs(lines: Sequence[str], shown: str, place: Place) -> Fault | None:
    """Return a fault if tabs indent the line that stopped the parser, or the one before it."""
    for number in (place.line, place.line - 1):
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        indentation = line[: len(line) - len(line.lstrip())]
        if "\t" in indentation:
            count = sum(other.startswith("\t") for other in lines)
            others = f" ({count} lines begin so)" if count > 1 else ""
            return Fault(
                code=Code.YAML_TABS,
                what=f"A tab indents this line{others}; YAML takes only spaces there.",
                where=f"{shown}, line {number}, column {indentation.index(chr(9)) + 1}",
                next="Replace each tab at the beginning of a line by two spaces.",
            )
    return None


def _curly(lines: Sequence[str], shown: str, place: Place) -> Fault | None:
    """Return a fault if a curly quote stands where YAML's own would, up to the stop."""
    for number in (place.line, place.line - 1):
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        column = mark_in(line)
        if column is not None:
            return Fault(
                code=Code.YAML_QUOTES,
                what=f"`{line[column]}` is a curly quote; YAML knows only straight ones.",
                where=f"{shown}, line {number}, column {column + 1}",
                next='Type " at both ends (turn "smart quotes" off in the editor).',
            )
    return None


def _control_character(text: str, shown: str) -> Fault:
    """Return a fault that names the first character which YAML does not allow."""
    for number, line in enumerate(text.split("\n"), start=1):
        for column, letter in enumerate(line, start=1):
            if not letter.isprintable() and yaml.reader.Reader.NON_PRINTABLE.match(letter):
                return Fault(
                    code=Code.YAML_UNREADABLE,
                    what=f"An invisible character stands here (U+{ord(letter):04X}).",
                    where=f"{shown}, line {number}, column {column}",
                    next="Delete it: retype the line, or save the file again as UTF-8 text.",
                )
    return Fault(
        code=Code.YAML_UNREADABLE,
        what="This file holds characters that YAML does not allow.",
        where=shown,
        next="Save it again as plain UTF-8 text.",
    )
