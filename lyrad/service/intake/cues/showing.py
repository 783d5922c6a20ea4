"""Show how a production's cues stand: their cards, and what the status tells of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import structlog

from lyrad.core import lacking as general
from lyrad.core.cues import lacking, wanted
from lyrad.core.cues.card import CueView, cue_card
from lyrad.core.cues.wanted import CueFacts
from lyrad.errors import Fault
from lyrad.model.card import Card
from lyrad.model.cue import CueKey
from lyrad.model.names import RelPath
from lyrad.model.spotting import CueLook, Spotted
from lyrad.model.standing import Refused, Unsettled
from lyrad.service.intake.desk import Desk

PATIENCE = 10.0
"""Seconds of change after which a card says that the end of a copy is being waited for."""

log = structlog.get_logger()


@dataclass(slots=True)
class CueShowing:
    """Writes cues' cards; `shown` are the last ones, with the folders that they stand in."""

    shown: dict[CueKey, tuple[RelPath, Card]] = field(default_factory=dict)
    _restless: dict[CueKey, float] = field(default_factory=dict)

    def looked(self, found: CueLook, now: float) -> float | None:
        """Take in how a cue was found; return when a change has gone on for long."""
        if not isinstance(found.standing, Unsettled):
            self._restless.pop(found.cue, None)
            return None
        until = self._restless.setdefault(found.cue, now) + PATIENCE
        return until if until > now else None

    def show(
        self,
        found: CueLook,
        facts: CueFacts,
        desk: Desk,
        *,
        note: str,
        faults: tuple[Fault, ...],
    ) -> None:
        """Show the cue's card; while it is changing, the last one stays for a moment."""
        standing, now = found.standing, desk.clock.monotonic()
        if isinstance(standing, Unsettled):
            if now - self._restless.get(found.cue, now) < PATIENCE:
                return
            usual = general.the_edit() if found.takes else lacking.the_scene()
            found = replace(found, standing=standing.waits or usual)
        if faults:
            found = replace(found, standing=Refused(detail="a rule has faults", faults=faults))
        self._put(found, cue_card(_view(found, facts, desk, [note] if note else [])), desk)

    def forget(self, cue: CueKey) -> None:
        """Forget a cue that is gone."""
        self.shown.pop(cue, None)
        self._restless.pop(cue, None)

    def _put(self, found: CueLook, card: Card | None, desk: Desk) -> None:
        if fault := desk.cards.show(found.folder, card):
            log.warning(fault.what, action="card_not_shown", where=fault.where, next=fault.next)
        _, before = self.shown.pop(found.cue, (found.folder, None))
        if card is None:
            return
        self.shown[found.cue] = (found.folder, card)
        if before is None or (before.state, before.detail) != (card.state, card.detail):
            words = f"{card.state.value} {card.detail}".strip()
            log.info("card", action="card_changed", shot=found.folder, card=words)


def _view(found: CueLook, facts: CueFacts, desk: Desk, notes: Iterable[str]) -> CueView:
    spotted = found.standing if isinstance(found.standing, Spotted) else None
    view = CueView(
        look=found,
        jobs=wanted.current(spotted, facts),
        made=(),
        held=facts.history.held(found.cue.asked_as),
        zone=desk.production.timezone,
        notes=tuple(notes),
    )
    if spotted is None:
        return view
    made = (wanted.made(found.takes, match.rule.name, spotted) for match in spotted.matches)
    stale = (wanted.stale(spotted, match, found.takes) for match in spotted.matches)
    return replace(
        view,
        made=tuple(sorted((take for takes in made for take in takes), key=lambda one: one.number)),
        deleted=wanted.deleted(spotted, facts),
        stale=next((one for one in stale if one), None),
        copy_of=wanted.copy_of(spotted, found.foreign),
    )
