"""The ledger's lines, of every kind that it keeps."""

from __future__ import annotations

from lyrad.model.assembly import AssemblyLine
from lyrad.model.brief import BriefLine
from lyrad.model.character import CharacterLine
from lyrad.model.cue import CueLine
from lyrad.model.shotlist import ShotsWritten
from lyrad.model.take import (
    BatchReleased,
    FinishOrdered,
    Held,
    Published,
    Released,
    RetakeOrdered,
    RetryOrdered,
    TakeGiven,
    VersionGiven,
)

LedgerLine = (
    VersionGiven
    | TakeGiven
    | Published
    | RetakeOrdered
    | FinishOrdered
    | Held
    | Released
    | RetryOrdered
    | BatchReleased
    | CharacterLine
    | CueLine
    | AssemblyLine
    | BriefLine
    | ShotsWritten
)
