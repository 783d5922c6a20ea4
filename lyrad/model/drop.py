"""From a path that was seen to a drop that is whole."""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.model.names import Fingerprint, RelPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A path as it looked at one moment; raw, may be noise.

    Times are nanoseconds as the file system tells them: equality matters, order does not.
    """

    path: RelPath
    folder: bool
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sighting and when it last changed, in seconds of the daemon's own monotonic clock."""

    sighting: Sighting
    changed_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wholeness:
    """Whether a file is all there; `reason` is for a person, as in "the picture ends after 61 %".

    Three outcomes: whole; not whole, with the reason; and whole by its skeleton with something
    that speaks against it, which is suspicious. `checked` is false where the format is unknown
    and only standing still speaks for the file.
    """

    whole: bool
    checked: bool
    reason: str = ""

    @property
    def suspicious(self) -> bool:
        """Return whether to wait longer, and then take the file with a note, never block it."""
        return self.whole and bool(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of a drop, as its private copy was taken.

    `role` is `spec`, `first`, `last`, or the file's own name in a folder drop; hashes are hex.
    """

    role: str
    path: RelPath
    size: int
    sha256: str
    xxh64: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """What a person put in.

    Settled, whole, copied. `lead` is the file or folder that a rule names.
    """

    lead: RelPath
    members: tuple[Member, ...]
    fingerprint: Fingerprint

    def member(self, role: str) -> Member | None:
        """Return the member that plays the role, or None."""
        return next((member for member in self.members if member.role == role), None)
