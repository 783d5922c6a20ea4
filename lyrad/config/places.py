"""Find the host's own places: its settings file, its config and its state folder.

Costs little to import, since the command line asks it on every call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import platformdirs

from lyrad.errors import Code, ConfigError, Fault

FILE = "lyrad.yaml"


def settings_path(explicit: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the file to read, or None. Raises ConfigError where a named one is missing."""
    variable = environ.get("LYRAD_CONFIG")
    named = explicit or (Path(variable) if variable else None)
    if named is None:
        return next((path for path in _usual(environ) if path.is_file()), None)
    if named.is_dir():
        named /= FILE
    if not named.is_file():
        raise ConfigError(
            Fault(
                code=Code.SETTINGS_MISSING,
                what="The settings file is not there.",
                where=f"{named} ({'--config' if explicit else '$LYRAD_CONFIG'})",
                next="Correct the path, or leave it out: lyrad needs no settings file.",
            )
        )
    return named.absolute()


def user_folder(environ: Mapping[str, str]) -> Path:
    """Return the user's config folder, where `lyrad.yaml`, `rules/` and `templates/` may lie."""
    given = Path(environ.get("XDG_CONFIG_HOME", ""))
    return given / "lyrad" if given.is_absolute() else platformdirs.user_config_path("lyrad")


def state_folder(environ: Mapping[str, str]) -> Path:
    """Return the user's state folder."""
    given = Path(environ.get("XDG_STATE_HOME", ""))
    return given / "lyrad" if given.is_absolute() else platformdirs.user_state_path("lyrad")


def _usual(environ: Mapping[str, str]) -> Iterator[Path]:
    yield user_folder(environ) / FILE
    yield platformdirs.site_config_path("lyrad") / FILE
    yield Path("/etc/lyrad") / FILE
