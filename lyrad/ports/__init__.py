"""The shapes of the doors: what rooms may ask of each other."""

from __future__ import annotations

from lyrad.ports.backend import (
    BetweenBackend,
    BetweenOrder,
    Finished,
    Lost,
    Rendered,
    Ticket,
    Working,
)
from lyrad.ports.bench import Action, Bench, Publisher, Staged
from lyrad.ports.engine import Engine, Perform
from lyrad.ports.media import MasterOrder, Media, Pictures
from lyrad.ports.time import Clock, Signal

__all__ = [
    "Action",
    "Bench",
    "BetweenBackend",
    "BetweenOrder",
    "Clock",
    "Engine",
    "Finished",
    "Lost",
    "MasterOrder",
    "Media",
    "Perform",
    "Pictures",
    "Publisher",
    "Rendered",
    "Signal",
    "Staged",
    "Ticket",
    "Working",
]
