"""A character's LoRAs: what was trained, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lyrad.model.character import Base
from lyrad.model.names import CharacterKey, Fields, Fingerprint, JobId, ProductionId, RelPath
from lyrad.model.take import FileRecord, StepReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraReceipt:
    """The JSON written last into a LoRA's folder. Times are UTC.

    `spec` is what `character.yaml` said; `captions` are the words that each picture had, by its
    name; `inputs` are the references by content.
    """

    schema: int
    lyrad: str
    production: ProductionId
    character: CharacterKey
    version: int
    job: JobId
    rule: str
    fingerprint: Fingerprint
    attempt: int
    seed: int
    base: Base
    word: str
    spec: Fields
    captions: Fields
    inputs: tuple[FileRecord, ...]
    outputs: tuple[FileRecord, ...]
    steps: tuple[StepReceipt, ...]
    ordered_at: datetime
    published_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraFile:
    """One trained file, by its path below the root; `expert` is `low` or `high`, or empty."""

    path: RelPath
    sha256: str
    expert: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraVersion:
    """A LoRA as it stands in `loras/v001/`; one that a person put there has no receipt."""

    number: int
    folder: RelPath
    files: tuple[LoraFile, ...]
    receipt: LoraReceipt | None
