"""What people read when Ollama is in the way: three lines each, the last one what to do."""

from __future__ import annotations

from collections.abc import Sequence

from lyrad.errors import Code, Fault

_SETTING = "`backends: ollama:` in lyrad.yaml"


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


def unnamed(address: str, there: Sequence[str]) -> Fault:
    """Return the fault of settings and a rule that name no model."""
    has = ", ".join(there) or "none yet"
    return Fault(
        code=Code.MODEL_MISSING,
        what="Nothing says which of Ollama's models looks at the pictures.",
        where=f"{address}: it has {has}",
        next=f"Name one that can see: `model:` under {_SETTING}.",
    )


def blind(address: str, model: str) -> Fault:
    """Return the fault of a model that cannot look at pictures."""
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"The model {model} cannot look at pictures.",
        where=f"{address}: its capabilities lack `vision`",
        next=f"Name one that can (its page at Ollama says `vision`) under {_SETTING}.",
    )


def cloud(address: str, model: str) -> Fault:
    """Return the fault of a model that would send the pictures to somebody else's machine."""
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"The model {model} runs on a machine outside: nothing of a film is sent there.",
        where=address,
        next=f"Name a model that runs here under {_SETTING}.",
    )


def refused(address: str, status: int, said: str) -> Fault:
    """Return the fault of a question that the server does not take."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"Ollama could not describe the pictures: {said.rstrip('.') or 'no reason given'}.",
        where=f"{address}: it answers {status}",
        next="Look at `ollama serve`'s own log; a smaller model may fit the card. Then RETAKE.",
    )
