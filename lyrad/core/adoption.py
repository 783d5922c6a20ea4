"""Write a renamed shot's takes into the ledger under its new name.

The receipts keep the old name. Without these lines a number would be given again, and a take made
again, once somebody deleted it under the new name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from lyrad.core import identity
from lyrad.core.history import History
from lyrad.model.names import JobId, ProductionId, ShotKey
from lyrad.model.take import Published, Receipt, Take


def adopted(
    takes: Iterable[Take],
    shot: ShotKey,
    history: History,
    *,
    production: ProductionId,
    now: datetime,
) -> Iterator[Published]:
    """Return the ledger's lines for the shot's own takes that it does not know by this name."""
    for take in takes:
        receipt = take.receipt
        if receipt is None or receipt.shot == shot:
            continue
        job = _job(receipt, shot, production)
        if history.published(job) is None:
            yield Published(
                at=now,
                shot=shot,
                take=take.number,
                version=receipt.version,
                job=job,
                rule=receipt.rule,
                fingerprint=receipt.fingerprint,
                version_key=receipt.version_key,
                attempt=receipt.attempt,
                folder=take.folder,
                outputs=tuple(record.sha256 for record in receipt.outputs),
            )


def _job(receipt: Receipt, shot: ShotKey, production: ProductionId) -> JobId:
    """Return the job that would have made the take under the shot's new name."""
    if source := receipt.derived_from:
        return identity.finish_id(
            production=production, rule=receipt.rule, shot=shot, source=source.job
        )
    return identity.job_id(
        production=production,
        rule=receipt.rule,
        shot=shot,
        print_=receipt.fingerprint,
        attempt=receipt.attempt,
    )
