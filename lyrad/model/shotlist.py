"""Shot lists: what somebody's table or cut says of shots, and how it differs from the tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from lyrad.model.names import Fields, RelPath, ShotKey


class OnShotList(StrEnum):
    """What becomes of a shot list in `inbox/`: shown until a GO, or applied at once."""

    HOLD = "hold"
    APPLY = "apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedShot:
    """One shot as a list has it.

    `fields` are the spec's, canonical: `description`, `duration` or `frames`, `fps`; what the list
    does not say is not there. `where` is for a person: `row 7`, `event 003`.
    """

    shot: ShotKey
    fields: Fields
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotList:
    """A list, read; `remarks` are sentences on how it was read."""

    name: str
    shots: tuple[ListedShot, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecFound:
    """A shot's spec as it stands on the disk; `fields` is None where it cannot be read."""

    path: RelPath
    sha256: str
    fields: Fields | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeShot:
    """A shot's folder in the tree, and its spec if one stands there."""

    shot: ShotKey
    folder: RelPath
    spec: SpecFound | None


class Fate(StrEnum):
    """What applying a list means for one shot."""

    NEW = "new"
    UPDATE = "update"
    KEEP = "keep"
    GONE = "gone"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a spec: what it says, and what the list says; '' for nothing."""

    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotChange:
    """One shot of a difference.

    `fields` is what its spec will say, for NEW and UPDATE. `spec` is the one that stands. A shot
    that is KEPT differs from the list, but its spec is a person's (or cannot be read: then there
    are no `changes`).
    """

    fate: Fate
    shot: ShotKey
    folder: RelPath
    where: str = ""
    fields: Fields | None = None
    spec: SpecFound | None = None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A list against the tree: one change a shot, in the list's order, the gone ones last.

    `elsewhere` counts the tree's shots in scenes that the list does not speak of.
    """

    name: str
    changes: tuple[ShotChange, ...]
    elsewhere: int = 0
    remarks: tuple[str, ...] = ()

    def of(self, *fates: Fate) -> tuple[ShotChange, ...]:
        """Return the shots with one of these fates."""
        return tuple(change for change in self.changes if change.fate in fates)

    @property
    def open(self) -> tuple[ShotChange, ...]:
        """Return what applying the list would write."""
        return self.of(Fate.NEW, Fate.UPDATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecWritten:
    """A spec that lyrad writes from a shot list: where, its sum, and whether none stood there."""

    path: RelPath
    sha256: str
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotsWritten:
    """A shot list is applied: these specs are lyrad's own, as long as their sums are these.

    Written before the first of them, and once more with `whole` when all stand. `list` is the
    file's name, `request` the GO that was obeyed, '' where the production needs none.
    """

    event: Literal["shots"] = "shots"
    at: datetime
    list: str
    list_sha256: str
    specs: tuple[SpecWritten, ...] = ()
    whole: bool = False
    request: str = ""
