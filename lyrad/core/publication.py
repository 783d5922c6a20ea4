"""What the ledger writes of a receipt, and what remains of a receipt when only the ledger is left.

Pure: neither is read or written here.
"""

from __future__ import annotations

from datetime import datetime

from lyrad.model.names import RelPath
from lyrad.model.plan import Plan, ShotPlan
from lyrad.model.take import RECEIPT_SCHEMA, FileRecord, Published, Receipt


def publication(receipt: Receipt, *, folder: RelPath, at: datetime, seal: str) -> Published:
    """Return the ledger's line for a take.

    Args:
        receipt: the take's, as written.
        folder: the take's, below the root.
        at: now, in UTC.
        seal: sha256 of the receipt's file, which is one of the take's outputs too.
    """
    return Published(
        at=at,
        shot=receipt.shot,
        take=receipt.take,
        version=receipt.version,
        job=receipt.job,
        rule=receipt.rule,
        fingerprint=receipt.fingerprint,
        version_key=receipt.version_key,
        attempt=receipt.attempt,
        folder=folder,
        outputs=(*(record.sha256 for record in receipt.outputs), seal),
    )


def inputs(plan: Plan) -> tuple[FileRecord, ...]:
    """Return what was put in, by content."""
    return tuple(
        FileRecord(
            name=member.path,
            role=member.role,
            size=member.size,
            sha256=member.sha256,
            xxh64=member.xxh64,
        )
        for member in plan.members
    )


def remembered(plan: ShotPlan, line: Published) -> Receipt:
    """Return as much of a deleted take's receipt as plan and ledger know; its note says so."""
    return Receipt(
        schema=RECEIPT_SCHEMA,
        lyrad="",
        production=plan.production,
        shot=line.shot,
        take=line.take,
        version=line.version,
        job=line.job,
        rule=line.rule,
        fingerprint=line.fingerprint,
        version_key=line.version_key,
        attempt=line.attempt,
        seed=plan.seed,
        draft=False,
        spec={**plan.spec.inherited, **plan.spec.own},
        inherited=plan.spec.inherited,
        inputs=inputs(plan),
        outputs=(),
        steps=(),
        checks=(),
        tools={},
        ordered_at=plan.ordered_at,
        published_at=line.at,
        note="The take was published and is no longer there; the ledger remembers this much.",
    )
