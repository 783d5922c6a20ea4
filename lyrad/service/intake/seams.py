"""Judge the pairs of frames that a tool would render between, before anything is ordered.

Each pair is judged once, by content. A turn judges for a moment only, so that a hundred shots at
once do not keep everybody else waiting: the rest is judged in the turns that follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lyrad.core.seam_hold import is_asked
from lyrad.model.names import RelPath
from lyrad.model.seam import Seam
from lyrad.model.standing import Ready
from lyrad.service.intake.desk import Desk

_MOMENT = 1.0
"""Seconds of judging in one turn."""

_Pair = tuple[str, str]


class NotJudgedError(Exception):
    """The turn's time for judging is over: ask again in the next."""


@dataclass(slots=True)
class Seams:
    """What was judged of one production's pairs; None is a pair that could not be judged."""

    _judged: dict[_Pair, Seam | None] = field(default_factory=dict)
    _until: float = 0.0

    def begin(self, desk: Desk) -> None:
        """Begin a turn."""
        self._until = desk.clock.monotonic() + _MOMENT

    def of(self, ready: Ready, rule: str, desk: Desk) -> Seam | None:
        """Return what is to be known of a drop's pair under a rule; None where nobody asks.

        Raises:
            NotJudgedError: not in this turn.
        """
        pair = self._pair(ready, rule, desk)
        if pair is None:
            return None
        if pair not in self._judged:
            if desk.clock.monotonic() > self._until:
                raise NotJudgedError
            seam = desk.judge(*map(desk.store.path, pair))
            if seam is None:
                return None
            self._judged[pair] = seam
        return self._judged[pair]

    def suggest(self, folder: RelPath, ready: Ready, seam: Seam, desk: Desk) -> bool:
        """Suggest the middle of a pair that is held; return whether a suggestion lies there.

        Raises:
            NotJudgedError: not in this turn.
        """
        first, last = ready.drop.member("first"), ready.drop.member("last")
        if first is None or last is None:
            return False
        if desk.clock.monotonic() > self._until:
            raise NotJudgedError
        here, there = desk.store.path(first.sha256), desk.store.path(last.sha256)
        return desk.suggestions.offer(folder, here, there, seam)

    def _pair(self, ready: Ready, rule: str, desk: Desk) -> _Pair | None:
        first, last = ready.drop.member("first"), ready.drop.member("last")
        asked = any(
            match.rule.name == rule and is_asked(match.rule, desk.production.seam)
            for match in ready.matches
        )
        if first is None or last is None or not asked:
            return None
        return first.sha256, last.sha256
