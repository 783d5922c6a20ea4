"""Examine the server for `lyrad doctor`: who answers, what is loaded, and what waits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lyrad.backends.acestep import faults
from lyrad.backends.acestep.answers import Health, Model, Stats, short
from lyrad.backends.acestep.client import Client
from lyrad.errors import Fault, Temporary
from lyrad.model.settings import AceStepSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a server says of itself; `fault` is what is in the way."""

    address: str
    said: str = ""
    fault: Fault | None = None


def examine(settings: AceStepSettings) -> Examined:
    """Return what there is to say of the server; changes nothing there."""
    client = Client(settings.server, settings.key)
    address = client.address
    try:
        health = client.health()
        if not health.ours:
            return Examined(address=address, fault=faults.stranger(address, older=health.older))
        if not health.ready:
            return Examined(address=address, fault=faults.loading(address))
        stats, models = client.stats(), client.models()
    except Temporary as error:
        return Examined(address=address, fault=error.fault)
    finally:
        client.close()
    loaded = [model.name for model in models if model.loaded]
    missing = settings.model and loaded and short(settings.model) not in loaded
    fault = faults.no_model(address, settings.model, loaded) if missing else None
    return Examined(address=address, said=_said(health, models, stats), fault=fault)


def _said(health: Health, models: Sequence[Model], stats: Stats | None) -> str:
    loaded = ", ".join(model.name for model in models if model.loaded) or health.model
    words = [f"API {health.version}" if health.version else "", loaded, _work(stats)]
    return ", ".join(word for word in words if word)


def _work(stats: Stats | None) -> str:
    if stats is None:
        return ""
    if stats.idle:
        return "nothing to do"
    return f"{stats.running} at work, {stats.waiting} waiting"
