"""Decide what the receipt of a cue's take says; the home adds what was written, and when."""

from __future__ import annotations

import lyrad
from lyrad.actions._receipt import step_receipt
from lyrad.core.cue_words import MIX_ONLY
from lyrad.core.publication import inputs
from lyrad.model.cue_take import CueReceipt
from lyrad.model.names import JSON, Fields
from lyrad.model.plan import CuePlan
from lyrad.model.take import Check, StepReceipt
from lyrad.ports import CueBench

RECEIPT_SCHEMA = 1


def receipt(
    bench: CueBench, *, take: int, checks: tuple[Check, ...], last: StepReceipt
) -> CueReceipt:
    """Return the receipt of a take that is about to be published, without its outputs.

    `checks` are of the delivered file, `last` is what publishing itself did. The seed is the one
    that the music was made from, where a second submission took another.
    """
    plan = bench.plan
    made = next((one.facts for one in reversed(bench.earlier) if "licence" in one.facts), {})
    seed = made.get("seed")
    return CueReceipt(
        schema=RECEIPT_SCHEMA,
        lyrad=lyrad.__version__,
        production=plan.production,
        cue=plan.cue,
        take=take,
        job=plan.job,
        rule=plan.rule,
        fingerprint=plan.fingerprint,
        version_key=plan.version_key,
        attempt=plan.attempt,
        seed=seed if isinstance(seed, int) else plan.seed,
        draft=made.get("draft") is True,
        licence=str(made.get("licence", "")),
        spec=plan.spec.own,
        span=_span(plan),
        inputs=inputs(plan),
        outputs=(),
        steps=(*(step_receipt(one) for one in bench.earlier if "action" in one.facts), last),
        checks=checks,
        ordered_at=plan.ordered_at,
        published_at=bench.clock.now(),
        note=plan.note,
        remarks=(*plan.remarks, MIX_ONLY),
    )


def _span(plan: CuePlan) -> Fields:
    """Return the cue's place in the film, and its hits, as a program reads them."""
    span = plan.span
    hits: list[JSON] = [
        {"frame": hit.frame, "sample": span.sample_of(hit.frame), "words": hit.words}
        for hit in plan.hits
    ]
    facts: dict[str, JSON] = {
        "timecode": span.timecode,
        "head": span.head,
        "frames": span.frames,
        "rate": str(span.rate),
        "samples": span.samples,
        "time_reference": span.sample_of(span.head),
        "source": span.source,
        "hits": hits,
    }
    return facts
