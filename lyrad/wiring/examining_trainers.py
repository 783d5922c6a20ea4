"""Examine the trainers: what is in the way of training for each base, and this host's presets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lyrad.backends.kohya.commit import commit_of
from lyrad.backends.kohya.preflight import Preflight
from lyrad.config.shipped import shipped
from lyrad.config.text import read_text
from lyrad.core.training.preset import read_preset, said_base
from lyrad.errors import ConfigError, Fault
from lyrad.model.character import Base
from lyrad.model.names import Fields
from lyrad.model.settings import KohyaSettings, Settings
from lyrad.model.training import Preset
from lyrad.wiring.finding import Finding
from lyrad.wiring.training import fill

_FOLDER = "training"
_ENDING = ".toml.j2"
_SAMPLE: Fields = {
    "name": "MIRA", "word": "mira", "kind": "woman", "base": "sdxl", "pictures": 20, "seed": 1,
}  # fmt: skip
"""Words for a preset that is only looked through."""


def examine_trainers(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say of each trainer, each base that is named, and each own preset."""
    if settings.kohya is None:
        return
    yield from _repositories(settings.kohya)
    preflight = Preflight(settings.kohya)
    named = [base for base in Base if base in settings.kohya.models]
    for base in named:
        preset = _usual_preset(settings, base)
        yield _told(f"  for {base.words}", preflight.faults(base, preset, settings.state))
    if not named:
        cure = "name their files below `backends.kohya.models` in lyrad.yaml"
        yield Finding(what="  base models", said="none is named", good=False, next=cure)
    own = (settings.templates / _FOLDER).glob(f"*{_ENDING}")
    yield from (_preset(path) for path in sorted(own))


def _repositories(kohya: KohyaSettings) -> Iterator[Finding]:
    for name, folder in (("sd-scripts", kohya.sd_scripts), ("musubi-tuner", kohya.musubi)):
        if folder:
            commit = commit_of(folder)[:10]
            yield Finding(what=name, said=f"{folder}{f' at {commit}' if commit else ''}")


def _told(what: str, faults: Iterator[Fault]) -> Finding:
    found = tuple(faults)
    said = " ".join(fault.what for fault in found) or "ready to train"
    cures = dict.fromkeys(fault.next for fault in found)
    return Finding(what=what, said=said, good=not found, next="\n".join(cures))


def _usual_preset(settings: Settings, base: Base) -> Preset | None:
    """Return a base's preset, the host's own before the shipped one; None where it is wrong."""
    folders = (settings.templates, shipped("templates"))
    paths = (folder / _FOLDER / f"{base}{_ENDING}" for folder in folders)
    path = next(path for path in paths if path.is_file())
    try:
        return _read(path)
    except ConfigError:
        return None


def _preset(path: Path) -> Finding:
    what = f"Preset {path.name.removesuffix(_ENDING)}"
    try:
        preset = _read(path)
    except ConfigError as error:
        return _told(what, iter(error.faults))
    said = f"{preset.base.words}, {preset.steps} steps in {preset.epochs} epochs"
    return Finding(what=what, said=said)


def _read(path: Path) -> Preset:
    """Return a preset. Raises ConfigError."""
    text = fill(read_text(path, str(path)), _SAMPLE, str(path))
    return read_preset(text, said_base(text) or Base.SDXL, str(path))
