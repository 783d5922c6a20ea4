"""Say what a language model is asked about a brief, and what of its answer is believed.

A brief is its author's; a model puts it in order. So only what the words can have said goes into a
draft, and where a model's answer is no spec twice, the words stand as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from lyrad.errors import Fault
from lyrad.model.brief import Telling
from lyrad.model.names import JSON, Fields

_MOST_TAKES = 9


def schema(cast: Sequence[str]) -> Fields:
    """Return the form of an answer: the keys of shot.yaml that a brief can tell of.

    `cast` are the characters that the production has; without any, none can be named.
    """
    keys: dict[str, JSON] = {
        "description": {"type": "string", "minLength": 1},
        "duration": {"type": "string", "pattern": r"^\d+(\.\d+)?(s|f)$"},
        "takes": {"type": "integer", "minimum": 1, "maximum": _MOST_TAKES},
        "negative": {"type": "string"},
    }
    if cast:
        keys["characters"] = {"type": "array", "items": {"enum": list(cast)}}
    return {
        "type": "object",
        "properties": keys,
        "required": ["description"],
        "additionalProperties": False,
    }


def asked(tellings: Iterable[Telling], cast: Sequence[str]) -> str:
    """Return the question: what is told, file by file, and whom the production knows."""
    parts = [f"From {one.name}:\n{one.words.strip()}" for one in tellings]
    if cast:
        parts.append(f"Characters of this production: {', '.join(cast)}.")
    return "\n\n".join(parts)


def asked_again(question: str, answer: Fields, faults: Iterable[Fault]) -> str:
    """Return the question with what was wrong in the first answer."""
    wrong = "\n".join(f"- {fault.what} {fault.next}" for fault in faults)
    said = json.dumps(dict(answer), ensure_ascii=False)
    return f"{question}\n\nYour last answer was:\n{said}\nIt cannot be used:\n{wrong}"


def plain(tellings: Iterable[Telling]) -> Fields:
    """Return the fields of a draft that says what was told, word for word."""
    return {"description": "\n".join(one.words.strip() for one in tellings)}


def sifted(answer: Fields, tellings: Iterable[Telling]) -> Fields:
    """Return of a model's answer what the words can have said.

    A number of seconds or takes that nobody spoke of is made up: models fill in what they can.
    """
    words = " ".join(one.words for one in tellings).casefold()
    said = {key: value for key, value in answer.items() if value not in ("", [], None)}
    return {key: value for key, value in said.items() if _said(key, words)}


def _said(key: str, words: str) -> bool:
    return key not in _SIGNS or re.search(_SIGNS[key], words) is not None


_SIGNS = {
    "duration": r"\d|sec|sek|segund|frame|bilder|minut",
    "takes": r"take|version|variant|attempt|versuch|prise",
}
"""What must stand somewhere in a brief for a length, or a count of takes, to be told by it."""
