"""Build the backends of this machine: the embedded one, and those that the settings name."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.builtin.between import BuiltinBackend
from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.backends.comfyui.line import Line
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.model.settings import Settings
from lyrad.model.status import ServerRow
from lyrad.ports import BetweenBackend, Clock


def comfyui_line(settings: Settings, clock: Clock) -> Line | None:
    """Return the one line before this machine's ComfyUI servers, for clips and for music."""
    if settings.comfyui is None:
        return None
    return Line(settings.comfyui, clock, unwanted=settings.state / "unwanted")


def backends(settings: Settings, media: FFmpeg, line: Line | None) -> Mapping[str, BetweenBackend]:
    """Return the backends by name; nothing is started or asked yet."""
    found: dict[str, BetweenBackend] = {"builtin": BuiltinBackend()}
    if line and settings.comfyui:
        loras = settings.comfyui.loras
        found[ComfyBackend.name] = ComfyBackend(line, media.conform, loras=loras)
    return found


def servers(tools: Mapping[str, BetweenBackend]) -> tuple[ServerRow, ...]:
    """Return how busy each server is that has worked for us, for the status page."""
    return tuple(
        ServerRow(tool=name, address=address, busy=round(100 * share))
        for name, tool in sorted(tools.items())
        for address, share in tool.busy.items()
    )
