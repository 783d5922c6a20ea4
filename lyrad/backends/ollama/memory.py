"""Have a model leave the card's memory, and know that it has: another tool is next.

The server says that it unloads before it has; only its list of loaded models tells.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from lyrad.backends.ollama import faults
from lyrad.backends.ollama.client import Client
from lyrad.errors import Cancelled, Stopping, Temporary
from lyrad.ports import Clock, Signal

SETTLE = 1.0
"""Seconds: the server says that a model is gone a moment before the memory is free."""

_PATIENCE = 60.0
_POLL = 0.5
_DELAY = 15.0


@contextmanager
def borrowed(
    client: Client, model: str, clock: Clock, signal: Signal, *, settle: float = SETTLE
) -> Iterator[None]:
    """Let a model be in memory inside the block; after it, it is known to be gone.

    A cancelled job waits for that too. A lyrad that is leaving only says so to the server.

    Raises:
        Temporary: it stays in memory, so that no other tool can have the card.
    """
    try:
        yield
    except Stopping:
        with suppress(Temporary):
            client.unload(model)
        raise
    except Exception:
        with suppress(Temporary):
            _free(client, model, clock, signal, settle)
        raise
    _free(client, model, clock, signal, settle)


def _free(client: Client, model: str, clock: Clock, signal: Signal, settle: float) -> None:
    until = clock.monotonic() + _PATIENCE
    while _unloaded(client, model):
        if clock.monotonic() >= until:
            raise Temporary(faults.lingers(client.address, model), delay=_DELAY)
        _wait(signal, _POLL)
    _wait(signal, settle)


def _unloaded(client: Client, model: str) -> bool:
    """Return whether a model that was told to go is still there; a server that is gone has none.

    Told each time: somebody else may have used it in between.
    """
    try:
        client.unload(model)
        return tagged(model) in map(tagged, client.loaded())
    except Temporary:
        return False


def tagged(model: str) -> str:
    """Return a model's name with its tag, as the server tells it: `qwen3` is `qwen3:latest`."""
    whole = model.casefold()
    return whole if ":" in whole.rpartition("/")[2] else f"{whole}:latest"


def _wait(signal: Signal, seconds: float) -> None:
    """Wait on the signal; who was cancelled has nothing to hurry for, and waits all the same."""
    try:
        signal.wait(seconds)
    except Cancelled:
        threading.Event().wait(seconds)
