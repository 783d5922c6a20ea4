"""Keep which shots would write files of one name, since codes are written plainly in names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lyrad.core import frames, match
from lyrad.core.naming import shot_collisions
from lyrad.errors import Code, Fault
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.standing import Refused
from lyrad.service.intake.desk import Desk


@dataclass(slots=True)
class Alike:
    """The shots that stand in each other's way, by folder."""

    _shots: frozenset[ShotKey] = frozenset()
    _groups: dict[RelPath, tuple[str, ...]] = field(default_factory=dict)

    def look(self, shots: Mapping[RelPath, ShotKey], desk: Desk) -> Collection[RelPath]:
        """Take in the shots that there are; return the folders for which something changed."""
        real = frozenset(shot for folder, shot in shots.items() if _has_spec(folder, desk))
        if real == self._shots:
            return ()
        self._shots = real
        before, self._groups = self._groups, {}
        by_code = {str(shot): shot for shot in real}
        for group in shot_collisions(real):
            for code in group:
                folder = match.shot_folder(desk.production.tree, by_code[code])
                self._groups[folder] = group
        return {
            folder
            for folder in before.keys() | self._groups.keys()
            if before.get(folder) != self._groups.get(folder)
        }

    def to(self, folder: RelPath) -> tuple[str, ...]:
        """Return the codes of all shots that share this one's name, or nothing."""
        return self._groups.get(folder, ())


def one_name(codes: Collection[str]) -> Refused:
    """Return what to say of shots whose takes would have files of one name."""
    return Refused(
        detail="shares its name with another shot",
        faults=(
            Fault(
                code=Code.NAMES_COLLIDE,
                what=f"The files of these shots would have one name: {', '.join(codes)}.",
                where=", ".join(codes),
                next="Rename all but one of these folders. In files' names capitals count for "
                "nothing, and ü is written ue.",
            ),
        ),
    )


def _has_spec(folder: RelPath, desk: Desk) -> bool:
    """Return whether a named shot with a spec stands in the folder: copies wait for a name."""
    if any(desk.unnamed(part) for part in folder.split("/")):
        return False
    names = (seen.sighting.path.rpartition("/")[2] for seen in desk.watch.index.children(folder))
    return bool(frames.spec_files(names))
