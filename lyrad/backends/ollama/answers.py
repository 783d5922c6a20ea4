"""Read what a model answered: whether it is an answer at all, and the object in it.

A status of 200 says little: the thought may have eaten the answer, the answer may have been cut,
or be wrapped in what nobody asked for. What the object has to be is the asker's to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any

from lyrad.backends.ollama.client import OK, Answer

_THOUGHT = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)
_DECODER = json.JSONDecoder()


class Trouble(Enum):
    """Why an answer cannot be used."""

    SHORT = "it was cut off"
    NOTHING = "there was nothing in it"
    SHAPE = "it was not what was asked for"


def read(answer: Answer, fits: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any] | Trouble:
    """Return the first object of an answer that fits, or why there is none."""
    content = _content(answer.words)
    if answer.words.get("done_reason") == "length":
        return Trouble.SHORT
    whole = answer.status == OK and answer.words.get("done") is True
    if not whole or answer.words.get("done_reason") != "stop" or not content.strip():
        return Trouble.NOTHING
    return next((one for one in _objects(_THOUGHT.sub("", content)) if fits(one)), Trouble.SHAPE)


def _content(words: Mapping[str, Any]) -> str:
    message = words.get("message")
    return str(message.get("content") or "") if isinstance(message, dict) else ""


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects that stand in a text, whatever stands around them: fences, prose."""
    at = text.find("{")
    while at >= 0:
        try:
            found, end = _DECODER.raw_decode(text, at)
        except ValueError:
            end = at + 1
        else:
            yield found
        at = text.find("{", end)
