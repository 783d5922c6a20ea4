"""See to the shot lists in `inbox/`: read what is whole, show what it would change, apply on GO.

A GO applies every list that lies there once all of them have come to rest; it goes when that is
written down, so that a kill in between applies the rest at the next start. What the lists mean is
decided in `core.shotlist`; frames in `inbox/` are filed by `named_frames`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import structlog

from lyrad.core.card_words import Saying
from lyrad.core.outcome import fault_of
from lyrad.core.shotlist import card, kinds
from lyrad.core.shotlist.difference import rate_of
from lyrad.errors import ConfigError, Fault, LyradError, Permanent
from lyrad.model.card import CardState, Request, RequestWord
from lyrad.model.drop import Seen, Sighting
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.production import Production
from lyrad.model.shotlist import Difference, OnShotList, ShotList
from lyrad.model.standing import Lacking, Refused, Unsettled
from lyrad.service.intake.applying import apply, compare, finish, read
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.inbox import INBOX, within
from lyrad.service.intake.named_frames import Frames
from lyrad.service.intake.reader import NotReadyError, Reader

AGAIN = 5.0
"""Seconds until what could not be seen to now is tried again."""

SOON = 1.0
RENEWED = 60.0
"""Seconds after which a card that somebody deleted is shown again."""

Shots = Mapping[RelPath, ShotKey]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A list as it was read: of which sighting, at which rate, and the list or its faults."""

    sighting: Sighting
    rate: Fraction
    sha256: str
    found: ShotList | tuple[Fault, ...]


