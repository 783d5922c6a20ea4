"""Keep which shots have to be looked at, and when.

Knows paths and times; looks at nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lyrad.core import match
from lyrad.core.naming import natural_key
from lyrad.core.style.finding import is_style
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.production import Tree
from lyrad.ports import Index


@dataclass(slots=True)
class Agenda:
    """The shots of one production, and when each is due (monotonic seconds)."""

    tree: Tree
    shots: dict[RelPath, ShotKey] = field(default_factory=dict)
    _due: dict[RelPath, float] = field(default_factory=dict)

    def changed(self, paths: Iterable[RelPath], index: Index) -> None:
        """Take in that paths changed: their shots, or all shots of their scenes, are due now.

        A style may be anybody's: with one of them all shots are.
        """
        paths = tuple(paths)
        if not paths:
            return
        self._enrol(index)
        if any(map(is_style, paths)):
            self.all_due()
        scenes = {scene for path in paths if (scene := self._scene_of(path)) is not None}
        owners = {folder for path in paths for folder in (path, *_above(path))}
        for folder, shot in self.shots.items():
            if folder in owners or shot.scene in scenes:
                self._due[folder] = 0.0

    def all_due(self) -> None:
        """Make every shot due now."""
        self._due = dict.fromkeys(self.shots, 0.0)

    def hurry(self, folder: RelPath) -> None:
        """Make one shot due now, if it is still there."""
        if folder in self.shots:
            self._due[folder] = 0.0

    def at(self, folder: RelPath, moment: float | None) -> None:
        """Look at the shot again at this moment, or, with None, when something changes."""
        if moment is None:
            self._due.pop(folder, None)
        else:
            self._due[folder] = moment

    def take_due(self, now: float) -> tuple[tuple[RelPath, ShotKey], ...]:
        """Return the shots that are due, in natural order of their folders."""
        due = sorted((at for at, moment in self._due.items() if moment <= now), key=natural_key)
        return tuple((folder, self.shots[folder]) for folder in due)

    def next_due(self) -> float | None:
        """Return when the next shot is due, or None."""
        return min(self._due.values(), default=None)

    def _enrol(self, index: Index) -> None:
        """Take the shots anew from the tree."""
        self.shots = {
            folder: shot
            for folder in index
            if (shot := match.shot_at(self.tree, folder)) is not None
        }
        self._due = {folder: at for folder, at in self._due.items() if folder in self.shots}

    def _scene_of(self, path: RelPath) -> str | None:
        """Return the scene that a path belongs to, unless it lies in one of its shots or cues."""
        folders = (path, *_above(path))
        if match.cues_above(self.tree, path) or any(one in self.shots for one in folders):
            return None
        return next(
            (
                scene
                for folder in folders
                if (scene := match.scene_at(self.tree, folder)) is not None
            ),
            None,
        )


def _above(path: RelPath) -> tuple[RelPath, ...]:
    parts = path.split("/")[:-1]
    return tuple(RelPath("/".join(parts[:length])) for length in range(len(parts), 0, -1))
