"""Compare what was foretold of pairs with what their renders showed, and find better thresholds.

A verdict is an opinion on film practice until renders confirm it; each model has its own nerve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lyrad.model.seam import SeamRecord, Thresholds, Verdict

FEWEST = 10
"""Clips that broke, and as many that ran through, before thresholds are proposed."""

FORGIVEN = 0.05
"""The share of clips called OK that may break: a warning for everything is no warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the pairs that got one verdict."""

    verdict: Verdict
    clips: int
    broke: int

    @property
    def right(self) -> float | None:
        """Return how often the verdict was right, 0 to 1; CAUTION foretells neither."""
        if self.verdict is Verdict.CAUTION or not self.clips:
            return None
        broke = self.broke / self.clips
        return broke if self.verdict is Verdict.CUT_LIKELY else 1 - broke


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How well the guard foretells; `better` is None where too little is known.

    `missed` are clips called OK that broke, `alarms` those called CUT-LIKELY that ran through.
    """

    tallies: tuple[Tally, ...]
    missed: int
    alarms: int
    better: Thresholds | None


def calibrate(records: Sequence[SeamRecord]) -> Calibration:
    """Return what the records teach; the order does not matter."""
    tallies = {verdict: _tally(verdict, records) for verdict in Verdict}
    wrong = tallies[Verdict.CUT_LIKELY]
    return Calibration(
        tallies=tuple(tallies.values()),
        missed=tallies[Verdict.OK].broke,
        alarms=wrong.clips - wrong.broke,
        better=_better(records),
    )


def _tally(verdict: Verdict, records: Sequence[SeamRecord]) -> Tally:
    clips = [record for record in records if record.verdict is verdict]
    return Tally(verdict=verdict, clips=len(clips), broke=sum(one.broke for one in clips))


def _better(records: Sequence[SeamRecord]) -> Thresholds | None:
    broke = sorted(one.risk for one in records if one.broke)
    ran = sorted(one.risk for one in records if not one.broke)
    if min(len(broke), len(ran)) < FEWEST:
        return None
    places = _between(broke + ran)
    if not places:
        return None
    cut = max(places, key=lambda place: _parted(place, broke, ran))
    calm = [place for place in places if place <= cut and _lost(place, broke, ran) <= FORGIVEN]
    return Thresholds(caution=max(calm, default=min(places)), cut=cut)


def _between(risks: list[float]) -> list[float]:
    """Return the places where a threshold may lie: half-way between neighbouring risks."""
    return [(low + high) / 2 for low, high in pairwise(sorted(set(risks)))]


def _parted(place: float, broke: list[float], ran: list[float]) -> float:
    """Return how well a threshold parts the two: Youden's index (1950), however many of each."""
    caught = sum(risk >= place for risk in broke) / len(broke)
    return caught + sum(risk < place for risk in ran) / len(ran) - 1


def _lost(place: float, broke: list[float], ran: list[float]) -> float:
    """Return the share of broken clips among those below a threshold."""
    below = sum(risk < place for risk in broke)
    return below / max(1, below + sum(risk < place for risk in ran))