class ShotLists:
    """The lists of one production. `due` is when to look again though nothing changes (monotonic).

    `restless` says that something will settle by itself soon, `arriving` that it is not whole.
    """

    def __init__(self) -> None:
        self.due: float | None = None
        self.restless = False
        self.arriving = False
        self._read: dict[RelPath, _Read] = {}
        self._before: tuple[Production, frozenset[RelPath]] | None = None
        self._sayings: list[Saying] = []
        self._differences: tuple[Difference, ...] = ()
        self._shown_at = 0.0

    def look(self, changed: Collection[RelPath], desk: Desk, shots: Shots) -> None:
        """See to the inbox if anything changed there, in the tree's shots, or is due."""
        now, around = desk.clock.monotonic(), (desk.production, frozenset(shots))
        news = any(within(path, INBOX) for path in changed) or around != self._before
        if not news and (self.due is None or now < self.due):
            if now >= self._shown_at + RENEWED:
                self._show(desk)
            return
        self._before, self.due = around, None
        self.restless = self.arriving = False
        self._sayings = []
        try:
            self._differences = self._see_to(desk, shots)
        except (LyradError, OSError) as error:
            self._troubled(error, now)
        self._show(desk)

    def words(self) -> tuple[str, ...]:
        """Return what the root's summary says of lists that need a person."""
        shown = card.card(self._sayings)
        needs = shown is not None and shown.state in {CardState.HELD, CardState.FAILED}
        return (f"In {INBOX}: {shown.state} {shown.detail}.",) if shown and needs else ()

    def _see_to(self, desk: Desk, shots: Shots) -> tuple[Difference, ...]:
        """Return how each readable list differs from the tree, after what was asked is done."""
        files = [seen for seen in desk.watch.index.children(INBOX) if not seen.sighting.folder]
        lists = [one for seen in files if _is_list(seen) and (one := self._list(seen, desk))]
        good = [(one, one.found) for one in lists if isinstance(one.found, ShotList)]
        go = self._asked(desk)
        busy = [
            one
            for one, found in good
            if _wanted(one, go, desk)
            and apply(found, one.sha256, desk, shots, request=go.id if go else "")
        ]
        if go and not busy:
            self._answered(go, desk)
        going_on = [one for one in busy if _wanted(one, go, desk)]
        if busy:
            # When all is made, it is looked at once more: by then the watch has seen the folders.
            self.restless = True
            self._again(desk.clock.monotonic() + (0.0 if going_on else SOON))
        frames = Frames(desk=desk, shots=shots, ready=partial(self._ready, desk=desk))
        self._sayings += frames.filed(files)
        return tuple(
            self._told(one, found, desk, shots, busy=one in going_on) for one, found in good
        )

    def _asked(self, desk: Desk) -> Request | None:
        """Return the GO that may be obeyed now; what else was asked goes, and changes nothing."""
        go: Request | None = None
        for request in desk.requests.claim(INBOX):
            if go or request.word is not RequestWord.GO:
                self._answered(request, desk)
            elif self.restless or self.arriving:
                self._sayings.append(card.go_waits())
            else:
                go = request
        return go

    def _answered(self, request: Request, desk: Desk) -> None:
        desk.requests.remove(request)
        log.info("asked", action="request_claimed", word=request.word.value, folder=INBOX)

    def _told(
        self, one: _Read, found: ShotList, desk: Desk, shots: Shots, *, busy: bool
    ) -> Difference:
        """Return how a list differs now, and have it said on the card."""
        difference = compare(found, desk, shots)
        if not difference.open:
            finish(found.name, one.sha256, desk)
            past = desk.ledger.history.lists.of(one.sha256)
            self._sayings.append(card.done(difference, past))
        else:
            self._sayings.append(card.working(difference) if busy else card.held(difference))
        return difference

    def _list(self, seen: Seen, desk: Desk) -> _Read | None:
        """Return a list that is whole and at rest, read once for each content; else None."""
        path = seen.sighting.path
        known, rate = self._read.get(path), rate_of(desk.production)
        if known is None or (known.sighting, known.rate) != (seen.sighting, rate):
            known = self._fresh(seen, desk, rate) if self._ready(seen, desk) else None
        if known and isinstance(known.found, tuple):
            self._sayings.append(card.failed(_name(path), known.found))
        return known

    def _fresh(self, seen: Seen, desk: Desk, rate: Fraction) -> _Read | None:
        path = seen.sighting.path
        try:
            copy = Reader(desk).member("list", path)
        except NotReadyError as early:
            self._early(early, path, desk)
            return None
        found: ShotList | tuple[Fault, ...]
        try:
            found = read(desk.store.path(copy.sha256), path, desk)
        except ConfigError as error:
            found = error.faults
        self._read[path] = _Read(
            sighting=seen.sighting, rate=rate, sha256=copy.sha256, found=found
        )
        return self._read[path]

    def _ready(self, seen: Seen, desk: Desk) -> bool:
        """Return whether a file has come to rest and is whole; if not, look again in time."""
        now, at = desk.clock.monotonic(), seen.changed_at + desk.quiet.usual
        if now < at:
            self.restless = True
            self._again(at)
            return False
        try:
            Reader(desk).check_whole(seen.sighting.path)
        except NotReadyError as early:
            self._early(early, seen.sighting.path, desk)
            return False
        return True

    def _early(self, early: NotReadyError, path: RelPath, desk: Desk) -> None:
        """Note what a file still waits for."""
        standing = early.standing
        if isinstance(standing, Unsettled):
            self.restless = True
            self._again(standing.ready_at)
        elif isinstance(standing, Lacking):
            self.arriving = True
            self._sayings.append(card.waits(_name(path), standing.detail, standing.body))
            self._again(standing.again_at or desk.clock.monotonic() + AGAIN)
        elif isinstance(standing, Refused):
            self._sayings.append(card.failed(_name(path), standing.faults))

    def _again(self, at: float) -> None:
        self.due = at if self.due is None else min(self.due, at)

    def _troubled(self, error: Exception, now: float) -> None:
        """Say what keeps lyrad from going on; what time may mend is tried again."""
        fault = fault_of(error, INBOX)
        log.warning(fault.what, action="shotlist_trouble", where=fault.where)
        if isinstance(error, Permanent):
            self._sayings.append(card.failed("The list", (fault,)))
            return
        self._sayings.append(card.troubled(fault))
        self.arriving = True
        self._again(now + AGAIN)

    def _show(self, desk: Desk) -> None:
        """Show the card and the pages, also again where somebody deleted them."""
        self._shown_at = desk.clock.monotonic()
        if desk.watch.index.seen(INBOX) is None:
            return
        shown = (
            desk.cards.pages(INBOX, card.pages(self._differences)),
            desk.cards.show(INBOX, card.card(self._sayings)),
        )
        for fault in filter(None, shown):
            log.warning(fault.what, action="card_not_shown", where=fault.where)


def _wanted(one: _Read, go: Request | None, desk: Desk) -> bool:
    """Return whether a list is to be applied: by a GO, or once where the production says so."""
    past = desk.ledger.history.lists.of(one.sha256)
    if go is not None:
        return go.id not in past.obeyed
    return desk.production.shot_lists is OnShotList.APPLY and not past.whole


def _is_list(seen: Seen) -> bool:
    return kinds.is_list(_name(seen.sighting.path))


def _name(path: RelPath) -> str:
    return path.rpartition("/")[2]
