"""Look whether a training could begin: all that trainers miss only after the models are loaded.

Starts nothing but the interpreter, once for each set of packages, and touches no graphics card.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lyrad.backends.kohya import faults
from lyrad.backends.kohya.interpreter import interpreters, lacking
from lyrad.backends.kohya.plan import SCRIPTS
from lyrad.core.training.training_keys import PACKAGES
from lyrad.errors import Fault, Temporary
from lyrad.model.character import Base
from lyrad.model.settings import KohyaSettings
from lyrad.model.training import Preset, Trainers

_GIGABYTE = 10**9
ROOM: Mapping[Base, int] = {
    Base.SD15: 2 * _GIGABYTE, Base.SDXL: 4 * _GIGABYTE, Base.FLUX1: 4 * _GIGABYTE,
    Base.WAN22: 10 * _GIGABYTE,
}  # fmt: skip
"""Bytes that must be free: ten epochs' files of the shipped presets, and caches, rounded up."""

PARTS: Mapping[Base, tuple[str, ...]] = {
    Base.SD15: ("checkpoint",), Base.SDXL: ("checkpoint",),
    Base.FLUX1: ("checkpoint", "clip_l", "t5xxl", "ae"),
    Base.WAN22: ("dit_low", "dit_high", "vae", "t5"),
}  # fmt: skip

_CLIP = "openai/clip-vit-large-patch14"
TOKENIZERS: Mapping[Base, tuple[str, ...]] = {
    Base.SD15: (_CLIP,), Base.SDXL: (_CLIP, "laion/CLIP-ViT-bigG-14-laion2B-39B-b160k"),
    Base.FLUX1: (_CLIP, "google/t5-v1_1-xxl"), Base.WAN22: (),
}  # fmt: skip

_CLIP_FILES = ({"vocab.json", "merges.txt"},)
_T5_FILES = ({"tokenizer.json"}, {"spiece.model"})
"""Sets of files any of which makes a tokenizer."""

_NEEDED = {
    Trainers.SD_SCRIPTS: ("torch", "accelerate", "diffusers", "transformers", "safetensors",
                          "toml", "voluptuous"),
    Trainers.MUSUBI: ("musubi_tuner", "torch", "accelerate", "transformers", "safetensors", "toml",
                      "voluptuous"),
}  # fmt: skip


@dataclass(slots=True)
class Preflight:
    """Knows what this machine's settings say, and remembers what interpreters answered."""

    settings: KohyaSettings
    room: Mapping[Base, int] = field(default_factory=lambda: ROOM)
    # What was complete once is not asked again: a package that goes away later fails the run.
    _complete: set[tuple[Path, int, tuple[str, ...]]] = field(default_factory=set)

    def repository(self, base: Base) -> Path | None:
        """Return the folder of the trainer that knows the base, as the settings name it."""
        musubi = Trainers.of(base) is Trainers.MUSUBI
        return self.settings.musubi if musubi else self.settings.sd_scripts

    def python(self, base: Base) -> Path | None:
        """Return the interpreter that is there, or None."""
        found = interpreters(self.settings, self.repository(base) or Path())
        return next((path for path in found if os.access(path, os.X_OK)), None)

    def faults(self, base: Base, preset: Preset | None, work: Path) -> Iterator[Fault]:
        """Yield all that is in the way of training for a base, with that preset, there."""
        repository = self.repository(base)
        if repository is None:
            yield faults.repository_unsaid(base)
            return
        scripts = (repository / script for script in SCRIPTS[base])
        yield from (faults.script_missing(path, base) for path in scripts if not path.is_file())
        yield from self._interpreter(base, repository, preset)
        yield from self._models(base)
        yield from self._tokenizers(base)
        there = next(folder for folder in (work, *work.parents) if folder.exists())
        free = shutil.disk_usage(there).free
        if free < self.room[base]:
            yield faults.little_room(free, self.room[base], work)

    def _interpreter(self, base: Base, repository: Path, preset: Preset | None) -> Iterator[Fault]:
        python = self.python(base)
        if python is None:
            yield faults.no_interpreter(interpreters(self.settings, repository))
            return
        wanted = (*_NEEDED[Trainers.of(base)], *_of_optimizers(preset))
        asked = (python, python.stat().st_mtime_ns, wanted)
        if asked in self._complete:
            return
        try:
            missing = lacking(python, wanted)
        except Temporary as error:
            yield error.fault
            return
        if missing:
            yield faults.packages_missing(missing, python)
        else:
            self._complete.add(asked)

    def _models(self, base: Base) -> Iterator[Fault]:
        said = self.settings.models.get(base, {})
        for part in PARTS[base]:
            if part not in said:
                yield faults.model_unsaid(base, part)
            elif not (said[part].is_file() and said[part].stat().st_size):
                yield faults.model_missing(base, part, said[part])

    def _tokenizers(self, base: Base) -> Iterator[Fault]:
        root = self.settings.tokenizers
        for name in TOKENIZERS[base]:
            folder = root / name.replace("/", "_") if root else None
            if folder is None or not _is_tokenizer(folder, name):
                yield faults.tokenizer_missing(folder, name)


def _of_optimizers(preset: Preset | None) -> tuple[str, ...]:
    """Return the packages that the preset's optimizers need, which are missed late otherwise."""
    if preset is None:
        return ()
    layers = (preset.layer(smaller=smaller).training for smaller in (False, True))
    tables = (*layers, *preset.experts.values())
    named = (str(table.get("optimizer_type", "")).lower() for table in tables)
    return tuple(dict.fromkeys(filter(None, (PACKAGES.get(name, "") for name in named))))


def _is_tokenizer(folder: Path, name: str) -> bool:
    present = {path.name for path in folder.glob("*")}
    return any(files <= present for files in (_T5_FILES if "t5" in name else _CLIP_FILES))
