"""Build the composers of this machine: the embedded one, and those that the settings name."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.builtin.composer import BuiltinComposer
from lyrad.model.settings import Settings
from lyrad.ports import Composer


def composers(settings: Settings) -> Mapping[str, Composer]:
    """Return the composers by name; nothing is started or asked yet."""
    del settings
    return {BuiltinComposer.name: BuiltinComposer()}
