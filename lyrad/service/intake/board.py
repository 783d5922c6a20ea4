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
    _moved: bool = True
    _scenes: set[RelPath] = field(default_factory=set)
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
        self._moved = self._moved or changed
        return changed

    def keep(self, shots: Iterable[ShotKey]) -> None:
        """Forget the shots that are gone."""
        gone = self.shown.keys() - set(shots)
        for shot in gone:
            del self.shown[shot]
        self._moved = self._moved or bool(gone)

    def sum_up(self, desk: Desk, extra: tuple[str, ...], *, again: bool = False) -> None:
        """Show each scene's summary and the root's, where anything changed."""
        if not self._moved and not again and extra == self._extra:
            return
        self._moved, self._extra = False, extra
        names = {shot: _name(card) for shot, card in sorted(self.shown.items())}
        scenes = {
            match.scene_folder(desk.production.tree, scene): scene
            for scene in sorted({shot.scene for shot in names})
        }
        for folder, scene in scenes.items():
            mine = {shot: name for shot, name in names.items() if shot.scene == scene}
            desk.cards.summary(folder, summary(scene, mine))
        for folder in self._scenes - scenes.keys():
            desk.cards.summary(folder, None)
        self._scenes = set(scenes)
        time = local_time(desk.clock.now(), desk.production.timezone)
        desk.cards.summary(
            ROOT, summary(desk.production.title, names, (ALIVE, f"As of {time}.", *extra))
        )


def _name(card: Card | None) -> str:
    return "" if card is None else f"{card.state.value} {card.detail}".strip()
