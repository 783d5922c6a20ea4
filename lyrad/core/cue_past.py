"""What the ledger says of one cue, folded from its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lyrad.model.cue import CueGiven, CueLine, CuePublished
from lyrad.model.names import JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class CuePast:
    """What was made so far; folding a line twice changes nothing.

    `numbers` are the take numbers by the job that was given them last, `outputs` the sha256 sums
    of everything that was published.
    """

    published: tuple[CuePublished, ...] = ()
    numbers: Mapping[JobId, int] = field(default_factory=dict)
    outputs: frozenset[str] = frozenset()
    highest_take: int = 0

    def with_line(self, line: CueLine) -> CuePast:
        """Return the past with one more line."""
        past = replace(
            self,
            numbers={**self.numbers, line.job: line.take},
            highest_take=max(self.highest_take, line.take),
        )
        if isinstance(line, CueGiven):
            return past if self.did(line.job) is None else self
        if line in self.published:
            return past
        return replace(
            past,
            published=(*self.published, line),
            outputs=self.outputs.union(line.outputs),
        )

    def did(self, job: JobId) -> CuePublished | None:
        """Return the take that a job published, or None."""
        return next((line for line in self.published if line.job == job), None)


NOTHING = CuePast()
