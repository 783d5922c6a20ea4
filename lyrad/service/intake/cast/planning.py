"""Turn a job that references want into a plan: every value filled in, nothing left to look up."""

from __future__ import annotations

from lyrad.core import identity
from lyrad.core.characters.wanted import CharacterWant
from lyrad.core.order import order
from lyrad.model.cast import CharacterLook, Referenced
from lyrad.model.plan import CharacterPlan
from lyrad.model.spec import Priority
from lyrad.service.intake.desk import Desk


def plan_for(
    want: CharacterWant, look: CharacterLook, refs: Referenced, desk: Desk, *, note: str = ""
) -> CharacterPlan:
    """Return the plan of one job. Raises ConfigError where a field cannot be filled in."""
    rule, print_ = want.match.rule, refs.drop.fingerprint
    return CharacterPlan(
        job=want.job,
        production=desk.production.id,
        rule=rule.name,
        rule_source=rule.source,
        character=look.character,
        folder=look.folder,
        lead=refs.drop.lead,
        fingerprint=print_,
        version_key=identity.version_key(print_, {}, rule.steps),
        attempt=want.attempt,
        seed=identity.seed(refs.spec.seed, print_, want.attempt),
        order=order(priority=Priority.NORMAL, coverage=1, due=None),
        spec=refs.spec,
        members=refs.drop.members,
        steps=desk.rules.character_steps(want.match, refs.spec, look.character),
        ordered_at=desk.clock.now(),
        note=note,
        remarks=refs.notes,
    )
