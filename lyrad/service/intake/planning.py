"""Turn a wanted attempt into a plan: every value filled in, nothing left to look up.

The daemon and `lyrad plan` run this same code.
"""

from __future__ import annotations

from lyrad.core import identity
from lyrad.core.admit import Wanted
from lyrad.core.coverage import coverage_round
from lyrad.core.order import order
from lyrad.core.seam_log import frozen
from lyrad.model.plan import ShotPlan
from lyrad.model.seam import Seam
from lyrad.model.standing import Ready, ShotLook
from lyrad.service.intake.desk import Desk


def plan_for(
    want: Wanted,
    look: ShotLook,
    ready: Ready,
    desk: Desk,
    *,
    note: str = "",
    seam: Seam | None = None,
) -> ShotPlan:
    """Return the plan of one attempt. Raises ConfigError where a template cannot be filled in."""
    rule, spec = want.match.rule, ready.spec
    print_ = ready.drop.fingerprint
    coverage = coverage_round(want.attempt, takes=look.takes, rule=rule.name, fingerprint=print_)
    return ShotPlan(
        job=want.job,
        production=desk.production.id,
        rule=rule.name,
        rule_source=rule.source,
        shot=look.shot,
        folder=look.folder,
        lead=ready.drop.lead,
        fingerprint=print_,
        version_key=identity.version_key(print_, spec.inherited, rule.steps),
        attempt=want.attempt,
        seed=identity.seed(spec.seed, print_, want.attempt),
        order=order(priority=spec.priority, coverage=coverage, due=spec.due),
        spec=spec,
        members=ready.drop.members,
        steps=desk.rules.steps(want.match, spec, desk.production),
        ordered_at=desk.clock.now(),
        note=note,
        seam=frozen(seam) if seam else {},
        marks=desk.production.marks,
        remarks=ready.notes,
    )
