"""What an action has at hand, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lyrad.core.taken import taken
from lyrad.model.job import Progress
from lyrad.model.plan import Artifact, Plan, ShotPlan
from lyrad.model.seam import SeamRecord
from lyrad.model.take import Receipt
from lyrad.ports.backend import BetweenBackend
from lyrad.ports.expansions import Expansions
from lyrad.ports.judge import ClipJudge
from lyrad.ports.marks import Marker
from lyrad.ports.media import Media, Pictures
from lyrad.ports.time import Clock, Signal
from lyrad.ports.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What a take will hold: files in the work folder, by the name they get in the take's folder.

    A name with the `{stem}` mark gets the take's stem; `_info/` in front puts it beside the
    receipt.
    """

    files: tuple[tuple[str, Path], ...]


class Publisher(Protocol):
    """Puts takes into the production, exactly once each."""

    def begun(self, plan: ShotPlan) -> int:
        """Return the version number of the plan's take, given now if it was not yet.

        Written to the ledger.
        """
        ...

    def published(self, plan: ShotPlan) -> Receipt | None:
        """Return the receipt of the take that this job already made, or None."""
        ...

    def number(self, plan: ShotPlan) -> int:
        """Return the take number of the job, given now if it was not yet.

        Written to the ledger.
        """
        ...

    def stem(self, plan: ShotPlan, *, take: int, version: int) -> str:
        """Return the take's stem, `SC010_SH0020_T03_v002`."""
        ...

    def publish(self, plan: ShotPlan, receipt: Receipt, staged: Staged) -> Receipt:
        """Put the take in place with one rename; return the receipt as written, outputs hashed.

        Raises:
            Temporary: the share is full or locked, or the lease is not ours; the work folder keeps
            everything.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """What any step has at hand while it performs.

    `work` is the step's own folder, kept across tries and restarts; `job_work` the job's, against
    which artifacts are named. `earlier` are the artifacts of the steps before. `store` says where
    the private copy of a content is.
    """

    plan: Plan
    step: int
    tries: int
    work: Path
    job_work: Path
    earlier: tuple[Artifact, ...]
    clock: Clock
    signal: Signal
    progress: Callable[[Progress], None]
    store: Callable[[str], Path]

    def done(self) -> Artifact | None:
        """Return what the job has put into the production already, or None."""
        raise NotImplementedError

    def begin(self) -> None:
        """Note that the step begins, where that has to be noted. Raises Temporary."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench(Workplace):
    """What a step has at hand that is performed for a shot.

    `learn` keeps what a published take taught of its pair of frames; `expansions` what `writers`
    answered.
    """

    plan: ShotPlan
    backends: Mapping[str, BetweenBackend]
    media: Media
    pictures: Pictures
    publisher: Publisher
    marker: Marker
    learn: Callable[[SeamRecord], None]
    judge: ClipJudge
    writers: Mapping[str, Writer]
    expansions: Expansions

    def done(self) -> Artifact | None:
        """Return the take that the job already made, or None."""
        receipt = self.publisher.published(self.plan)
        return taken(self.plan, receipt) if receipt else None

    def begin(self) -> None:
        """Fix the take's version, since its first step begins."""
        self.publisher.begun(self.plan)


class Action(Protocol):
    """A verb that a rule may use; its fields are its YAML."""

    def perform(self, bench: Bench) -> tuple[Artifact, ...]:
        """Do the work in the bench's folder and return what was made.

        Raises Temporary or Permanent.
        """
        ...
