"""Read what a model answered: whether it is an answer at all, and the words in it.

A status of 200 says little: the thought may have eaten the answer, the answer may have been cut,
or be wrapped in what nobody asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

from lyrad.backends.ollama.client import OK, Answer

FIELD = "caption"
SCHEMA = {
    "type": "object",
    "properties": {FIELD: {"type": "string"}},
    "required": [FIELD],
}

_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_OBJECT = re.compile(r"\{.*?\}", re.DOTALL)


class Trouble(Enum):
    """Why an answer cannot be used."""

    SHORT = "it was cut off"
    NOTHING = "there was nothing in it"
    SHAPE = "it was not what was asked for"


def read(answer: Answer) -> str | Trouble:
    """Return the caption of an answer with status 200, or why there is none."""
    content = _content(answer.words)
    if answer.words.get("done_reason") == "length":
        return Trouble.SHORT
    whole = answer.status == OK and answer.words.get("done") is True
    if not whole or answer.words.get("done_reason") != "stop" or not content.strip():
        return Trouble.NOTHING
    return _caption(_THOUGHT.sub("", content))


def _content(words: Mapping[str, Any]) -> str:
    message = words.get("message")
    return str(message.get("content") or "") if isinstance(message, dict) else ""


def _caption(text: str) -> str | Trouble:
    for candidate in (text, *_OBJECT.findall(text)):
        try:
            said = json.loads(candidate)
        except ValueError:
            continue
        caption = said.get(FIELD) if isinstance(said, dict) else None
        if isinstance(caption, str) and caption.strip():
            return caption
    return Trouble.SHAPE
