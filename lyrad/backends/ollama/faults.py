"""What people read when Ollama is in the way: three lines each, the last one what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lyrad.errors import Code, Fault

_SETTING = "`backends: ollama:` in lyrad.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a model is wanted for, in words, and the capability that it needs.

    `setting` is the key that names a model for it.
    """

    capability: str
    setting: str
    does: str
    able: str


LOOKS = Task(
    capability="vision", setting="model", does="looks at the pictures", able="look at pictures"
)
WRITES = Task(
    capability="completion", setting="writer", does="writes", able="answer a question in words"
)


def down(address: str, why: str) -> Fault:
    """Return the fault of a server that does not answer, or not now."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="Ollama does not answer.",
        where=f"{address}: {why}",
        next=f"Start it (`ollama serve`), or correct {_SETTING}; lyrad goes on by itself.",
    )


def no_model(address: str, model: str, there: Sequence[str]) -> Fault:
    """Return the fault of a model that the server does not have; lyrad never fetches one."""
    has = f"it has {', '.join(there)}" if there else "it has none"
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"Ollama has no model {model}.",
        where=f"{address}: {has}",
        next=f"`ollama pull {model}` while there is a network, or name another under {_SETTING}.",
    )


def unnamed(address: str, there: Sequence[str], task: Task) -> Fault:
    """Return the fault of settings and a rule that name no model."""
    has = ", ".join(there) or "none yet"
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"Nothing says which of Ollama's models {task.does}.",
        where=f"{address}: it has {has}",
        next=f"Name one that can {task.able}: `{task.setting}:` under {_SETTING}.",
    )


def unable(address: str, model: str, task: Task) -> Fault:
    """Return the fault of a model that cannot do what is asked of it."""
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"The model {model} cannot {task.able}.",
        where=f"{address}: its capabilities lack `{task.capability}`",
        next=f"Name one that can (its page at Ollama says so): `{task.setting}:` under "
        f"{_SETTING}.",
    )


def cloud(address: str, model: str) -> Fault:
    """Return the fault of a model that would send the film to somebody else's machine."""
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"The model {model} runs on a machine outside: nothing of a film is sent there.",
        where=address,
        next=f"Name a model that runs here under {_SETTING}.",
    )


def refused(address: str, status: int, said: str, task: Task) -> Fault:
    """Return the fault of a question that the server does not take, or breaks down over."""
    memory = any(sign in said.lower() for sign in _NO_MEMORY)
    return Fault(
        code=Code.OUT_OF_MEMORY if memory else Code.BACKEND_FAILED,
        what=f"Ollama's model could not {task.able}: {said.rstrip('.') or 'no reason given'}.",
        where=f"{address}: it answers {status}",
        next="Look at `ollama serve`'s own log; a smaller model may fit the card. Then RETAKE.",
    )


def senseless(address: str, model: str, why: str) -> Fault:
    """Return the fault of a model that was asked again and never answered what was asked."""
    return Fault(
        code=Code.ANSWER_UNFIT,
        what=f"The model {model} gave no answer that can be used: {why}.",
        where=address,
        next=f"Name another model under {_SETTING}, then RETAKE.",
    )


def too_long(address: str, model: str) -> Fault:
    """Return the fault of words of which the model would silently read only a part."""
    return Fault(
        code=Code.ANSWER_UNFIT,
        what=f"The words are too many for the model {model}.",
        where=address,
        next="Say it in fewer words: a page is enough for a shot.",
    )


def lingers(address: str, model: str) -> Fault:
    """Return the fault of a model that stays in the card's memory though it was told to go."""
    return Fault(
        code=Code.CARD_BUSY,
        what=f"Waiting for the card (the model {model} stays in its memory).",
        where=f"{address}: somebody else may be using it",
        next=f"Nothing, or `ollama stop {model}`; lyrad goes on by itself.",
    )


_NO_MEMORY = ("out of memory", "outofmemory", "cudamalloc failed", "requires more system memory")
