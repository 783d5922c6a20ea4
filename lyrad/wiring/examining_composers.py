"""Examine who makes music here: how ACE-Step stands, and whether other tools are there at all."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.backends.acestep import doctor
from lyrad.backends.command.composer import missing
from lyrad.model.settings import CommandSettings, Settings
from lyrad.wiring.finding import Finding


def examine_composers(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say of each tool that the settings name; nothing is made."""
    if settings.acestep:
        yield _server(doctor.examine(settings.acestep))
    for name, command in settings.commands.items():
        yield _command(name, command)


def _server(found: doctor.Examined) -> Finding:
    what = f"ACE-Step {found.address}"
    if found.fault:
        said = " ".join(filter(None, (found.said and f"{found.said}.", found.fault.what)))
        return Finding(what=what, said=said, good=False, next=found.fault.next)
    return Finding(what=what, said=found.said)


def _command(name: str, command: CommandSettings) -> Finding:
    fault = missing(name, command)
    if fault:
        return Finding(what=f"Composer {name}", said=fault.what, good=False, next=fault.next)
    sold = command.licence or "its music may be sold"
    return Finding(what=f"Composer {name}", said=f"{command.argv[0]} is there; {sold}")
