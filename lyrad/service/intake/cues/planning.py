"""Turn a take that a cue wants into a plan: every value filled in, nothing left to look up."""

from __future__ import annotations

from lyrad.core import identity
from lyrad.core.cues.wanted import CueWant, current_key
from lyrad.core.order import order
from lyrad.model.plan import CuePlan
from lyrad.model.spec import Priority
from lyrad.model.spotting import CueLook, Spotted
from lyrad.service.intake.desk import Desk


def plan_for(want: CueWant, look: CueLook, spotted: Spotted, desk: Desk) -> CuePlan:
    """Return the plan of one take. Raises ConfigError where a field cannot be filled in."""
    rule, spec, print_ = want.match.rule, spotted.spec, spotted.drop.fingerprint
    return CuePlan(
        job=want.job,
        production=desk.production.id,
        rule=rule.name,
        rule_source=rule.source,
        cue=look.cue,
        folder=look.folder,
        lead=spotted.drop.lead,
        fingerprint=print_,
        version_key=current_key(spotted, want.match),
        attempt=want.attempt,
        seed=identity.seed(spec.seed, print_, want.attempt),
        order=order(priority=Priority.NORMAL, coverage=want.attempt, due=None),
        spec=spec,
        span=spotted.span,
        hits=spotted.hits,
        members=spotted.drop.members,
        steps=desk.rules.cue_steps(want.match, spec, spotted.span, look.cue, spotted.hits),
        ordered_at=desk.clock.now(),
        note=want.note,
        remarks=spotted.notes,
    )
