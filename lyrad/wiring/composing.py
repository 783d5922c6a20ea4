"""Build who makes music on this machine: what is set up."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.audiox.composer import AudioXComposer
from lyrad.backends.comfyui.composer import ComfyComposer
from lyrad.backends.comfyui.line import Line
from lyrad.model.settings import Settings
from lyrad.ports import Composer


def composers(settings: Settings, line: Line | None) -> Mapping[str, Composer]:
    """Return the composers by name; nothing is started or asked yet.

    `line` is the one before this machine's ComfyUI servers, which clips stand in too.
    """
    found: dict[str, Composer] = {}
    if line:
        found[ComfyComposer.name] = ComfyComposer(line)
    if settings.audiox:
        found[AudioXComposer.name] = AudioXComposer(settings.audiox)
    return found
