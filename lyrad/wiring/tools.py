"""Build the backends of this machine: the embedded one, and those that the settings name."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.builtin.between import BuiltinBackend
from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.model.settings import Settings
from lyrad.model.status import ServerRow
from lyrad.ports import BetweenBackend, Clock


def backends(settings: Settings, clock: Clock, media: FFmpeg) -> Mapping[str, BetweenBackend]:
    """Return the backends by name; nothing is started or asked yet."""
    found: dict[str, BetweenBackend] = {"builtin": BuiltinBackend()}
    if settings.comfyui:
        found["comfyui"] = ComfyBackend(
            settings.comfyui, clock, media.conform, unwanted=settings.state / "unwanted"
        )
    return found


def servers(tools: Mapping[str, BetweenBackend]) -> tuple[ServerRow, ...]:
    """Return how busy each server is that has worked for us, for the status page."""
    return tuple(
        ServerRow(tool=name, address=address, busy=round(100 * share))
        for name, tool in sorted(tools.items())
        for address, share in tool.busy.items()
    )
