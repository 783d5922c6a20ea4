"""Decide what a take's receipt says; the publisher adds what was written, and when."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import cast

import lyrad
from lyrad.core.publication import inputs
from lyrad.model.names import JSON, Fields
from lyrad.model.plan import Artifact
from lyrad.model.take import RECEIPT_SCHEMA, Check, Receipt, StepReceipt
from lyrad.ports import Bench

_OWN_LINES = {"action", "backend", "ticket", "tries", "seconds"}


def receipt(
    bench: Bench,
    *,
    take: int,
    number: int,
    checks: tuple[Check, ...],
    last: StepReceipt,
) -> Receipt:
    """Return the receipt of a take that is about to be published, without its outputs.

    `number` is the version's, `checks` are of the master, `last` is what publishing itself did.
    """
    plan = bench.plan
    steps = tuple(step_receipt(one) for one in bench.earlier if "action" in one.facts)
    return Receipt(
        schema=RECEIPT_SCHEMA,
        lyrad=lyrad.__version__,
        production=plan.production,
        shot=plan.shot,
        take=take,
        version=number,
        job=plan.job,
        rule=plan.rule,
        fingerprint=plan.fingerprint,
        version_key=plan.version_key,
        attempt=plan.attempt,
        seed=plan.seed,
        draft=any(one.facts.get("draft") is True for one in bench.earlier),
        spec={**plan.spec.inherited, **plan.spec.own, "frames": plan.spec.frames},
        inherited=plan.spec.inherited,
        inputs=inputs(plan),
        outputs=(),
        steps=(*steps, last),
        checks=checks,
        tools=tools(bench),
        ordered_at=plan.ordered_at,
        published_at=bench.clock.now(),
        note=plan.note,
        seam=plan.seam,
        remarks=plan.remarks,
        derived_from=plan.derived_from,
        style={use.name: use.digest for use in plan.spec.style.uses},
    )


def step_receipt(artifact: Artifact) -> StepReceipt:
    """Return what one earlier step was, from the facts of what it made."""
    facts = artifact.facts
    return StepReceipt(
        action=str(facts["action"]),
        backend=cast("str | None", facts.get("backend")),
        ticket=cast("str | None", facts.get("ticket")),
        tries=cast("int", facts.get("tries", 1)),
        seconds=cast("float", facts.get("seconds", 0.0)),
        facts={name: value for name, value in facts.items() if name not in _OWN_LINES},
    )


def tools(bench: Bench) -> Fields:
    """Return the versions of what made the pictures."""
    found: dict[str, JSON] = {"lyrad": lyrad.__version__, "ffmpeg": bench.media.version()}
    try:
        found["opencv"] = version("opencv-python-headless")
    except PackageNotFoundError:  # another build of OpenCV; it was found, its name is unknown
        return found
    return found
