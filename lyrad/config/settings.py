"""Read the host's settings; without a file, everything has its default.

Whether the state folder is on a local disk is the disk's to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lyrad.config.checked import checked
from lyrad.config.places import settings_path, state_folder, user_folder
from lyrad.config.settings_file import SettingsFile
from lyrad.config.text import read_text
from lyrad.config.yaml_tree import Document, one_document
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.settings import EngineSettings, Scan, Settings, Settle

BUILTIN = "builtin"


def load_settings(explicit: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings.

    From the file that was named, else `$LYRAD_CONFIG`, else the user's, else the system's config
    folder. `$LYRAD_STATE` goes before the file's `state`.

    Raises:
        ConfigError: a file that was named is not there; or every fault of the file at once.
    """
    path = settings_path(explicit, environ)
    read = _read(path) if path else SettingsFile.model_validate({})
    home = path.parent if path else user_folder(environ)
    state = environ.get("LYRAD_STATE") or read.state
    return Settings(
        roots=tuple(_absolute(root, home) for root in read.roots),
        state=_absolute(state, home) if state else state_folder(environ),
        rules=_absolute(read.rules or "rules", home),
        templates=home / "templates",
        engine=EngineSettings(url=read.engine.url, poll=read.engine.poll),
        lanes=read.lanes,
        settle=Settle(**read.settle.model_dump()),
        scan=Scan(**read.scan.model_dump()),
        umask=read.umask,
        group=read.group,
        trust_rules_in_roots=read.trust_rules_in_roots,
        source=path,
    )


def _read(path: Path) -> SettingsFile:
    document = one_document(read_text(path, str(path)), str(path))
    read = checked(document, SettingsFile)
    faults = tuple(_no_backend(document, name) for name in read.backends if name != BUILTIN)
    if faults:
        raise ConfigError(*faults)
    return read


def _no_backend(document: Document, name: str) -> Fault:
    return Fault(
        code=Code.NOT_YET,
        what=f"The backend `{name}` is not built yet.",
        where=document.where(("backends", name), key=True),
        next=f"Remove it for now; `{BUILTIN}` is always there.",
    )


def _absolute(text: str, home: Path) -> Path:
    """Return a path as written, or below the settings file's folder where it is relative."""
    return home / Path(text).expanduser()
