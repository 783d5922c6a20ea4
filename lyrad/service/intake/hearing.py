"""Hear what people ask: claim requests, let each shot answer, keep what was let start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import structlog

from lyrad.core import match
from lyrad.core.admit import ShotFacts
from lyrad.model.card import Request, RequestWord
from lyrad.model.names import JobId, RelPath
from lyrad.model.standing import ShotLook
from lyrad.model.take import BatchReleased
from lyrad.ports import Engine, RequestTray
from lyrad.service.intake.agenda import Agenda
from lyrad.service.intake.asks import Ask, Asks
from lyrad.service.intake.board import ROOT
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.inbox import INBOX, Inbox, within

log = structlog.get_logger()


NOTED = 120.0
"""Seconds for which a card says that a request changed nothing."""


class Hearing:
    """The requests of one production, from the claim to the answer of the last shot."""

    def __init__(self, desk: Desk, engine: Engine) -> None:
        tray: RequestTray = desk.requests
        self.inbox = Inbox(tray)
        self._asks = Asks(ledger=desk.ledger, engine=engine, clock=desk.clock)
        self._notes: dict[RelPath, tuple[str, float]] = {}
        self._releases: dict[Request, list[JobId]] = {}
        self._in_doubt = False

    def claim_wide(self, changed: Iterable[RelPath], desk: Desk, agenda: Agenda) -> None:
        """Claim what was dropped into scenes and the root; the shots that it concerns are due.

        A GO in the root answers, and answers nothing else, whether what vanished was deleted,
        once the root's summary has asked: what is seen together with the loss was not meant so.
        """
        tree = desk.production.tree
        in_doubt = self._in_doubt and desk.watch.keeps
        self._in_doubt = desk.watch.keeps
        # A scene that has just come may bring a claim from before a restart.
        for folder in sorted({at for path in changed for at in (path, _parent(path))}):
            if folder == ROOT or (folder != INBOX and match.scene_at(tree, folder) is not None):
                self.inbox.claim(folder)
        for request in self.inbox.fresh():
            log.info(
                "asked",
                action="request_claimed",
                word=request.word.value,
                folder=request.folder,
                note=request.note,
            )
            if in_doubt and request.word is RequestWord.GO and request.folder == ROOT:
                self._accept(request, desk)
                continue
            for folder in agenda.shots:
                if within(folder, request.folder):
                    agenda.hurry(folder)

    def answer(self, found: ShotLook, facts: ShotFacts, desk: Desk, *, refused: bool) -> None:
        """Let one shot answer every request that speaks of it."""
        for request in self.inbox.speaking_of(found.folder):
            facts = replace(facts, history=desk.ledger.history)
            answer = self._asks.answer(
                Ask(request=request, look=found, facts=facts, refused=refused)
            )
            if answer.note:
                until = desk.clock.monotonic() + NOTED
                self._notes[found.folder] = (answer.note, until)
            else:
                self._notes.pop(found.folder, None)
            if answer.releases:
                self._releases.setdefault(request, []).extend(answer.releases)
            if answer.seen_to:
                self.inbox.answered(request, found.folder)

    def release(self, desk: Desk) -> None:
        """Write down what this turn's answers let start, one line for each request."""
        for request, jobs in tuple(self._releases.items()):
            desk.ledger.append(
                BatchReleased(
                    at=desk.clock.now(), jobs=tuple(jobs), request=request.id, note=request.note
                )
            )
            del self._releases[request]

    def waiting(self) -> Iterator[str]:
        """Return what the root's summary says of requests that found no shot below yet."""
        for request in self.inbox.waiting:
            place = request.folder or "the main folder"
            yield f"{request.word.value} in {place} waits for the first shot there."

    def notes(self, folder: RelPath, now: float) -> Iterator[str]:
        """Return what the shot's card says of the last request, for a while."""
        note, until = self._notes.get(folder, ("", 0.0))
        if now < until:
            yield note

    def noted_until(self, folder: RelPath) -> float | None:
        """Return when the card has to be shown without its note, or None."""
        return self._notes[folder][1] if folder in self._notes else None

    def forget(self, folder: RelPath) -> None:
        """Say no more of former requests in this folder."""
        self._notes.pop(folder, None)

    def _accept(self, request: Request, desk: Desk) -> None:
        """Let the next look take for deleted what vanished at once."""
        self.inbox.take_away(request)
        desk.watch.accept()
        log.info("vanished files are deleted", action="vanished_accepted", note=request.note)


def _parent(path: RelPath) -> RelPath:
    return RelPath(path.rpartition("/")[0])
