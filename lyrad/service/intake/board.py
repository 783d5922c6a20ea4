"""Show cards and summaries, and remember what was shown, for the summaries and for the status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog

from lyrad.core import match
from lyrad.core.card import ShotView, shot_card
from lyrad.core.summary import ALIVE, local_time, summary
from lyrad.model.card import Card
from lyrad.model.names import RelPath, ShotKey
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.pace import Pace

ROOT = RelPath("")

log = structlog.get_logger()


@dataclass(slots=True)
class Board:
    """The cards of one production."""

    shown: dict[ShotKey, Card] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    _beside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _moved: set[str] = field(default_factory=set)
    _begun: bool = False
    _extra: tuple[str, ...] = ()

    def show(self, view: ShotView, desk: Desk) -> bool:
        """Show a shot's card; return whether its state changed."""
        card = shot_card(view)
        if fault := desk.cards.show(view.look.folder, card):
            log.warning(fault.what, action="card_not_shown", where=fault.where, next=fault.next)
        before = self.shown.get(view.look.shot)
        if card is None:
            self.shown.pop(view.look.shot, None)
        else:
            self.shown[view.look.shot] = card
        changed = _name(before) != _name(card)
        if changed:
            self._moved.add(view.look.shot.scene)
        return changed

    def tell(self, scene: str, lines: tuple[str, ...]) -> None:
        """Take in what a scene's summary says beside its shots."""
        if self._beside.get(scene, ()) != lines:
            self._beside[scene] = lines
            self._moved.add(scene)

    def keep(self, shots: Iterable[ShotKey]) -> None:
        """Forget the shots that are gone."""
        gone = self.shown.keys() - set(shots)
        for shot in gone:
            del self.shown[shot]
            self._moved.add(shot.scene)

    def sum_up(self, desk: Desk, extra: tuple[str, ...], *, again: bool = False) -> None:
        """Show the summary of each scene in which something changed, and the root's.

        With `again` every scene's is renewed, for somebody may have deleted it.
        """
        if self._begun and not self._moved and not again and extra == self._extra:
            return
        names = {shot: _name(card) for shot, card in sorted(self.shown.items())}
        scenes: dict[str, dict[ShotKey, str]] = {scene: {} for scene in self._moved}
        for shot, name in names.items():
            if again or shot.scene in scenes:
                scenes.setdefault(shot.scene, {})[shot] = name
        for scene, mine in sorted(scenes.items()):
            folder = match.scene_folder(desk.production.tree, scene)
            lines = self._beside.get(scene, ())
            desk.cards.summary(folder, summary(scene, mine, lines) if mine else None)
        self._begun, self._moved, self._extra = True, set(), extra
        time = local_time(desk.clock.now(), desk.production.timezone)
        desk.cards.summary(
            ROOT, summary(desk.production.title, names, (ALIVE, f"As of {time}.", *extra))
        )


def _name(card: Card | None) -> str:
    return "" if card is None else f"{card.state.value} {card.detail}".strip()
