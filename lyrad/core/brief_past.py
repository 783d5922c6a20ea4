"""What the ledger says of briefs: which drafts were made, and which texts are lyrad's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lyrad.model.brief import BriefLine, Drafted, WordsGiven
from lyrad.model.names import Fingerprint, JobId, ShotKey


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPast:
    """The production's drafts, by shot, oldest first; folding a line twice changes nothing.

    `own` are the sums of every transcript and draft that lyrad wrote. They are not among the
    outputs that never trigger rules: a draft that was only renamed is a spec.
    """

    drafted: Mapping[ShotKey, tuple[Drafted, ...]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def with_line(self, line: BriefLine) -> BriefPast:
        """Return the past with one more line."""
        if isinstance(line, WordsGiven):
            return replace(self, own=self.own.union(line.outputs))
        mine = self.of(line.shot)
        if line in mine:
            return self
        return replace(self, drafted={**self.drafted, line.shot: (*mine, line)})

    def of(self, shot: ShotKey) -> tuple[Drafted, ...]:
        """Return every draft that was made for a shot, oldest first."""
        return self.drafted.get(shot, ())

    def made_of(self, shot: ShotKey, print_: Fingerprint) -> Drafted | None:
        """Return the draft that was made of these very briefs, or None."""
        return next((one for one in self.of(shot)[::-1] if one.fingerprint == print_), None)

    def did(self, shot: ShotKey, job: JobId) -> Drafted | None:
        """Return what a job wrote into the ledger at its end, or None."""
        return next((one for one in self.of(shot) if one.job == job), None)
