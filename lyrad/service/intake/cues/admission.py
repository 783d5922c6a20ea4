"""Let one cue's requests be answered, and order what it wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import structlog

from lyrad.core.cues.wanted import CueFacts, missing, replaced
from lyrad.errors import Code, ConfigError, Fault, Permanent
from lyrad.model.cue import CueKey
from lyrad.model.job import Job
from lyrad.model.names import RelPath
from lyrad.model.plan import CuePlan
from lyrad.model.spotting import CueLook, Spotted
from lyrad.model.standing import Lacking
from lyrad.ports import Engine
from lyrad.service.intake.cues.asks import CueAsk, CueAsks
from lyrad.service.intake.cues.planning import plan_for
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.inbox import Inbox
from lyrad.service.intake.known import tell_holds

log = structlog.get_logger()


@dataclass(slots=True)
class Admission:
    """Admits cues, by their folders; `notes` are what cards say of the last requests.

    `faults` are what is wrong with the rules that speak of a cue.
    """

    engine: Engine
    inbox: Inbox
    notes: dict[RelPath, str] = field(default_factory=dict)
    faults: dict[RelPath, tuple[Fault, ...]] = field(default_factory=dict)

    def admit(self, found: CueLook, desk: Desk) -> None:
        """Answer what people asked, and order what the cue wants and nobody knows yet."""
        self._answer(found, desk)
        facts = self.facts(found, desk)
        held = facts.history.held(found.cue.asked_as) is not None
        self.faults.pop(found.folder, None)
        if isinstance(found.standing, Spotted):
            self._withdraw(found, found.standing, facts)
            self._order(found, found.standing, facts, desk)
        elif isinstance(found.standing, Lacking) and found.standing.draft:
            desk.draft_cue(found.folder)
        tell_holds(self.engine, facts.jobs, held=held)

    def facts(self, found: CueLook, desk: Desk) -> CueFacts:
        """Return what is known of a cue beside its folder."""
        return CueFacts(
            production=desk.production.id,
            cue=found.cue,
            takes=found.takes,
            foreign=found.foreign,
            history=desk.ledger.history,
            jobs=tuple(job for cue, job in self.jobs(desk) if cue == found.cue),
        )

    def jobs(self, desk: Desk) -> Iterable[tuple[CueKey, Job]]:
        """Yield the production's jobs that are made for cues."""
        for job in self.engine.jobs():
            plan = job.plan
            if isinstance(plan, CuePlan) and plan.production == desk.production.id:
                yield plan.cue, job

    def forget(self, folder: RelPath) -> None:
        """Forget a cue that is gone."""
        self.notes.pop(folder, None)
        self.faults.pop(folder, None)

    def _answer(self, found: CueLook, desk: Desk) -> None:
        asks = CueAsks(ledger=desk.ledger, engine=self.engine, clock=desk.clock)
        refused = found.folder in self.faults
        for request in self.inbox.speaking_of(found.folder):
            facts = self.facts(found, desk)
            answer = asks.answer(CueAsk(request=request, look=found, facts=facts, refused=refused))
            self.notes[found.folder] = answer.note
            if answer.seen_to:
                self.inbox.answered(request, found.folder)

    def _withdraw(self, found: CueLook, spotted: Spotted, facts: CueFacts) -> None:
        for job in replaced(spotted, facts):
            if self.engine.withdraw(job):
                log.info("replaced", action="job_withdrawn", job=job, shot=str(found.cue))

    def _order(self, found: CueLook, spotted: Spotted, facts: CueFacts, desk: Desk) -> None:
        """Order what nobody knows yet; with a fault in the rule nothing more is ordered."""
        facts = replace(facts, history=desk.ledger.history)
        held = facts.history.held(found.cue.asked_as) is not None
        for want in missing(spotted, facts):
            try:
                self.engine.submit(plan_for(want, found, spotted, desk), held=held)
            except (ConfigError, Permanent) as error:
                if error.fault.code is Code.ENGINE_UNREADABLE:
                    raise
                self.faults[found.folder] = error.faults
                return
            log.info("ordered", action="job_ordered", job=want.job, shot=str(found.cue))
