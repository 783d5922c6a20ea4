"""File what was dropped into `inbox/` under a shot's name: one exclusive rename each.

Frames, briefs and voice memos; what becomes of them is decided in the shot's folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import structlog

from lyrad.core.card_words import Saying
from lyrad.core.frames import PICTURES
from lyrad.core.match import kind_of
from lyrad.core.shotlist import card, kinds
from lyrad.core.shotlist.filing import (
    NamedFile,
    means_a_shot,
    named_frame,
    named_telling,
    says_a_code,
    shot_of,
    taken,
)
from lyrad.model.drop import Seen
from lyrad.model.names import RelPath, ShotKey
from lyrad.service.intake.desk import Desk

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Files them to the shots of one production; `ready` says that a file is whole, at rest."""

    desk: Desk
    shots: Mapping[RelPath, ShotKey]
    ready: Callable[[Seen], bool]

    def filed(self, files: Iterable[Seen]) -> Iterator[Saying]:
        """File what can be filed; return what is to be said of the rest.

        Raises:
            Temporary: the share refuses; the frames stay where they are.
        """
        for seen in files:
            name = seen.sighting.path.rpartition("/")[2]
            frame, told = named_frame(name), named_telling(name)
            if frame is not None:
                yield from self._file(seen, name, frame)
            elif told is not None:
                yield from self._tell(seen, name, told)
            elif kind_of(name) in PICTURES and self.ready(seen):
                yield card.nameless(name)
            elif kinds.is_other_list(name) and self.ready(seen):
                yield card.unread(name)

    def _tell(self, seen: Seen, name: str, told: NamedFile) -> Iterator[Saying]:
        """File a brief or a memo; of a text that is neither for sure nothing is said."""
        if shot_of(told, self.shots.values()) is not None:
            yield from self._file(seen, name, told)
        elif means_a_shot(name, told) and self.ready(seen):
            yield card.no_shot(name) if says_a_code(told) else card.tells_no_shot(name)

    def _file(self, seen: Seen, name: str, frame: NamedFile) -> Iterator[Saying]:
        if not self.ready(seen):
            return
        shot = shot_of(frame, self.shots.values())
        if shot is None:
            yield card.no_shot(name)
            return
        folder = next(folder for folder, one in self.shots.items() if one == shot)
        children = self.desk.watch.index.children(folder)
        names = [child.sighting.path.rpartition("/")[2] for child in children]
        there = taken(frame, names, shot)
        target = RelPath(f"{folder}/{frame.name}")
        if not there and self.desk.shot_lists.file(seen.sighting.path, target):
            log.info("filed", action="frame_filed", frame=name, shot=str(shot))
            return
        if named_frame(name) is None:
            yield card.told_already(name, str(shot), there or frame.name)
        else:
            yield card.taken(name, str(shot), frame.role, there or frame.name)
