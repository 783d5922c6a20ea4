"""A plan.

A rule applied to a drop. Plain data that the engine keeps and any later lyrad can read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from lyrad.errors import Fault
from lyrad.model.assembly import Assembly
from lyrad.model.character import CharacterSpec
from lyrad.model.cue import CueKey, CueSpan, CueSpec, Hit
from lyrad.model.drop import Member
from lyrad.model.mark import Marks
from lyrad.model.names import (
    CHARACTERS,
    CharacterKey,
    Fields,
    Fingerprint,
    JobId,
    ProductionId,
    RelPath,
    ShotKey,
)
from lyrad.model.spec import ShotSpec
from lyrad.model.take import DerivedFrom

VIDEO = "video"
"""The role of a take's clip among the members of a plan that makes another take of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One action with every value filled in, on its lane.

    `frozen` is the content of files that it names, as it was when the job was ordered.
    """

    action: str
    fields: Fields
    lane: str
    frozen: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one job will do, whatever it makes: what the engine has to know.

    `of` is the address that people use of what it is made for: `SC010/SH0020`, `characters/MIRA`.
    `remarks` are what a person should know of how the drop was read. `folder` is the shot's, or
    the character's, below the root. `version_key` tells versions apart: fingerprint and what was
    inherited. `seed` is the attempt's own. `order` is the engine's priority, lower first;
    `ordered_at` is UTC.
    """

    job: JobId
    production: ProductionId
    rule: str
    rule_source: str
    folder: RelPath
    lead: RelPath
    fingerprint: Fingerprint
    version_key: str
    attempt: int
    seed: int
    order: int
    members: tuple[Member, ...]
    steps: tuple[Step, ...]
    ordered_at: datetime
    note: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def of(self) -> str:
        """Return the address of what it is made for."""
        return self.folder

    @property
    def due(self) -> date | None:
        """Return the day on which it is needed, or None."""
        return None

    def member(self, role: str) -> Member | None:
        """Return the drop's member that plays the role, or None."""
        return next((member for member in self.members if member.role == role), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotPlan(Plan):
    """What one job will do for a shot; one job makes one take.

    `seam` is what was judged of its two frames before it was ordered; `marks` whether the take has
    to say how it was made, `derived_from` the take that it is to be a better clip of.
    """

    shot: ShotKey
    spec: ShotSpec
    seam: Fields = field(default_factory=dict)
    marks: Marks = Marks.ON
    derived_from: DerivedFrom | None = None

    @property
    def of(self) -> str:
        """Return the shot's code."""
        return str(self.shot)

    @property
    def due(self) -> date | None:
        """Return the day on which the shot is needed, or None."""
        return self.spec.due


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterPlan(Plan):
    """What one job will do for a character: describe the reference pictures, or train a LoRA.

    The members' roles are the pictures' and captions' names below the folder of references.
    """

    character: CharacterKey
    spec: CharacterSpec

    @property
    def of(self) -> str:
        """Return the character's place among the characters."""
        return f"{CHARACTERS}/{self.character}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPlan(Plan):
    """What one job will do for a shot that has briefs and no spec: a draft of it.

    The members' roles say what each is: `brief`, `memo`, or `transcript` where a person wrote it.
    `cast` are the characters that the production had when the job was ordered.
    """

    shot: ShotKey
    cast: tuple[str, ...] = ()

    @property
    def of(self) -> str:
        """Return the shot's code."""
        return str(self.shot)


@dataclass(frozen=True, slots=True, kw_only=True)
class CuePlan(Plan):
    """What one job will do for a cue; one job makes one take of it.

    `span` is its place in the film as it was when the job was ordered, `hits` the moments that the
    spec names, found in it.
    """

    cue: CueKey
    spec: CueSpec
    span: CueSpan
    hits: tuple[Hit, ...] = ()

    @property
    def of(self) -> str:
        """Return the cue's code."""
        return str(self.cue)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyPlan(Plan):
    """What one job will do for a scene: put its takes together.

    `title` is the film's; `marks` whether the assembly has to say how it was made.
    """

    assembly: Assembly
    title: str = ""
    marks: Marks = Marks.ON

    @property
    def of(self) -> str:
        """Return the scene's code, and what is made of it."""
        return f"{self.assembly.scene}/assembly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """Something a step made: a file or folder below the job's work folder.

    `kind` says what it is to later steps (`clip`, `picture`, `take`); `facts` are what the maker
    knows of it.
    """

    kind: str
    path: str
    facts: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A step that ended well."""

    artifacts: tuple[Artifact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A step that could not be done yet; `delay` is in seconds."""

    fault: Fault
    delay: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A step that failed for good."""

    fault: Fault


Outcome = Done | Later | Failed
