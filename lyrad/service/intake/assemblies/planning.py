"""Turn an assembly that a scene wants into a plan: every value filled in, nothing to look up."""

from __future__ import annotations

from lyrad.core import identity, match
from lyrad.core.assembly.identity import ADDRESS, fingerprint
from lyrad.core.order import AFTER_ALL
from lyrad.model.assembly import Assembly
from lyrad.model.names import ShotKey
from lyrad.model.plan import AssemblyPlan
from lyrad.model.rule import Match
from lyrad.service.intake.desk import Desk


def plan_for(found: Match, assembly: Assembly, desk: Desk) -> AssemblyPlan:
    """Return the plan of one job; the same assembly is the same job while it is the newest.

    A scene that goes back to what it was is assembled once more: its newest film is what people
    look at, and what music takes its length from.

    Raises:
        ConfigError: a field of the rule cannot be filled in.
    """
    rule, production = found.rule, desk.production
    folder = match.scene_folder(production.tree, assembly.scene)
    print_ = fingerprint(assembly, rule.steps)
    attempt = desk.ledger.history.assembly(assembly.scene).attempt(rule.name, print_)
    return AssemblyPlan(
        job=identity.job_id(
            production=production.id,
            rule=rule.name,
            shot=ShotKey(scene=assembly.scene, shot=ADDRESS),
            print_=print_,
            attempt=attempt,
        ),
        production=production.id,
        rule=rule.name,
        rule_source=rule.source,
        folder=folder,
        lead=folder,
        fingerprint=print_,
        version_key=identity.version_key(print_, {}, rule.steps),
        attempt=attempt,
        seed=0,
        order=AFTER_ALL,
        members=(),
        steps=desk.rules.scene_steps(found, production),
        ordered_at=desk.clock.now(),
        remarks=assembly.told,
        assembly=assembly,
        title=production.title,
        marks=production.marks,
    )
