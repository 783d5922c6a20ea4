"""Examine who makes music here: how the servers stand, and whether other tools are there."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.backends.acestep import doctor as acestep
from lyrad.backends.audiox import doctor as audiox
from lyrad.backends.command.composer import missing
from lyrad.errors import Fault
from lyrad.model.settings import CommandSettings, Settings
from lyrad.wiring.finding import Finding


def examine_composers(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say of each tool that the settings name; nothing is made."""
    if settings.acestep:
        yield _acestep(acestep.examine(settings.acestep))
    if settings.audiox:
        yield _audiox(settings.audiox.server)
    for name, command in settings.commands.items():
        yield _command(name, command)


def _acestep(found: acestep.Examined) -> Finding:
    what = f"ACE-Step {found.address}"
    if found.fault:
        said = " ".join(filter(None, (found.said and f"{found.said}.", found.fault.what)))
        return Finding(what=what, said=said, good=False, next=found.fault.next)
    return Finding(what=what, said=found.said)


def _audiox(address: str) -> Finding:
    what, found = f"AudioX {address}", audiox.examine(address)
    if isinstance(found, Fault):
        return Finding(what=what, said=found.what, good=False, next=found.next)
    return Finding(what=what, said=found)


def _command(name: str, command: CommandSettings) -> Finding:
    fault = missing(name, command)
    if fault:
        return Finding(what=f"Composer {name}", said=fault.what, good=False, next=fault.next)
    sold = command.licence or "its music may be sold"
    return Finding(what=f"Composer {name}", said=f"{command.argv[0]} is there; {sold}")
