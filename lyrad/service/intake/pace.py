"""Say how long a take will need, by how long earlier ones needed.

One number for each rule: seconds for a million pixels of one frame, as a running mean that leans
on the latest takes. Nothing is said before the first take.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lyrad.model.spec import ShotSpec

_LATEST = 0.3
_MEGAPIXEL = 1_000_000


@dataclass(slots=True)
class Pace:
    """What is known of one production's speed."""

    _seconds: dict[str, float] = field(default_factory=dict)
    _learnt: set[str] = field(default_factory=set)

    def learn(self, rule: str, job: str, spec: ShotSpec, seconds: float) -> None:
        """Take in how long one job's steps needed; each job counts once."""
        if job in self._learnt or seconds <= 0:
            return
        self._learnt.add(job)
        one = seconds / _work(spec)
        before = self._seconds.get(rule, one)
        self._seconds[rule] = before + _LATEST * (one - before)

    def expected(self, rule: str, spec: ShotSpec) -> float | None:
        """Return the expected seconds of one take, or None before the first."""
        one = self._seconds.get(rule)
        return None if one is None else one * _work(spec)


def _work(spec: ShotSpec) -> float:
    return spec.frames * spec.size.width * spec.size.height / _MEGAPIXEL
