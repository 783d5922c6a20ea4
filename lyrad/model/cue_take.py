"""A cue's takes and their receipts: what was made, and what it was measured to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lyrad.model.cue import CueKey
from lyrad.model.names import Fields, Fingerprint, JobId, ProductionId, RelPath
from lyrad.model.take import Check, FileRecord, StepReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class CueReceipt:
    """The JSON written last into a cue's take; as `Receipt` is for a shot's.

    `licence` is the tool's, in words, where it limits what may be done with the music; `draft` is
    true for the embedded scratch score. Loudness, true peak and length as measured are `checks`.
    """

    schema: int
    lyrad: str
    production: ProductionId
    cue: CueKey
    take: int
    job: JobId
    rule: str
    fingerprint: Fingerprint
    version_key: str
    attempt: int
    seed: int
    draft: bool
    licence: str
    spec: Fields
    span: Fields
    inputs: tuple[FileRecord, ...]
    outputs: tuple[FileRecord, ...]
    steps: tuple[StepReceipt, ...]
    checks: tuple[Check, ...]
    ordered_at: datetime
    published_at: datetime
    note: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTake:
    """A take as it stands in a cue's folder; `receipt` is None where it is missing or no receipt.

    `music` is the delivered file's name.
    """

    number: int
    folder: RelPath
    receipt: CueReceipt | None
    music: str = ""
