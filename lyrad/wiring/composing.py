"""Build who makes music on this machine: the embedded composer, and the tools of the settings."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.acestep.composer import AceStepComposer
from lyrad.backends.builtin.composer import BuiltinComposer
from lyrad.backends.command.composer import CommandComposer
from lyrad.model.settings import Settings
from lyrad.ports import Clock, Composer


def composers(settings: Settings, clock: Clock) -> Mapping[str, Composer]:
    """Return the composers by name; nothing is started or asked yet."""
    found: dict[str, Composer] = {
        name: CommandComposer(name, command, clock) for name, command in settings.commands.items()
    }
    if settings.acestep:
        found[AceStepComposer.name] = AceStepComposer(settings.acestep, clock)
    found[BuiltinComposer.name] = BuiltinComposer()
    return found
