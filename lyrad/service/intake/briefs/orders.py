"""Order the draft that a shot's briefs want, and withdraw what they no longer want."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from lyrad.core import identity
from lyrad.core.admit import ShotFacts
from lyrad.core.briefs import wanted
from lyrad.core.order import order
from lyrad.errors import Code, ConfigError, Fault, Permanent
from lyrad.model.brief import Briefed
from lyrad.model.names import CHARACTERS, RelPath
from lyrad.model.plan import BriefPlan
from lyrad.model.spec import Priority
from lyrad.model.standing import ShotLook
from lyrad.ports import Engine
from lyrad.service.intake.desk import Desk

log = structlog.get_logger()


@dataclass(slots=True)
class BriefOrders:
    """Places the orders of one production's briefs; `faults` are what is wrong with their rule."""

    engine: Engine
    faults: dict[RelPath, tuple[Fault, ...]] = field(default_factory=dict)

    def place(self, look: ShotLook, briefed: Briefed, facts: ShotFacts, desk: Desk) -> None:
        """Order the draft, unless it is ordered or made already."""
        self.forget(look.folder)
        for job in wanted.replaced(briefed, facts):
            if self.engine.withdraw(job):
                log.info("replaced", action="job_withdrawn", job=job, shot=str(look.shot))
        if wanted.known(briefed, facts):
            return
        held = facts.history.held(look.shot) is not None
        try:
            plan = plan_for(look, briefed, facts, desk)
            self.engine.submit(plan, held=held)
        except (ConfigError, Permanent) as error:
            if error.fault.code is Code.ENGINE_UNREADABLE:
                raise
            self.faults[look.folder] = error.faults
            return
        log.info("ordered", action="job_ordered", job=plan.job, shot=plan.of, rule=plan.rule)

    def forget(self, folder: RelPath) -> None:
        """Forget what was wrong in a folder."""
        self.faults.pop(folder, None)


def plan_for(look: ShotLook, briefed: Briefed, facts: ShotFacts, desk: Desk) -> BriefPlan:
    """Return the plan of a draft. Raises ConfigError where a field cannot be filled in.

    It goes before every render: it takes a minute, and a person waits for it.
    """
    rule, print_ = briefed.match.rule, briefed.drop.fingerprint
    return BriefPlan(
        job=wanted.job_of(briefed, facts),
        production=desk.production.id,
        rule=rule.name,
        rule_source=rule.source,
        shot=look.shot,
        folder=look.folder,
        lead=briefed.drop.lead,
        fingerprint=print_,
        version_key=identity.version_key(print_, {}, rule.steps),
        attempt=1,
        seed=identity.seed(None, print_, 1),
        order=order(priority=Priority.HIGH, coverage=1, due=None),
        members=briefed.drop.members,
        steps=desk.rules.brief_steps(briefed.match, desk.production),
        ordered_at=desk.clock.now(),
        remarks=briefed.notes,
        cast=tuple(sorted(_cast(desk))),
    )


def _cast(desk: Desk) -> list[str]:
    """Return the characters that the production has, by their folders."""
    found = (seen.sighting for seen in desk.watch.index.children(RelPath(CHARACTERS)))
    return [one.path.rpartition("/")[2] for one in found if one.folder]
