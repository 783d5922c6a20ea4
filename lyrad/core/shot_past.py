"""What the ledger says of one shot, folded from its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lyrad.model.names import Fingerprint
from lyrad.model.take import (
    FinishOrdered,
    Held,
    Published,
    Released,
    RetakeOrdered,
    TakeGiven,
    VersionGiven,
)

ShotLine = Published | VersionGiven | TakeGiven | RetakeOrdered | FinishOrdered | Held | Released
"""The lines that speak of one shot and change what is known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotPast:
    """What was given, made and asked so far; folding a line twice changes nothing."""

    highest_take: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    publications: tuple[Published, ...] = ()
    retakes: tuple[RetakeOrdered, ...] = ()
    finishes: tuple[FinishOrdered, ...] = ()
    held: Held | None = None

    def with_line(self, line: ShotLine) -> ShotPast:
        """Return the past with one more line."""
        match line:
            case Published():
                return self._published(line)
            case VersionGiven():
                return replace(self, versions={line.version_key: line.version, **self.versions})
            case TakeGiven():
                return replace(self, highest_take=max(self.highest_take, line.take))
            case RetakeOrdered():
                known = line in self.retakes
                return self if known else replace(self, retakes=(*self.retakes, line))
            case FinishOrdered():
                known = line in self.finishes
                return self if known else replace(self, finishes=(*self.finishes, line))
            case Held() | Released():
                return replace(self, held=line if isinstance(line, Held) else None)

    def attempts(self, rule: str, fingerprint: Fingerprint) -> frozenset[int]:
        """Return the attempts that a retake ordered or a take has made."""
        published = (
            line.attempt
            for line in self.publications
            if (line.rule, line.fingerprint) == (rule, fingerprint)
        )
        ordered = (line.attempt for line in self.retakes_of(rule, fingerprint))
        return frozenset((*published, *ordered))

    def retakes_of(self, rule: str, fingerprint: Fingerprint) -> tuple[RetakeOrdered, ...]:
        """Return the retakes that were ordered of this drop under this rule, oldest first."""
        return tuple(
            line for line in self.retakes if (line.rule, line.fingerprint) == (rule, fingerprint)
        )

    def _published(self, line: Published) -> ShotPast:
        known = line in self.publications
        return replace(
            self,
            publications=self.publications if known else (*self.publications, line),
            highest_take=max(self.highest_take, line.take),
            versions={line.version_key: line.version, **self.versions},
        )


NOTHING = ShotPast()
