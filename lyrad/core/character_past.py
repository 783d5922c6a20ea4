"""What the ledger says of one character, folded from its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lyrad.model.character import (
    CaptionsGiven,
    CharacterLine,
    DatasetDescribed,
    LoraGiven,
    LoraPublished,
)
from lyrad.model.names import Fingerprint, JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterPast:
    """What was described and trained so far; folding a line twice changes nothing.

    `outputs` are the sha256 sums of everything that lyrad wrote for the character.
    """

    described: tuple[DatasetDescribed, ...] = ()
    trained: tuple[LoraPublished, ...] = ()
    versions: Mapping[JobId, int] = field(default_factory=dict)
    outputs: frozenset[str] = frozenset()

    def with_line(self, line: CharacterLine) -> CharacterPast:
        """Return the past with one more line."""
        match line:
            case CaptionsGiven():
                return replace(self, outputs=self.outputs.union(line.outputs))
            case DatasetDescribed():
                known = line in self.described
                return self if known else replace(self, described=(*self.described, line))
            case LoraGiven():
                return replace(self, versions={**self.versions, line.job: line.version})
            case LoraPublished():
                return self._published(line)

    def _published(self, line: LoraPublished) -> CharacterPast:
        if line in self.trained:
            return self
        return replace(
            self,
            trained=(*self.trained, line),
            versions={**self.versions, line.job: line.version},
            outputs=self.outputs.union(line.outputs),
        )

    @property
    def highest_version(self) -> int:
        """Return the highest version number ever given, 0 where none was."""
        return max(self.versions.values(), default=0)

    def description(self, print_: Fingerprint) -> DatasetDescribed | None:
        """Return what was said last of these references, or None."""
        return next((one for one in self.described[::-1] if one.fingerprint == print_), None)

    def did(self, job: JobId) -> DatasetDescribed | LoraPublished | None:
        """Return what a job wrote into the ledger at its end, or None."""
        lines: tuple[DatasetDescribed | LoraPublished, ...] = (*self.described, *self.trained)
        return next((line for line in lines if line.job == job), None)


NOTHING = CharacterPast()
