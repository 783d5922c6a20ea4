"""What a cue's steps have at hand: composers, and a place for what is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lyrad.model.cue_take import CueReceipt, CueTake
from lyrad.model.names import RelPath
from lyrad.model.plan import Artifact, CuePlan
from lyrad.ports.bench import Staged, Workplace
from lyrad.ports.composer import Composer
from lyrad.ports.mastering import Mastering


class CueHome(Protocol):
    """Puts takes into a cue's folder, exactly once each."""

    def begun(self, plan: CuePlan) -> None:
        """Make sure that this production is still ours. Raises Temporary."""
        ...

    def done(self, plan: CuePlan) -> Artifact | None:
        """Return the take that this job already put there, or None."""
        ...

    def number(self, plan: CuePlan) -> int:
        """Return the take number of the job, given now if it was not yet."""
        ...

    def publish(self, plan: CuePlan, receipt: CueReceipt, staged: Staged) -> Artifact:
        """Put the take in place with one rename.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's.
            Permanent: the cue's folder is gone.
        """
        ...


class CueTakes(Protocol):
    """The takes that stand in cues' folders."""

    def of(self, folder: RelPath) -> tuple[CueTake, ...]:
        """Return a cue's takes in order of their numbers."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CueBench(Workplace):
    """What a step has at hand that is performed for a cue.

    `accept_non_commercial` says that this machine's people know that some tools' music may not be
    sold.
    """

    plan: CuePlan
    composers: Mapping[str, Composer]
    mastering: Mastering
    home: CueHome
    accept_non_commercial: bool = False

    def done(self) -> Artifact | None:
        """Return the take that the job already made, or None."""
        return self.home.done(self.plan)

    def begin(self) -> None:
        """Make sure that the step may begin."""
        self.home.begun(self.plan)


class CueAction(Protocol):
    """A verb that a rule over cues may use; its fields are its YAML."""

    def perform(self, bench: CueBench) -> tuple[Artifact, ...]:
        """Do the work in the bench's folder and return what was made.

        Raises Temporary or Permanent.
        """
        ...
