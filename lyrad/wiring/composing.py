"""Build who makes music on this machine: the embedded composer, and the tools of the settings."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.acestep.composer import AceStepComposer
from lyrad.backends.audiox.composer import AudioXComposer
from lyrad.backends.builtin.composer import BuiltinComposer
from lyrad.backends.comfyui.composer import ComfyComposer
from lyrad.backends.comfyui.line import Line
from lyrad.backends.command.composer import CommandComposer
from lyrad.model.settings import Settings
from lyrad.ports import Clock, Composer


def composers(settings: Settings, clock: Clock, line: Line | None) -> Mapping[str, Composer]:
    """Return the composers by name; nothing is started or asked yet.

    `line` is the one before this machine's ComfyUI servers, which clips stand in too.
    """
    found: dict[str, Composer] = {
        name: CommandComposer(name, command, clock) for name, command in settings.commands.items()
    }
    if settings.acestep:
        found[AceStepComposer.name] = AceStepComposer(settings.acestep, clock)
    if settings.audiox:
        found[AudioXComposer.name] = AudioXComposer(settings.audiox)
    if line:
        found[ComfyComposer.name] = ComfyComposer(line)
    found[BuiltinComposer.name] = BuiltinComposer()
    return found
