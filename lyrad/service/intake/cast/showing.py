"""Show how a production's characters stand: their cards, and what the status tells of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import structlog

from lyrad.core import lacking
from lyrad.core.characters import wanted
from lyrad.core.characters.card import CharacterView, character_card
from lyrad.core.characters.estimate import expected
from lyrad.core.characters.wanted import CharacterFacts
from lyrad.errors import Fault
from lyrad.model.card import Card
from lyrad.model.cast import CharacterLook, Referenced
from lyrad.model.lora import LoraVersion
from lyrad.model.names import CharacterKey, asked_as
from lyrad.model.standing import Refused, Unsettled
from lyrad.service.intake.desk import Desk

PATIENCE = 10.0
"""Seconds of change after which a card says that the end of a copy is being waited for."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a card is told beside the look: what came of the last request, what rules lack.

    `trained` are the LoRAs of the whole production, by which a training's time is guessed.
    """

    note: str
    faults: tuple[Fault, ...]
    trained: tuple[LoraVersion, ...]


@dataclass(slots=True)
class CastShowing:
    """Writes characters' cards; `shown` are the last ones."""

    shown: dict[CharacterKey, Card] = field(default_factory=dict)
    _restless: dict[CharacterKey, float] = field(default_factory=dict)

    def looked(self, found: CharacterLook, now: float) -> float | None:
        """Take in how a character was found; return when a change has gone on for long."""
        if not isinstance(found.standing, Unsettled):
            self._restless.pop(found.character, None)
            return None
        until = self._restless.setdefault(found.character, now) + PATIENCE
        return until if until > now else None

    def show(
        self,
        found: CharacterLook,
        facts: CharacterFacts,
        desk: Desk,
        beside: Beside,
    ) -> None:
        """Show the character's card; while it is changing, the last one stays for a moment."""
        standing, now = found.standing, desk.clock.monotonic()
        if isinstance(standing, Unsettled):
            if now - self._restless.get(found.character, now) < PATIENCE:
                return
            found = replace(found, standing=standing.waits or lacking.the_references())
        if beside.faults:
            faulty = Refused(detail="a rule has faults", faults=beside.faults)
            found = replace(found, standing=faulty)
        self._put(found, character_card(_view(found, facts, desk, beside)), desk)

    def forget(self, character: CharacterKey) -> None:
        """Forget a character that is gone."""
        self.shown.pop(character, None)
        self._restless.pop(character, None)

    def _put(self, found: CharacterLook, card: Card | None, desk: Desk) -> None:
        if fault := desk.cards.show(found.folder, card):
            log.warning(fault.what, action="card_not_shown", where=fault.where, next=fault.next)
        before = self.shown.pop(found.character, None)
        if card is not None:
            self.shown[found.character] = card
            if before is None or (before.state, before.detail) != (card.state, card.detail):
                words = f"{card.state.value} {card.detail}".strip()
                log.info("card", action="card_changed", shot=found.folder, card=words)


def _view(
    found: CharacterLook, facts: CharacterFacts, desk: Desk, beside: Beside
) -> CharacterView:
    refs = found.standing if isinstance(found.standing, Referenced) else None
    print_ = refs.drop.fingerprint if refs else None
    made = {line.version for line in facts.past.trained if line.fingerprint == print_}
    return CharacterView(
        look=found,
        jobs=wanted.current(refs, facts),
        described=wanted.description(refs, facts) if refs else None,
        waits=wanted.waits(refs, facts) if refs else None,
        current=tuple(one for one in found.loras if one.number in made),
        held=facts.history.held(asked_as(found.character)),
        zone=desk.production.timezone,
        notes=(beside.note,) if beside.note else (),
        pace=expected(refs.spec, beside.trained) if refs else None,
        now=desk.clock.now(),
    )
