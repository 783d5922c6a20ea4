"""One production's intake: see, look, decide, order, show. The one admission path.

Events, polls, rescans and the start all end here: a shot is looked at, what it wants is compared
with what is known of it, and the difference is ordered. Nothing is remembered that could not be
found again by looking, so a kill at any moment is healed by the next turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import structlog

from lyrad.core import match
from lyrad.errors import Fault, LyradError
from lyrad.model.job import Job
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.standing import Lacking, Refused, ShotLook, Unsettled
from lyrad.ports import Engine
from lyrad.service.intake.admission import Admission
from lyrad.service.intake.agenda import Agenda
from lyrad.service.intake.alike import Alike
from lyrad.service.intake.assemblies.assemblies import Assemblies
from lyrad.service.intake.board import ROOT, Board
from lyrad.service.intake.cast.cast import Cast
from lyrad.service.intake.cues.sheet import CueSheet
from lyrad.service.intake.department import AGAIN, Departments, again_at, arriving, unsettled
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.film import MARK, Film
from lyrad.service.intake.hearing import Hearing
from lyrad.service.intake.known import Jobs, facts_of, hurry, jobs_of
from lyrad.service.intake.look import look
from lyrad.service.intake.reader import Reader
from lyrad.service.intake.shotlists import ShotLists
from lyrad.service.intake.showing import Showing
from lyrad.service.intake.troubled import or_troubled
from lyrad.service.intake.vanished import Vanished

log = structlog.get_logger()


class Intake:
    """Runs one production, turn by turn; not thread-safe, but for `inbox.give`."""

    def __init__(self, desk: Desk, engine: Engine) -> None:
        self.desk = desk
        self.agenda = Agenda(desk.production.tree)
        self.board = Board()
        self.looks: dict[RelPath, ShotLook] = {}
        self._engine = engine
        self._film = Film()
        self._alike = Alike()
        self._reader = Reader(desk)
        self._hearing = Hearing(desk, engine)
        self.inbox = self._hearing.inbox
        self._admission = Admission(engine, self._hearing)
        self.orders = self._admission.orders
        self._showing = Showing(
            board=self.board, orders=self.orders, briefs=self._admission.briefs
        )
        self._shot_lists = ShotLists()
        self._vanished = Vanished(engine, desk.quiet.usual)
        self.cast = Cast(engine, self.inbox, quiet=desk.quiet.usual)
        self.cue_sheet = CueSheet(engine, self.inbox, quiet=desk.quiet.usual)
        assemblies = Assemblies(engine, self.board.tell)
        self._departments = Departments(each=(self.cast, self.cue_sheet, assemblies))
        self._gone_at: float | None = None
        self._trouble: Fault | None = None
        self._unseen: tuple[RelPath, ...] = ()  # a turn that broke off has not seen to them

    def begin(self) -> None:
        """Take up the production, now that it is ours: read the ledger, and know our own takes.

        Asked again whenever the lease was another's meanwhile.
        """
        for published in self.desk.ledger.refresh().done.values():
            self.desk.watch.index.own(published.folder)
        self.inbox.claim(ROOT)
        self._all_due()

    def turn(self, *, full: bool = False) -> None:
        """Look at what changed or is due, and do what follows from it."""
        changed = self._unseen = (*self._unseen, *self.desk.watch.look(full=full))
        if not self.desk.watch.healthy or self.desk.watch.index.seen(MARK) is None:
            return
        production = self._film.look(changed, self.desk)
        if production is not None:
            self.desk = replace(self.desk, production=production)
            self.everything()
        self.agenda.changed(changed, self.desk.watch.index)
        if changed:
            for folder in self._alike.look(self.agenda.shots, self.desk):
                self.agenda.hurry(folder)
        self._hearing.claim_wide(changed, self.desk, self.agenda)
        if self._departments.turn(changed, self.desk, self._reader):
            self.agenda.all_due()  # any may rest on what came or went: a character's LoRA
        self._shot_lists.look(changed, self.desk, self.agenda.shots)
        self._see_to_due()
        self.inbox.sweep((*self.agenda.shots, *self._departments.folders), self._has_room)
        self._forget_gone()
        self._trouble = None
        self._unseen = ()
        self.board.sum_up(self.desk, self._extra())

    def tell(self, trouble: Fault) -> None:
        """Show in the root's summary what keeps the production from going on, for now."""
        self._trouble = trouble
        self.board.sum_up(self.desk, self._extra())

    def everything(self) -> None:
        """Look at every shot again in the next turn: the rules or the production changed."""
        self._reader = Reader(self.desk, settled=self._reader.settled)
        self._all_due()

    def hurry(self, folder: RelPath) -> None:
        """Make what stands in this folder due now, if it is still there."""
        self.agenda.hurry(folder)
        self._departments.hurry(folder)

    def wake(self) -> None:
        """Hurry the jobs that wait for this production's share: it is back."""
        hurry(self.desk, self._engine)

    def beat(self) -> None:
        """Renew the root's summary, so that its time says that lyrad is alive."""
        self.board.sum_up(self.desk, self._extra(), again=True)
        self.desk.cards.touch(ROOT)

    def idle_until(self) -> float | None:
        """Return when something is due (monotonic seconds), or None."""
        moments = (*self._due(), self._gone_at, self._film.due, self._shot_lists.due)
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with a newer `production.yaml` that is not in force."""
        return self._film.faults

    def restless(self) -> bool:
        """Return whether anything is changing, or due to be looked at."""
        now = self.desk.clock.monotonic()
        late = any(moment is not None and moment <= now for moment in self._due())
        return late or unsettled(self._standings()) or self._shot_lists.restless

    def arriving(self) -> bool:
        """Return whether something is not whole, or not to be had, that time alone may mend."""
        return self._shot_lists.arriving or arriving(self._standings())

    def _all_due(self) -> None:
        self.agenda.all_due()
        self._departments.all_due()

    def _due(self) -> tuple[float | None, ...]:
        return (self.agenda.next_due(), *self._departments.due())

    def _standings(self) -> tuple[object, ...]:
        """Return how everything was found; another thread may ask."""
        shots = (found.standing for found in tuple(self.looks.values()))
        return (*shots, *self._departments.standings())

    def _see_to_due(self) -> None:
        """Look at the shots that are due; order what they want; show how they stand."""
        jobs = jobs_of(self.desk, self._engine)
        due = self.agenda.take_due(self.desk.clock.monotonic())
        looks = [self._look(folder, shot, jobs.get(shot, ())) for folder, shot in due]
        try:
            self._hearing.release(self.desk)
            self.orders.place(self.desk)
            for folder in self.orders.unjudged:
                self.agenda.hurry(folder)
        except LyradError:
            # Nobody else would look at them again: what they want is not ordered, nor their
            # card up to date.
            for found in looks:
                self.agenda.hurry(found.folder)
            self._show(looks, jobs)
            raise
        jobs = jobs_of(self.desk, self._engine) if looks else jobs
        self._show(looks, jobs)
        self._gone_at = self._vanished.let_go(
            set(self.agenda.shots.values()),
            jobs,
            self.desk.clock.monotonic(),
            closed=self.desk.watch.closed,
        )

    def _show(self, looks: Iterable[ShotLook], jobs: Jobs) -> None:
        """Show the cards of the shots that were looked at."""
        for found in looks:
            now = self.desk.clock.monotonic()
            facts, notes = facts_of(found, jobs, self.desk), self._hearing.notes(found.folder, now)
            if self._showing.show(found, facts, notes, self.desk):
                self._hearing.forget(found.folder)

    def _look(self, folder: RelPath, shot: ShotKey, jobs: tuple[Job, ...]) -> ShotLook:
        """Return how a shot stands, requests answered; its trouble must not stop the others."""

        def seen() -> ShotLook:
            self.inbox.claim(folder)
            alike = self._alike.to(folder)
            found = look(shot, folder, self.desk, self._reader, alike=alike)
            self._admission.admit(found, jobs, self.desk)
            return found

        def unseen(standing: Lacking | Refused) -> ShotLook:
            self.orders.rest(folder)
            soon = self.desk.clock.monotonic() + AGAIN
            return ShotLook(shot=shot, folder=folder, standing=standing, again_at=soon)

        found = or_troubled(seen, folder, unseen)
        now = self.desk.clock.monotonic()
        self._showing.looked(found, now)
        self.agenda.at(folder, self._again(found, now))
        self.looks[folder] = found
        return found

    def _again(self, found: ShotLook, now: float) -> float | None:
        """Return when the shot has to be looked at again though nothing changes, or None."""
        noted = self._hearing.noted_until(found.folder)
        again = [found.again_at, noted if noted and noted > now else None]
        again.append(again_at(found.standing, now))
        if isinstance(found.standing, Unsettled):
            again.append(self._showing.patient_until(found.folder, now))
        return min((at for at in again if at is not None), default=None)

    def _has_room(self, folder: RelPath) -> bool:
        """Return whether this is the root, or a scene that stands: shots may come into it."""
        if match.scene_at(self.desk.production.tree, folder) is None:
            return folder == ROOT
        return self.desk.watch.index.seen(folder) is not None

    def _forget_gone(self) -> None:
        for folder in self.looks.keys() - self.agenda.shots.keys():
            del self.looks[folder]
            self._admission.forget(folder)
        self.board.keep(self.agenda.shots.values())

    def _extra(self) -> tuple[str, ...]:
        words = (*self._film.words, *self._hearing.waiting(), *self._shot_lists.words())
        beside = self._showing.beside(self.desk, self._film.faults, words)
        return (str(self._trouble), *beside) if self._trouble else beside
