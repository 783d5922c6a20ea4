"""Decide whether a model may do a task: named, there, able, and on a machine of one's own."""

from __future__ import annotations

from lyrad.backends.ollama import faults
from lyrad.backends.ollama.client import NOT_FOUND, OK, Client
from lyrad.backends.ollama.faults import Task
from lyrad.errors import Fault

CLOUD = (":cloud", "-cloud")
"""How the names of models end that the server would ask of somebody else's machine."""


def unfit(client: Client, model: str, task: Task) -> Fault | None:
    """Return what keeps a model from a task, or None. Raises Temporary where nobody answers."""
    address = client.address
    if not model:
        return faults.unnamed(address, client.models(), task)
    if model.endswith(CLOUD):
        return faults.cloud(address, model)
    about = client.about(model)
    if about.status == NOT_FOUND:
        return faults.no_model(address, model, client.models())
    if about.status != OK:
        return faults.refused(address, about.status, about.error, task)
    if about.words.get("remote_host") or about.words.get("remote_model"):
        return faults.cloud(address, model)
    # Older servers tell no capabilities; every model of theirs completes text.
    able = about.words.get("capabilities") or ("completion",)
    return None if task.capability in able else faults.unable(address, model, task)
