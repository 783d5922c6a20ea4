"""Examine an Ollama for `lyrad doctor`: whether it answers, and whether the named models may work.

Asks for what is told without loading anything; fetches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lyrad.backends.ollama.client import Client
from lyrad.backends.ollama.faults import LOOKS, WRITES
from lyrad.backends.ollama.fitness import unfit
from lyrad.errors import Fault, Temporary
from lyrad.model.settings import OllamaSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One server: what it says of itself, and for each named model what is in its way, or None.

    `fault` is why nothing could be asked.
    """

    address: str
    said: str = ""
    fault: Fault | None = None
    models: tuple[tuple[str, str, Fault | None], ...] = ()


def examine(settings: OllamaSettings) -> Examined:
    """Return what there is to say of a server and the models that the settings name."""
    client = Client(settings.server)
    try:
        version, there = client.version(), client.models()
        count = "1 model" if len(there) == 1 else f"{len(there)} models"
        return Examined(
            address=settings.server,
            said=f"{version}, {count}",
            models=tuple(_models(client, settings)),
        )
    except Temporary as error:
        return Examined(address=settings.server, fault=error.fault)
    finally:
        client.close()


def _models(client: Client, settings: OllamaSettings) -> Iterator[tuple[str, str, Fault | None]]:
    for task, model in ((LOOKS, settings.model), (WRITES, settings.writer)):
        if model:
            yield model, task.does, unfit(client, model, task)
