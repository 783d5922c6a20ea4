"""Read the members of a drop through the desk's doors, each once for each content.

What cannot go on yet ends the look with `NotReadyError`, which carries the standing to show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TypeVar

from lyrad.core import lacking, match
from lyrad.core.settle import LONGEST, again_at
from lyrad.core.shotlist.difference import rate_of
from lyrad.errors import ConfigError, Fault, Permanent, Temporary
from lyrad.model.character import CharacterSpec
from lyrad.model.drop import Member, Seen, Sighting, Wholeness
from lyrad.model.names import CharacterKey, RelPath
from lyrad.model.production import Scene
from lyrad.model.spec import ShotSpec
from lyrad.model.standing import Lacking, Refused, Standing, Unsettled
from lyrad.model.style import Style
from lyrad.ports import ReadShot
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.settled import Settled

SOON = 1.0
T = TypeVar("T")

_Known = tuple[str, RelPath]
"""Content and path: what is wrong with a file is told with its place."""


class NotReadyError(Exception):
    """Carries the standing that ends a look early."""

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing = standing


@dataclass(slots=True)
class Reader:
    """Reads specs, scenes and frames of one production, and remembers them by content.

    `settled` keeps what came to rest, which outlives what was read.
    """

    desk: Desk
    settled: Settled = field(default_factory=Settled)
    _whole: dict[RelPath, tuple[Sighting, str]] = field(default_factory=dict)
    _specs: dict[_Known, ReadShot | ConfigError] = field(default_factory=dict)
    _pictures: dict[_Known, Fault | None] = field(default_factory=dict)
    _scenes: dict[RelPath, tuple[Sighting, Scene | ConfigError]] = field(default_factory=dict)
    _styles: dict[RelPath, tuple[Sighting, Style | ConfigError]] = field(default_factory=dict)

    def member(self, role: str, path: RelPath) -> Member:
        """Return the private copy of a file that is whole."""
        self._check_whole(path)
        return self._copied(role, path)

    def reference(self, role: str, path: RelPath) -> Member:
        """Return the private copy of a reference picture or caption.

        One that stays broken for a minute is copied as it is: its report says what is wrong with
        it, and the others need not wait for it.
        """
        seen = self.desk.watch.index.seen(path)
        try:
            return self.member(role, path)
        except NotReadyError as early:
            if seen is None or not isinstance(early.standing, Lacking):
                raise
            ready_at = seen.changed_at + LONGEST
            if self.desk.clock.monotonic() < ready_at:
                raise NotReadyError(Unsettled(ready_at=ready_at, waits=early.standing)) from early
        return self._copied(role, path)

    def character(self, character: CharacterKey, path: RelPath) -> CharacterSpec:
        """Return what `character.yaml` says, or what holds where there is none."""
        seen = self.desk.watch.index.seen(path)
        if seen is None:
            return self.desk.library.character(None, path, character)
        ready_at = seen.changed_at + self.desk.quiet.usual
        if self.desk.clock.monotonic() < ready_at:
            raise NotReadyError(Unsettled(ready_at=ready_at))
        copy = self.desk.store.path(self.member("spec", path).sha256)
        read = _attempt(lambda: self.desk.library.character(copy, path, character))
        return _or_refuse(read, path)

    def spec(self, member: Member) -> ReadShot:
        """Return the shot that a spec's copy says."""
        known = (member.sha256, member.path)
        if known not in self._specs:
            copy = self.desk.store.path(member.sha256)
            self._specs[known] = _attempt(lambda: self.desk.library.shot(copy, member.path))
        return _or_refuse(self._specs[known], member.path)

    def style(self, path: RelPath, name: str) -> Style | tuple[Fault, ...]:
        """Return what a style's file says, or everything that is wrong with it."""
        found = self._at_rest(path, self._styles, partial(self.desk.library.style, name=name))
        if found is None:
            raise NotReadyError(self._soon())
        return found.faults if isinstance(found, ConfigError) else found

    def resolved(self, read: ReadShot, scene: str, path: RelPath) -> ShotSpec:
        """Return the shot with everything filled in that it inherits."""
        around = self._scene(scene)
        return _or_refuse(_attempt(lambda: read.resolve(self.desk.production, around)), path)

    def rate(self, scene: str) -> Fraction:
        """Return a scene's frames per second: its own file's, else the film's."""
        said = self._scene(scene).defaults.get("fps")
        return Fraction(str(said)) if said else rate_of(self.desk.production)

    def right(self, read: Callable[[], T], path: RelPath) -> T:
        """Return what is read; what is wrong with it ends the look, every fault told."""
        return _or_refuse(_attempt(read), path)

    def check_picture(self, member: Member) -> None:
        """Decode a frame's copy fully, before anything is ordered."""
        known = (member.sha256, member.path)
        if known not in self._pictures:
            copy = self.desk.store.path(member.sha256)
            self._pictures[known] = self.desk.pictures.check(copy, member.path)
        if fault := self._pictures[known]:
            raise NotReadyError(_refused(member.path, (fault,)))

    def check_whole(self, path: RelPath) -> None:
        """Return if a file is all there and as it was last seen; else NotReadyError."""
        self._check_whole(path)
        self._refuse_moved_on(path)

    def doubts(self, path: RelPath) -> tuple[str, ...]:
        """Return what speaks against a file that was taken for whole all the same, in words."""
        _, reason = self._whole.get(path, (None, ""))
        return (f"{_name(path)} may not be all there: {reason}.",) if reason else ()

    def _copied(self, role: str, path: RelPath) -> Member:
        try:
            kept = self.desk.store.keep(self.desk.root / path, within=self.desk.root)
        except Temporary as error:
            raise NotReadyError(self._soon()) from error
        except Permanent as error:
            raise NotReadyError(_refused(path, error.faults)) from error
        self._refuse_moved_on(path)
        self.settled.taken(path)
        return Member(role=role, path=path, size=kept.size, sha256=kept.sha256, xxh64=kept.xxh64)

    def _scene(self, code: str) -> Scene:
        path = RelPath(f"{match.scene_folder(self.desk.production.tree, code)}/scene.yaml")
        found = self._at_rest(path, self._scenes, partial(self.desk.library.scene, code=code))
        return _or_refuse(found, path) if found else Scene(code=code, defaults={})

    def _at_rest(
        self,
        path: RelPath,
        known: dict[RelPath, tuple[Sighting, T | ConfigError]],
        read: Callable[[Path, str], T],
    ) -> T | ConfigError | None:
        """Return what a file says that many shots share, once it has settled; None without one."""
        seen = self.desk.watch.index.seen(path)
        if seen is None:
            return None
        ready_at = seen.changed_at + self.desk.quiet.usual
        if self.desk.clock.monotonic() < ready_at:
            raise NotReadyError(Unsettled(ready_at=ready_at))
        if path not in known or known[path][0] != seen.sighting:
            found = _attempt(lambda: read(self.desk.root / path, path))
            self._refuse_moved_on(path)
            known[path] = (seen.sighting, found)
        return known[path][1]

    def _check_whole(self, path: RelPath) -> None:
        seen = self.desk.watch.index.seen(path)
        if seen is None:
            raise NotReadyError(self._soon())
        known = self._whole.get(path)
        if known and known[0] == seen.sighting:
            return
        found = self.desk.whole(self.desk.root / path)
        early = self._early(seen, found)
        if early is not None:
            raise NotReadyError(early)
        self._whole[path] = (seen.sighting, found.reason)

    def _early(self, seen: Seen, found: Wholeness) -> Standing | None:
        """Return what to wait for before the file is taken, or None where it is whole.

        What stays doubtful is read again and again meanwhile: some programs set a file's times
        before its data, so that it fills without seeming to change.
        """
        name, now, quiet = _name(seen.sighting.path), self.desk.clock.monotonic(), self.desk.quiet
        again = again_at(seen.changed_at, now, first=quiet.usual)
        if not found.whole:
            return lacking.the_rest_of(name, found.reason, again_at=again)
        if found.checked and not found.suspicious:
            return None
        patience = quiet.with_takes if found.suspicious else quiet.unknown
        ready_at = seen.changed_at + patience
        if now >= ready_at:
            return None
        waits = lacking.the_end_of(name, found.reason)
        return Unsettled(ready_at=min(ready_at, again), waits=waits)

    def _refuse_moved_on(self, path: RelPath) -> None:
        """Refuse a copy of what came after the look that found the set at rest."""
        seen = self.desk.watch.index.seen(path)
        try:
            now = (self.desk.root / path).stat()
        except OSError as error:
            raise NotReadyError(self._soon()) from error
        there = (now.st_size, now.st_mtime_ns, now.st_ctime_ns)
        if seen is None or _look(seen.sighting) != there:
            raise NotReadyError(self._soon())

    def _soon(self) -> Unsettled:
        return Unsettled(ready_at=self.desk.clock.monotonic() + SOON)


def _look(sighting: Sighting) -> tuple[int, int, int]:
    return sighting.size, sighting.mtime_ns, sighting.ctime_ns


def _attempt(read: Callable[[], T]) -> T | ConfigError:
    try:
        return read()
    except ConfigError as error:
        return error


def _or_refuse(read: T | ConfigError, path: RelPath) -> T:
    if isinstance(read, ConfigError):
        count = "a fault" if len(read.faults) == 1 else f"{len(read.faults)} faults"
        detail = f"{_name(path)} has {count}"
        raise NotReadyError(Refused(detail=detail, faults=read.faults)) from read
    return read


def _refused(path: RelPath, faults: tuple[Fault, ...]) -> Refused:
    return Refused(detail=f"{_name(path)} cannot be used", faults=faults)


def _name(path: RelPath) -> str:
    return path.rpartition("/")[2]
