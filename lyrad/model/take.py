"""Takes, receipts and the ledger: what was made, and which numbers were given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from lyrad.model.names import Fields, Fingerprint, JobId, ProductionId, RelPath, ShotKey

RECEIPT_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file by name and content.

    `name` is relative to the take's folder, or to the root for inputs.
    """

    name: str
    role: str
    size: int
    sha256: str
    xxh64: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedFrom:
    """The take that another one was made of: its number, its job, its master's content."""

    take: int
    job: JobId
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One named check with its figure; `frames` are those it speaks of, counted from 1.

    A take of which one has not passed is suspicious: a clip that does not decode or fit is never
    published.
    """

    name: str
    passed: bool
    figure: str
    frames: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReceipt:
    """What one step of the job was.

    Its ticket, how often it was tried, how long it took in seconds.
    """

    action: str
    backend: str | None
    ticket: str | None
    tries: int
    seconds: float
    facts: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The JSON written last into a take. Times are UTC; `draft` is true for embedded work.

    `spec` is what was used, in full; `inherited` names which of it did not stand in the shot's own
    file. `seam` is what was judged of the two frames before, `remarks` what a person should know
    of how the drop was read; `derived_from` the take that this is a better clip of. `style` are
    the styles that were used, by name, each with the digest of what it said.
    """

    schema: int
    lyrad: str
    production: ProductionId
    shot: ShotKey
    take: int
    version: int
    job: JobId
    rule: str
    fingerprint: Fingerprint
    version_key: str
    attempt: int
    seed: int
    draft: bool
    spec: Fields
    inherited: Fields
    inputs: tuple[FileRecord, ...]
    outputs: tuple[FileRecord, ...]
    steps: tuple[StepReceipt, ...]
    checks: tuple[Check, ...]
    tools: Fields
    ordered_at: datetime
    published_at: datetime
    note: str = ""
    seam: Fields = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    derived_from: DerivedFrom | None = None
    style: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A take as it stands in a shot's folder.

    `receipt` is None where the file is missing or not lyrad's.
    """

    number: int
    folder: RelPath
    receipt: Receipt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionGiven:
    """A version number was given: the first step of a job began."""

    event: Literal["version"] = "version"
    at: datetime
    shot: ShotKey
    version: int
    version_key: str
    job: JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeGiven:
    """A take number was given: publishing began. None is used twice, so gaps are allowed."""

    event: Literal["take"] = "take"
    at: datetime
    shot: ShotKey
    take: int
    job: JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A take stands in its folder.

    `outputs` are sha256 sums: lyrad's own files never trigger rules.
    """

    event: Literal["published"] = "published"
    at: datetime
    shot: ShotKey
    take: int
    version: int
    job: JobId
    rule: str
    fingerprint: Fingerprint
    version_key: str
    attempt: int
    folder: RelPath
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetakeOrdered:
    """Somebody asked for one more take; `request` is the claim's uuid, which orders once.

    The jobs that it orders follow from `attempt`, through the one admission path.
    """

    event: Literal["retake"] = "retake"
    at: datetime
    shot: ShotKey
    rule: str
    fingerprint: Fingerprint
    attempt: int
    request: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishOrdered:
    """Somebody asked for a better clip of a take; `request` orders once.

    `source` is the job that made it; after an edit of its drop there is nothing to finish.
    """

    event: Literal["finish"] = "finish"
    at: datetime
    shot: ShotKey
    rule: str
    fingerprint: Fingerprint
    source: JobId
    request: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Somebody, or a guard, holds a shot; the latest of `Held` and `Released` counts."""

    event: Literal["held"] = "held"
    at: datetime
    shot: ShotKey
    reason: str
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A GO: a held shot goes on."""

    event: Literal["released"] = "released"
    at: datetime
    shot: ShotKey
    request: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryOrdered:
    """Somebody asked for failed jobs to be tried again; `request` orders once."""

    event: Literal["retry"] = "retry"
    at: datetime
    shot: ShotKey
    jobs: tuple[JobId, ...]
    request: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReleased:
    """A GO: these jobs may start although they are many."""

    event: Literal["batch"] = "batch"
    at: datetime
    jobs: tuple[JobId, ...]
    request: str = ""
    note: str = ""
