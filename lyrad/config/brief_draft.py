"""Write a draft of a shot's spec from what a brief tells, and read it as a spec will be read.

Which words came from whom stands in the draft as comments: a person decides about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

import yaml

from lyrad.config.reading import shot_of
from lyrad.config.text import text_of
from lyrad.errors import ConfigError, Fault, Permanent
from lyrad.model.brief import Kind, SpecDraft, Telling
from lyrad.model.drop import Member
from lyrad.model.names import Fields

SHOWN = "shot.yaml"
_WIDTH = 95
_HEAD = """\
# A draft by lyrad. Correct what you like, then rename this file to shot.yaml.
# Nothing is made of a draft. The scene and the production fill in what is not said here.
"""
_KINDS = {
    Kind.TEXT: "written by you",
    Kind.MEMO: "spoken by you, written down by speech to text",
    Kind.TRANSCRIPT: "spoken by you, and corrected by you",
}


class Drafting:
    """How drafts are written on this host."""

    def words(self, member: Member, data: bytes) -> str:
        """Return a brief's text, in whatever encoding an editor saved it."""
        try:
            return text_of(data, member.path).strip()
        except ConfigError as error:
            raise Permanent(*error.faults) from error

    def faults(self, fields: Fields) -> tuple[Fault, ...]:
        """Return what keeps these fields from being a spec."""
        try:
            shot_of(_fields(fields), SHOWN)
        except ConfigError as error:
            return error.faults
        return ()

    def text(self, draft: SpecDraft) -> bytes:
        """Return the draft's file: what it says, and below it every word that was told."""
        parts = [_HEAD, _by(draft), "\n", _fields(draft.fields)]
        if draft.author:
            parts += [line for one in draft.tellings for line in _told(one)]
        return "".join(parts).encode()


def _by(draft: SpecDraft) -> str:
    sources = "".join(f"#   {one.name}: {_KINDS[one.kind]}\n" for one in draft.tellings)
    if draft.author:
        head = f"# The lines below are by the language model {draft.author}, of these words:\n"
        return f"{head}{sources}"
    why = "".join(f"# {line}\n" for line in _wrapped(draft.why))
    return f"{why}# The description is what these say, word for word:\n{sources}"


def _told(telling: Telling) -> Iterator[str]:
    yield f"\n# What {telling.name} says:\n"
    for line in telling.words.splitlines():
        yield from (f"#   {part}\n" for part in _wrapped(_printable(line)) or ("",))


def _fields(fields: Fields) -> str:
    """Return the fields as YAML that people like to edit: long words in a block of their own."""
    said = dict(fields)
    description = _printable(str(said.pop("description", "")))
    # Folded, a line break is a space, and an empty line a break: so its author's lines stay.
    lines = (_wrapped(line) for line in description.splitlines())
    block = "\n\n".join("\n".join(f"  {part}" for part in line) for line in lines if line)
    words = f"description: >-\n{block}\n" if block else 'description: ""\n'
    rest = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=_WIDTH) if said else ""
    return words + rest


def _wrapped(line: str) -> list[str]:
    return wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _printable(text: str) -> str:
    """Return the text with a space for every sign that no YAML holds."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
