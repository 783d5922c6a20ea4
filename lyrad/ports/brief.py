"""What a brief's steps have at hand: who listens, who writes, and a place for what is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.brief import SpecDraft
from lyrad.model.drop import Member
from lyrad.model.names import Fields
from lyrad.model.plan import Artifact, BriefPlan
from lyrad.ports.bench import Workplace
from lyrad.ports.transcriber import Transcriber
from lyrad.ports.writer import Writer


class Drafting(Protocol):
    """Knows what a shot's spec may say, and how a draft of one is written."""

    def words(self, member: Member, data: bytes) -> str:
        """Return a brief's text. Raises Permanent(YAML_UNREADABLE) where it is none."""
        ...

    def faults(self, fields: Fields) -> tuple[Fault, ...]:
        """Return what keeps these fields from being a spec."""
        ...

    def text(self, draft: SpecDraft) -> bytes:
        """Return the draft's file, with comments that say which words came from whom."""
        ...


class BriefHome(Protocol):
    """Puts transcripts and drafts into a shot's folder, exactly once each."""

    def begun(self, plan: BriefPlan) -> None:
        """Make sure that this production is still ours. Raises Temporary."""
        ...

    def done(self, plan: BriefPlan) -> Artifact | None:
        """Return the draft that this job already made, or None."""
        ...

    def transcribed(self, plan: BriefPlan, memo: Member, words: str) -> None:
        """Put a transcript beside its memo, where no person's stands.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's.
        """
        ...

    def drafted(self, plan: BriefPlan, text: bytes, *, author: str) -> Artifact:
        """Put the draft in place of lyrad's own last one, or beside what a person made of it.

        Raises Temporary as `transcribed` does.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefBench(Workplace):
    """What a step has at hand that is performed for a brief."""

    plan: BriefPlan
    transcriber: Transcriber | None
    writers: Mapping[str, Writer]
    drafting: Drafting
    home: BriefHome

    def done(self) -> Artifact | None:
        """Return the draft that the job already made, or None."""
        return self.home.done(self.plan)

    def begin(self) -> None:
        """Make sure that the step may begin."""
        self.home.begun(self.plan)


class BriefAction(Protocol):
    """A verb that a rule over briefs may use; its fields are its YAML."""

    def perform(self, bench: BriefBench) -> tuple[Artifact, ...]:
        """Do the work in the bench's folder and return what was made.

        Raises Temporary or Permanent.
        """
        ...
