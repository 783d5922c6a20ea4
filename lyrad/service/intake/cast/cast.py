"""One production's characters: see, look, decide, order, show.

The admission path of `service.intake.turns` for references: what they want is compared with what
is known, and the difference is ordered. Nothing is remembered that looking would not find again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import structlog

from lyrad.core.characters.references import character_at, character_folder
from lyrad.model.card import Card
from lyrad.model.cast import CharacterLook, CharacterStanding
from lyrad.model.job import Job, JobState
from lyrad.model.lora import LoraVersion
from lyrad.model.names import CharacterKey, RelPath, ShotKey, asked_as
from lyrad.model.standing import Lacking, Refused
from lyrad.ports import Engine
from lyrad.service.intake.cast.admission import Admission
from lyrad.service.intake.cast.look import look
from lyrad.service.intake.cast.showing import Beside, CastShowing
from lyrad.service.intake.department import again_at
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.inbox import Inbox
from lyrad.service.intake.reader import Reader
from lyrad.service.intake.troubled import or_troubled
from lyrad.service.intake.vanished import Vanished

TOLD_AGAIN = 300.0
"""Seconds after which the card of a character at work is told anew how far it is."""

log = structlog.get_logger()


class Cast:
    """The characters of one production, looked at turn by turn; not thread-safe."""

    def __init__(self, engine: Engine, inbox: Inbox, *, quiet: float) -> None:
        self.looks: dict[CharacterKey, CharacterLook] = {}
        self.folders: tuple[RelPath, ...] = ()
        self._inbox = inbox
        self._admission = Admission(engine=engine, inbox=inbox)
        self._showing = CastShowing()
        self._vanished = Vanished(engine, quiet)
        self._due: dict[CharacterKey, float] = {}
        self._gone_at: float | None = None

    @property
    def shown(self) -> dict[CharacterKey, Card]:
        """Return the characters' cards."""
        return self._showing.shown

    def turn(self, changed: Iterable[RelPath], desk: Desk, reader: Reader) -> bool:
        """See to the characters that changed or are due; return whether a LoRA came or went."""
        self._enrol(changed, desk)
        now = desk.clock.monotonic()
        due = sorted(one for one, moment in self._due.items() if moment <= now)
        before = {one: self._loras(one) for one in due}
        for character in due:
            self._see_to(character, desk, reader)
        if due or self._gone_at is not None:
            self._let_go(desk, now)
        return any(self._loras(one) != loras for one, loras in before.items())

    def hurry(self, folder: RelPath) -> None:
        """Make a character due now, if this is its folder and it still stands."""
        if folder in self.folders:
            self._due[CharacterKey(folder.rpartition("/")[2])] = 0.0

    def all_due(self) -> None:
        """Make every character due now."""
        for folder in self.folders:
            self.hurry(folder)

    def idle_until(self) -> float | None:
        """Return when something is due (monotonic seconds), or None."""
        moments = list(self._due.values())
        return min([*moments, self._gone_at] if self._gone_at else moments, default=None)

    def standings(self) -> tuple[CharacterStanding | None, ...]:
        """Return how every character was found; another thread may ask."""
        return tuple(found.standing for found in tuple(self.looks.values()))

    def _enrol(self, changed: Iterable[RelPath], desk: Desk) -> None:
        """Take in which characters stand, where anything of theirs changed."""
        moved = {found for path in changed if (found := character_at(path)) is not None}
        if not moved:
            return
        self.folders = tuple(
            sorted(folder for folder in desk.watch.index if _is_character(folder))
        )
        for character in moved:
            self.hurry(character_folder(character))
        here = {CharacterKey(folder.rpartition("/")[2]) for folder in self.folders}
        for gone in (self.looks.keys() | self._due.keys()) - here:
            self.looks.pop(gone, None)
            self._due.pop(gone, None)
            self._showing.forget(gone)
            self._admission.forget(gone)
            self._gone_at = desk.clock.monotonic()

    def _let_go(self, desk: Desk, now: float) -> None:
        """End the jobs of characters whose folder a person deleted."""
        jobs: dict[ShotKey, tuple[Job, ...]] = defaultdict(tuple)
        for character, job in self._admission.jobs(desk):
            jobs[asked_as(character)] += (job,)
        here = {asked_as(CharacterKey(folder.rpartition("/")[2])) for folder in self.folders}
        self._gone_at = self._vanished.let_go(here, jobs, now, closed=desk.watch.closed)

    def _beside(self, character: CharacterKey) -> Beside:
        return Beside(
            note=self._admission.notes.get(character, ""),
            faults=self._admission.faults.get(character, ()),
            trained=tuple(lora for look in self.looks.values() for lora in look.loras),
        )

    def _loras(self, character: CharacterKey) -> tuple[LoraVersion, ...]:
        return self.looks[character].loras if character in self.looks else ()

    def _see_to(self, character: CharacterKey, desk: Desk, reader: Reader) -> None:
        """Look at one character, requests answered; its trouble must not stop the others."""
        folder, admission = character_folder(character), self._admission

        def seen() -> CharacterLook:
            self._inbox.claim(folder)
            found = look(character, folder, desk, reader)
            admission.admit(found, desk)
            return found

        def unseen(standing: Lacking | Refused) -> CharacterLook:
            return CharacterLook(character=character, folder=folder, standing=standing, loras=())

        found = or_troubled(seen, folder, unseen)
        self.looks[character] = found
        now, facts = desk.clock.monotonic(), admission.facts(character, desk)
        at_work = any(job.state is JobState.WORKING for job in facts.jobs)
        again = [
            self._showing.looked(found, now),
            again_at(found.standing, now),
            now + TOLD_AGAIN if at_work else None,
        ]
        self._showing.show(found, facts, desk, self._beside(character))
        moments = [moment for moment in again if moment is not None]
        self._due.pop(character, None)
        if moments:
            self._due[character] = min(moments)


def _is_character(folder: RelPath) -> bool:
    found = character_at(folder)
    return found is not None and character_folder(found) == folder
