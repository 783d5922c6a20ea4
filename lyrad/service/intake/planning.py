"""Turn a wanted attempt into a plan: every value filled in, nothing left to look up.

The daemon and `lyrad plan` run this same code.
"""

from __future__ import annotations

from dataclasses import replace

from lyrad.core import identity
from lyrad.core.admit import Wanted
from lyrad.core.coverage import coverage_round
from lyrad.core.order import order
from lyrad.core.seam_log import frozen
from lyrad.model.plan import ShotPlan
from lyrad.model.rule import SCALE
from lyrad.model.seam import Seam
from lyrad.model.standing import Ready, ShotLook
from lyrad.model.take import Take
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.finishing import clip_of, derived


def plan_for(
    want: Wanted,
    look: ShotLook,
    ready: Ready,
    desk: Desk,
    *,
    note: str = "",
    seam: Seam | None = None,
) -> ShotPlan:
    """Return the plan of one attempt.

    Raises:
        ConfigError: a template cannot be filled in, or a workflow cannot make the shot.
        Permanent: the take that is to be finished has no clip.
        Temporary: that clip cannot be read now.
    """
    rule, spec = want.match.rule, ready.spec
    print_ = ready.drop.fingerprint
    coverage = coverage_round(want.attempt, takes=look.takes, rule=rule.name, fingerprint=print_)
    plan = ShotPlan(
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
    return _of_take(plan, want.source, desk) if want.source else plan


def _of_take(plan: ShotPlan, take: Take, desk: Desk) -> ShotPlan:
    """Return the plan of a better clip of a take: of the take's version, with its clip.

    It is as large as the step that finishes asks for.
    """
    clip = clip_of(take, desk)
    scale = max((int(str(step.fields.get(SCALE, 1))) for step in plan.steps), default=1)
    key = take.receipt.version_key if take.receipt else plan.version_key
    return replace(
        plan,
        version_key=key,
        spec=replace(plan.spec, size=plan.spec.size.times(scale)),
        members=(*plan.members, clip),
        derived_from=derived(take, clip),
    )
