"""One production's intake: see, look, decide, order, show. The one admission path.

Events, polls, rescans and the start all end here: a shot is looked at, what it wants is compared
with what is known of it, and the difference is ordered. Nothing is remembered that could not be
found again by looking, so a kill at any moment is healed by the next turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import structlog

from lyrad.core import lacking, match
from lyrad.core.admit import ShotFacts
from lyrad.core.view import shot_view
from lyrad.model.card import Request, RequestWord
from lyrad.model.job import Job, JobState
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.standing import Lacking, Ready, Refused, ShotLook, Standing, Unsettled
from lyrad.model.take import BatchReleased
from lyrad.ports import Engine
from lyrad.service.intake.agenda import Agenda
from lyrad.service.intake.asks import Ask, Asks
from lyrad.service.intake.board import ROOT, Board
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.film import Film
from lyrad.service.intake.inbox import Inbox, within
from lyrad.service.intake.look import look
from lyrad.service.intake.orders import Orders
from lyrad.service.intake.reader import Reader
from lyrad.service.intake.vanished import Vanished

PATIENCE = 10.0
"""Seconds of change after which a card says that the end of a copy is being waited for."""

AGAIN = 5.0
"""Seconds until a file that is not whole is looked at again, though nothing seems to change."""

log = structlog.get_logger()

Jobs = Mapping[ShotKey, tuple[Job, ...]]


class Intake:
    """Runs one production, turn by turn; not thread-safe, but for `inbox.give`."""

    def __init__(self, desk: Desk, engine: Engine) -> None:
        self.desk = desk
        self.inbox = Inbox(desk.requests)
        self.agenda = Agenda(desk.production.tree)
        self.board = Board()
        self.orders = Orders(engine)
        self.looks: dict[RelPath, ShotLook] = {}
        self._film = Film()
        self._engine = engine
        self._reader = Reader(desk)
        self._asks = Asks(ledger=desk.ledger, engine=engine, clock=desk.clock)
        self._restless: dict[RelPath, float] = {}
        self._vanished = Vanished(engine, desk.quiet.usual)
        self._gone_at: float | None = None
        self._notes: dict[RelPath, tuple[str, ...]] = {}

    def begin(self) -> None:
        """Tell the watch which takes are lyrad's own, before the first look."""
        for published in self.desk.ledger.history.done.values():
            self.desk.watch.index.own(published.folder)
        self.inbox.claim(ROOT)

    def turn(self, *, full: bool = False) -> None:
        """Look at what changed or is due, and do what follows from it."""
        changed = self.desk.watch.look(full=full)
        if not self.desk.watch.healthy:
            return
        production = self._film.look(changed, self.desk)
        if production is not None:
            self.desk = replace(self.desk, production=production)
            self.everything()
        self.agenda.changed(changed, self.desk.watch.index)
        self._claim_wide(changed)
        jobs = self._jobs()
        due = self.agenda.take_due(self.desk.clock.monotonic())
        looks = [self._look(folder, shot, jobs.get(shot, ())) for folder, shot in due]
        self.orders.place(self.desk)
        jobs = self._jobs() if looks else jobs
        for found in looks:
            self._show(found, jobs.get(found.shot, ()))
        here = self.agenda.shots.values()
        self._gone_at = self._vanished.let_go(here, jobs, self.desk.clock.monotonic())
        self.inbox.sweep(self.agenda.shots)
        self._forget_gone()
        self.board.sum_up(self.desk, self._extra())

    def everything(self) -> None:
        """Look at every shot again in the next turn: the rules or the production changed."""
        self._reader = Reader(self.desk)
        self.agenda.all_due()

    def beat(self) -> None:
        """Renew the root's summary, so that its time says that lyrad is alive."""
        self.board.sum_up(self.desk, self._extra(), again=True)
        self.desk.cards.touch(ROOT)

    def idle_until(self) -> float | None:
        """Return when something is due (monotonic seconds), or None."""
        moments = (self.agenda.next_due(), self._gone_at, self._film.due)
        return min((moment for moment in moments if moment is not None), default=None)

    def restless(self) -> bool:
        """Return whether a shot is still changing, or due to be looked at."""
        due = self.agenda.next_due()
        return (due is not None and due <= self.desk.clock.monotonic()) or any(
            isinstance(found.standing, Unsettled) for found in self.looks.values()
        )

    def arriving(self) -> bool:
        """Return whether a file is not whole that may still become so."""
        return any(
            isinstance(found.standing, Lacking) and found.standing.arriving
            for found in self.looks.values()
        )

    def _look(self, folder: RelPath, shot: ShotKey, jobs: tuple[Job, ...]) -> ShotLook:
        self.inbox.claim(folder)
        found = look(shot, folder, self.desk, self._reader)
        facts = self._facts(found, jobs)
        found = self._answer(found, facts)
        if isinstance(found.standing, Ready):
            facts = replace(facts, history=self.desk.ledger.history)
            self.orders.want(found, found.standing, facts)
        else:
            self.orders.forget(folder)
        if isinstance(found.standing, Lacking) and found.standing.draft:
            self.desk.draft(folder)
        self._tell_holds(shot, jobs)
        again = [found.again_at]
        if isinstance(found.standing, Unsettled):
            again.append(found.standing.ready_at)
            self._restless.setdefault(folder, self.desk.clock.monotonic())
        else:
            self._restless.pop(folder, None)
        if isinstance(found.standing, Lacking) and found.standing.arriving:
            again.append(self.desk.clock.monotonic() + AGAIN)
        self.agenda.at(folder, min((at for at in again if at is not None), default=None))
        self.looks[folder] = found
        return found

    def _facts(self, found: ShotLook, jobs: tuple[Job, ...]) -> ShotFacts:
        return ShotFacts(
            production=self.desk.production.id,
            shot=found.shot,
            takes=found.takes,
            foreign=found.foreign,
            history=self.desk.ledger.history,
            jobs=jobs,
        )

    def _answer(self, found: ShotLook, facts: ShotFacts) -> ShotLook:
        for request in self.inbox.speaking_of(found.folder):
            facts = replace(facts, history=self.desk.ledger.history)
            answer = self._asks.answer(Ask(request=request, look=found, facts=facts))
            if answer.seen_to:
                self.inbox.answered(request, found.folder)
                self._notes[found.folder] = (answer.note,) if answer.note else ()
        return found

    def _tell_holds(self, shot: ShotKey, jobs: tuple[Job, ...]) -> None:
        held = self.desk.ledger.history.held(shot) is not None
        for job in jobs:
            if held and job.state.open and job.state is not JobState.HELD:
                self._engine.hold(job.plan.job)
            elif not held and job.state is JobState.HELD:
                self._engine.go(job.plan.job)

    def _show(self, found: ShotLook, jobs: tuple[Job, ...]) -> None:
        refused = self.orders.faults.get(found.folder)
        if refused:
            found = replace(found, standing=Refused(detail="a rule has faults", faults=refused))
        standing = found.standing
        if isinstance(standing, Unsettled):
            since = self._restless.get(found.folder, self.desk.clock.monotonic())
            if self.desk.clock.monotonic() - since < PATIENCE:
                return
            found = replace(found, standing=lacking.the_copy())
        self._learn(found)
        view = replace(
            shot_view(found, self._facts(found, jobs)),
            batch=len(self.orders.batch()) if self.orders.waits_in_batch(found.folder) else 0,
            pace=self._expected(standing),
            notes=self._notes.get(found.folder, ()),
        )
        if self.board.show(view, self.desk):
            log.info("card", action="card_changed", shot=str(found.shot), card=self._card(found))

    def _card(self, found: ShotLook) -> str:
        card = self.board.shown.get(found.shot)
        return f"{card.state.value} {card.detail}".strip() if card else ""

    def _learn(self, found: ShotLook) -> None:
        for take in found.takes:
            if take.receipt and isinstance(found.standing, Ready):
                seconds = sum(step.seconds for step in take.receipt.steps)
                spec = found.standing.spec
                self.board.pace.learn(take.receipt.rule, take.receipt.job, spec, seconds)

    def _expected(self, standing: Standing | None) -> float | None:
        if not isinstance(standing, Ready) or not standing.matches:
            return None
        return self.board.pace.expected(standing.matches[0].rule.name, standing.spec)

    def _claim_wide(self, changed: tuple[RelPath, ...]) -> None:
        """Claim what was dropped into scenes and the root; the shots that it concerns are due."""
        tree = self.desk.production.tree
        folders = {RelPath(path.rpartition("/")[0]) for path in changed}
        for folder in sorted(folders):
            if folder == ROOT or match.scene_at(tree, folder) is not None:
                self.inbox.claim(folder)
        for request in self.inbox.fresh():
            log.info(
                "asked",
                action="request_claimed",
                word=request.word.value,
                folder=request.folder,
                note=request.note,
            )
            if request.folder == ROOT and request.word is RequestWord.GO:
                self._release_batch(request)
            for folder in self.agenda.shots:
                if within(folder, request.folder):
                    self.agenda.hurry(folder)

    def _release_batch(self, request: Request) -> None:
        jobs = self.orders.batch()
        if jobs and not self.desk.ledger.history.obeyed(request.id):
            now = self.desk.clock.now()
            self.desk.ledger.append(BatchReleased(at=now, jobs=jobs, request=request.id))

    def _jobs(self) -> Jobs:
        found: dict[ShotKey, list[Job]] = defaultdict(list)
        for job in self._engine.jobs():
            if job.plan.production == self.desk.production.id:
                found[job.plan.shot].append(job)
        return {shot: tuple(jobs) for shot, jobs in found.items()}

    def _forget_gone(self) -> None:
        for folder in self.looks.keys() - self.agenda.shots.keys():
            del self.looks[folder]
            self.orders.forget(folder)
        self.board.keep(self.agenda.shots.values())

    def _extra(self) -> tuple[str, ...]:
        lines = list(self.desk.watch.warnings)
        lines += [
            f"Not in force, the last good text holds.\n{fault}"
            for fault in (*self._film.faults, *self.desk.rules.faults)
        ]
        if self.orders.batch():
            lines.append(
                f"{len(self.orders.batch())} new jobs came at once. "
                "To start them, put an empty file named GO here."
            )
        return tuple(lines)
