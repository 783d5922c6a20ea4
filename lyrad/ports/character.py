"""What a character's steps have at hand: their references read, and a place for what is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lyrad.model.dataset import DatasetReport
from lyrad.model.lora import LoraReceipt, LoraVersion
from lyrad.model.names import CharacterKey, RelPath
from lyrad.model.plan import Artifact, CharacterPlan
from lyrad.ports.bench import Staged, Workplace
from lyrad.ports.captioner import Captioner
from lyrad.ports.trainer import Trainer


class Datasets(Protocol):
    """Reads references, judges them, and writes their clean copy."""

    def check(self, files: Mapping[str, Path], shown: str, word: str) -> DatasetReport:
        """Return what the files are, by the names they have below the folder."""
        ...

    def copy(self, report: DatasetReport, files: Mapping[str, Path], target: Path) -> None:
        """Write the clean copy of what can be used into a folder that is not there yet.

        Raises:
            Permanent: a picture was changed meanwhile.
        """
        ...

    def page(self, report: DatasetReport, files: Mapping[str, Path]) -> bytes:
        """Return the report as one page with thumbnails."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is said of a set: `captions` are new ones by the picture's name below the references.

    `told` is what the card says, a line each; `page` the report with thumbnails.
    """

    captions: tuple[tuple[str, str], ...]
    page: bytes
    usable: bool
    draft: bool
    told: tuple[str, ...]


class CharacterHome(Protocol):
    """Puts what was made into a character's folder, exactly once each."""

    def begun(self, plan: CharacterPlan) -> None:
        """Make sure that this production is still ours. Raises Temporary."""
        ...

    def done(self, plan: CharacterPlan) -> Artifact | None:
        """Return what this job already put there, or None."""
        ...

    def path(self, path: RelPath) -> Path:
        """Return where a file of the production lies; it is only looked at there."""
        ...

    def describe(self, plan: CharacterPlan, description: Description) -> Artifact:
        """Write captions where there are none, and the page beside the references.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's.
        """
        ...

    def version(self, plan: CharacterPlan) -> int:
        """Return the version number of the plan's LoRA, given now if it was not yet."""
        ...

    def publish(self, plan: CharacterPlan, receipt: LoraReceipt, staged: Staged) -> Artifact:
        """Put the LoRA in place with one rename. Raises Temporary as `describe` does."""
        ...


class Loras(Protocol):
    """The LoRAs that stand in characters' folders."""

    def of(self, character: CharacterKey) -> tuple[LoraVersion, ...]:
        """Return a character's LoRAs in order of their numbers."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterBench(Workplace):
    """What a step has at hand that is performed for a character."""

    plan: CharacterPlan
    datasets: Datasets
    captioners: Mapping[str, Captioner]
    trainers: Mapping[str, Trainer]
    home: CharacterHome

    def done(self) -> Artifact | None:
        """Return what the job already put into the character's folder, or None."""
        return self.home.done(self.plan)

    def begin(self) -> None:
        """Make sure that the step may begin."""
        self.home.begun(self.plan)


class CharacterAction(Protocol):
    """A verb that a rule over references may use; its fields are its YAML."""

    def perform(self, bench: CharacterBench) -> tuple[Artifact, ...]:
        """Do the work in the bench's folder and return what was made.

        Raises Temporary or Permanent.
        """
        ...
