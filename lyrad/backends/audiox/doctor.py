"""Examine AudioX for `lyrad doctor`: whether it answers, and what it may be used for."""

from __future__ import annotations

from lyrad.backends.audiox import faults
from lyrad.backends.audiox.client import Client
from lyrad.backends.audiox.composer import LICENCE, MOST
from lyrad.errors import Fault, Temporary


def examine(address: str) -> str | Fault:
    """Return what there is to say of a server, or why it cannot be used; changes nothing."""
    client = Client(address)
    try:
        window = client.window()
    except Temporary as error:
        return error.fault
    finally:
        client.close()
    if window is None:
        return faults.stranger(address)
    return f"{len(window.inputs)} inputs, cues of {MOST} s at most. {LICENCE}"
