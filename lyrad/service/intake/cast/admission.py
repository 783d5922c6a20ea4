"""Let one character's requests be answered, and order what its references want."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import structlog

from lyrad.core.characters import wanted
from lyrad.core.characters.wanted import CharacterFacts
from lyrad.errors import Code, ConfigError, Fault, Permanent
from lyrad.model.cast import CharacterLook, Referenced
from lyrad.model.job import Job
from lyrad.model.names import CharacterKey, asked_as
from lyrad.model.plan import CharacterPlan
from lyrad.ports import Engine
from lyrad.service.intake.cast.asks import CharacterAsk, CharacterAsks
from lyrad.service.intake.cast.planning import plan_for
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.inbox import Inbox
from lyrad.service.intake.known import tell_holds

log = structlog.get_logger()


@dataclass(slots=True)
class Admission:
    """Admits characters' references; `notes` are what cards say of the last requests.

    `faults` are what is wrong with the rules that speak of a character.
    """

    engine: Engine
    inbox: Inbox
    notes: dict[CharacterKey, str] = field(default_factory=dict)
    faults: dict[CharacterKey, tuple[Fault, ...]] = field(default_factory=dict)

    def admit(self, found: CharacterLook, desk: Desk) -> None:
        """Answer what people asked, and order what the references want and nobody knows yet."""
        self._answer(found, desk)
        facts = self.facts(found.character, desk)
        held = facts.history.held(asked_as(found.character)) is not None
        self.faults.pop(found.character, None)
        if isinstance(found.standing, Referenced):
            if not found.standing.spec.written:
                desk.draft_character(found.folder)
            self._withdraw(found, found.standing, facts)
            self._order(found, found.standing, facts, desk)
        tell_holds(self.engine, facts.jobs, held=held)

    def facts(self, character: CharacterKey, desk: Desk) -> CharacterFacts:
        """Return what is known of a character beside its folder."""
        return CharacterFacts(
            production=desk.production.id,
            character=character,
            history=desk.ledger.history,
            jobs=tuple(job for one, job in self.jobs(desk) if one == character),
        )

    def jobs(self, desk: Desk) -> Iterable[tuple[CharacterKey, Job]]:
        """Yield the production's jobs that are made for characters."""
        for job in self.engine.jobs():
            plan = job.plan
            if isinstance(plan, CharacterPlan) and plan.production == desk.production.id:
                yield plan.character, job

    def forget(self, character: CharacterKey) -> None:
        """Forget a character that is gone."""
        self.notes.pop(character, None)
        self.faults.pop(character, None)

    def _answer(self, found: CharacterLook, desk: Desk) -> None:
        """Answer the requests that lie here; one that speaks of the whole film starts nothing."""
        asks = CharacterAsks(ledger=desk.ledger, engine=self.engine, clock=desk.clock)
        facts = self.facts(found.character, desk)
        for request in self.inbox.speaking_of(found.folder):
            note: str | None = ""
            if request.folder == found.folder:
                facts = replace(facts, history=desk.ledger.history)
                note = asks.answer(CharacterAsk(request=request, look=found, facts=facts))
            if note is not None:
                self.notes[found.character] = note
                self.inbox.answered(request, found.folder)

    def _withdraw(self, found: CharacterLook, refs: Referenced, facts: CharacterFacts) -> None:
        for job in wanted.replaced(refs, facts):
            if self.engine.withdraw(job):
                log.info("replaced", action="job_withdrawn", job=job, shot=found.folder)

    def _order(
        self, found: CharacterLook, refs: Referenced, facts: CharacterFacts, desk: Desk
    ) -> None:
        held = facts.history.held(asked_as(found.character)) is not None
        for want in wanted.wanted(refs, facts):
            if want.known:
                continue
            try:
                self.engine.submit(plan_for(want, found, refs, desk), held=held)
            except (ConfigError, Permanent) as error:
                if error.fault.code is Code.ENGINE_UNREADABLE:
                    raise
                self.faults[found.character] = error.faults
                return
            log.info("ordered", action="job_ordered", job=want.job, shot=found.folder)
