"""Say how a shot list differs from a production, without changing anything."""

from __future__ import annotations

import os
from pathlib import Path

from lyrad.config.settings import load_settings
from lyrad.model.shotlist import Difference
from lyrad.service.intake.applying import compare, read
from lyrad.wiring.looking import production_of, visit
from lyrad.wiring.roots import root_above
from lyrad.wiring.words import rule_desk


def compared(file: Path, film: Path | None, config: Path | None) -> Difference:
    """Return how a list differs from a production's tree, as it stands now.

    Args:
        file: the list.
        film: a folder of the production; None for the one that the list lies in, or the reader.
        config: the settings file, None for the usual ones.

    Raises:
        UsageError: no production is named, nor stands around the list or the reader.
        ConfigError: with every fault of the list, the settings or the production.
    """
    settings = load_settings(config, os.environ)
    root, _ = production_of(film or root_above(file.expanduser()) or Path.cwd())
    with visit(root, settings, rule_desk(settings, (root,))) as seen:
        return compare(read(file, str(file), seen.desk), seen.desk, seen.shots())
