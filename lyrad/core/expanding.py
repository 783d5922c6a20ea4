"""Decide which words a shot is rendered with, where a language model wrote its prompt out.

The spec is law: what the model left out of it is put back or, where that is more than a trigger
word, the spec's own words stand. What is kept in a receipt says which words were whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lyrad.core.phrases import sentences, tags
from lyrad.model.names import JSON, Fields
from lyrad.model.spec import CharacterUse
from lyrad.model.style import Family

PROMPT = "prompt"
"""The kind of artifact that holds a prompt, and the key of the model's answer."""

SCHEMA: Fields = {
    "type": "object",
    "properties": {PROMPT: {"type": "string", "minLength": 1}},
    "required": [PROMPT],
    "additionalProperties": False,
}
"""What a language model has to answer with."""

LONGEST = 4000
"""Letters; what is longer is no prompt any more. Text encoders read up to about 2,000 of them."""

_WORDS, _BUILT = "words", "built"
_WITHOUT, _BECAUSE, _REFUSED, _ADDED = "without", "because", "refused", "added"
_TOOLS = {"ollama": "Ollama"}
_EDGES = " \t\n\r\"'`“”„»«*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The words to render with, and what became of those that the model wrote.

    `added` are trigger words that it had left out; `refused` says why the spec's own words stand,
    where they do.
    """

    words: str
    added: tuple[str, ...] = ()
    refused: str = ""

    def facts(self, built: str) -> dict[str, JSON]:
        """Return what a receipt keeps; `built` are the spec's own words."""
        facts: dict[str, JSON] = {_BUILT: built, _WORDS: self.words}
        if self.added:
            facts[_ADDED] = list(self.added)
        return {**facts, _REFUSED: self.refused} if self.refused else facts


def expansion(built: str, said: JSON, cast: Iterable[CharacterUse], family: Family) -> Expansion:
    """Return the words to render with.

    Args:
        built: the prompt as the spec and the rule's template make it.
        said: what the language model wrote.
        cast: the shot's characters.
        family: how the model that renders is told.
    """
    words = " ".join(said.split()).strip(_EDGES) if isinstance(said, str) else ""
    who = tuple(cast)
    refused = _refused(built, words, who)
    if refused:
        return Expansion(words=built, refused=refused)
    gone = [use for use in who if _names(use.word, built) and not _names(use.word, words)]
    if not gone:
        return Expansion(words=words)
    called = ", ".join(f"{use.word} {use.kind}" for use in gone)
    joined = tags if family is Family.TAGS else sentences
    return Expansion(words=joined([called, words]), added=tuple(use.word for use in gone))


def expanded_words(facts: Mapping[str, JSON]) -> str | None:
    """Return the words that an artifact of this kind holds."""
    words = facts.get(_WORDS)
    return words if isinstance(words, str) else None


def went_without(built: str, tool: str, why: str) -> dict[str, JSON]:
    """Return what a receipt keeps where a tool was down and the spec's own words stand."""
    return {_BUILT: built, _WORDS: built, _WITHOUT: tool, _BECAUSE: why}


def expansion_words(facts: Mapping[str, JSON]) -> Iterator[str]:
    """Say what a person should know of how the prompt of a take came about."""
    if tool := facts.get(_WITHOUT):
        why = str(facts.get(_BECAUSE, "")).rstrip(".") or "it was down"
        yield (
            f"The prompt is the spec's own words, since {_TOOLS.get(str(tool), tool)} could not"
            f" be used: {why}."
        )
    if _BUILT in facts and (refused := facts.get(_REFUSED)):
        yield f"The prompt is the spec's own words: what the language model wrote {refused}."
    added = facts.get(_ADDED) if _BUILT in facts else None
    if isinstance(added, list):
        yield f"The language model left out {', '.join(map(str, added))}, which was put back."


def _refused(built: str, words: str, cast: tuple[CharacterUse, ...]) -> str:
    """Return why the model's words cannot be used, or nothing."""
    if not words:
        return "was empty"
    if len(words) > LONGEST:
        return f"was longer than {LONGEST} letters"
    codes = [use.character for use in cast if _names(use.character, built)]
    gone = [code for code in codes if not _names(code, words)]
    return f"left out {', '.join(gone)}" if gone else ""


def _names(word: str, text: str) -> bool:
    """Return whether a text has the word, whole and in any case."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
