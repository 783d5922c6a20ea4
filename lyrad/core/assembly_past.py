"""What the ledger says of one scene's assemblies, folded from its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lyrad.model.assembly import AssemblyGiven, AssemblyLine, AssemblyPublished
from lyrad.model.names import Fingerprint, JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyPast:
    """What was put together so far; folding a line twice changes nothing.

    `given` are the numbers by the job that was given them last, `highest` is the highest ever.
    """

    published: tuple[AssemblyPublished, ...] = ()
    given: Mapping[JobId, AssemblyGiven] = field(default_factory=dict)
    highest: int = 0

    def with_line(self, line: AssemblyLine) -> AssemblyPast:
        """Return the past with one more line."""
        past = replace(self, highest=max(self.highest, line.version))
        if isinstance(line, AssemblyGiven):
            return replace(past, given={**self.given, line.job: line})
        return past if line in self.published else replace(past, published=(*self.published, line))

    def did(self, job: JobId) -> AssemblyPublished | None:
        """Return the assembly that a job published, or None."""
        return next((line for line in self.published if line.job == job), None)

    def attempt(self, rule: str, print_: Fingerprint) -> int:
        """Return which time it is, from 1, that a rule makes this very assembly.

        The one that the rule made last is not made again.
        """
        mine = [line for line in self.published if line.rule == rule]
        made = sum(line.fingerprint == print_ for line in mine)
        newest = bool(mine) and mine[-1].fingerprint == print_
        return made if newest else made + 1

    @property
    def last(self) -> AssemblyPublished | None:
        """Return the assembly that was published last, or None."""
        return self.published[-1] if self.published else None


NOTHING = AssemblyPast()
