"""Ask a model again where its first answer was none: each way is tried once.

An answer that was cut off gets room for more words. One that is empty or of another shape is asked
for without `think`, which spoils the shape on some releases; a thought needs room as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from lyrad.backends.ollama.answers import Trouble
from lyrad.backends.ollama.client import OK, Answer, Client

T = TypeVar("T")


def understood(
    client: Client,
    body: Mapping[str, Any],
    answer: Answer,
    read: Callable[[Answer], T | Trouble],
    *,
    most: int,
) -> T | Trouble:
    """Return what an answer says, or the last answer to be had in its place; else the trouble.

    Args:
        client: the server that answered.
        body: what was asked.
        answer: the first answer, of status 200.
        read: what finds the words in an answer.
        most: tokens that a further answer may have.
    """
    said = read(answer)
    while isinstance(said, Trouble):
        better = _better(body, said, most)
        if better == body:
            break
        body, answer = better, client.chat(better)
        if answer.status != OK:
            break
        said = read(answer)
    return said


def _better(body: Mapping[str, Any], trouble: Trouble, most: int) -> dict[str, Any]:
    better = {**body, "options": {**body["options"], "num_predict": most}}
    if trouble is not Trouble.SHORT:
        better.pop("think", None)
    return better
