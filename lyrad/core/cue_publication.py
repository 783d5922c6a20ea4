"""What the ledger writes of a cue's take, and what the engine is told of it. Reads no file."""

from __future__ import annotations

from datetime import datetime

from lyrad.core.cue_words import cue_words
from lyrad.core.naming import take_folder
from lyrad.model.cue import CuePublished
from lyrad.model.cue_take import CueReceipt
from lyrad.model.names import JSON, RelPath
from lyrad.model.plan import Artifact, CuePlan

TAKES = "takes"


def cue_publication(
    receipt: CueReceipt, *, folder: RelPath, at: datetime, seal: str
) -> CuePublished:
    """Return the ledger's line for a cue's take.

    Args:
        receipt: the take's, as written.
        folder: the take's, below the root.
        at: now, in UTC.
        seal: sha256 of the receipt's file, which is one of the take's outputs too.
    """
    return CuePublished(
        at=at,
        cue=receipt.cue,
        take=receipt.take,
        job=receipt.job,
        rule=receipt.rule,
        fingerprint=receipt.fingerprint,
        version_key=receipt.version_key,
        attempt=receipt.attempt,
        folder=folder,
        outputs=(*(record.sha256 for record in receipt.outputs), seal),
    )


def scored(plan: CuePlan, receipt: CueReceipt) -> Artifact:
    """Return a published take as an artifact; its files lie in the production.

    Facts: `take`, `path` below the production's root, `draft`, and `warnings`, which are sentences
    for a person.
    """
    warnings: list[JSON] = list(cue_words(receipt))
    return _artifact(plan, receipt.take, {"draft": receipt.draft, "warnings": warnings})


def remembered(plan: CuePlan, line: CuePublished) -> Artifact:
    """Return as much of a deleted take as the ledger knows."""
    return _artifact(plan, line.take, {})


def _artifact(plan: CuePlan, take: int, facts: dict[str, JSON]) -> Artifact:
    path = f"{plan.folder}/{TAKES}/{take_folder(take)}"
    return Artifact(kind="take", path="", facts={"take": take, "path": path, **facts})
