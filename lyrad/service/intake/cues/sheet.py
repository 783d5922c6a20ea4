"""One production's cue sheet: see, look, decide, order, show.

The admission path of `service.intake.turns` for cues: what a cue wants is compared with what is
known, and the difference is ordered. Nothing is remembered that looking would not find again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import structlog

from lyrad.core import match
from lyrad.model.card import Card
from lyrad.model.cue import CueKey
from lyrad.model.job import Job
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.spotting import CueLook, CueStanding
from lyrad.model.standing import Lacking, Refused
from lyrad.ports import Engine
from lyrad.service.intake.cues.admission import Admission
from lyrad.service.intake.cues.ground import Ground
from lyrad.service.intake.cues.look import look
from lyrad.service.intake.cues.showing import CueShowing
from lyrad.service.intake.department import again_at
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.inbox import Inbox
from lyrad.service.intake.reader import Reader
from lyrad.service.intake.troubled import or_troubled
from lyrad.service.intake.vanished import Vanished

log = structlog.get_logger()


class CueSheet:
    """The cues of one production, looked at turn by turn; not thread-safe."""

    def __init__(self, engine: Engine, inbox: Inbox, *, quiet: float) -> None:
        self.looks: dict[RelPath, CueLook] = {}
        self._cues: dict[RelPath, CueKey] = {}
        self._inbox = inbox
        self._admission = Admission(engine=engine, inbox=inbox)
        self._ground = Ground()
        self._showing = CueShowing()
        self._vanished = Vanished(engine, quiet)
        self._due: dict[RelPath, float] = {}
        self._gone_at: float | None = None

    @property
    def shown(self) -> Mapping[CueKey, tuple[RelPath, Card]]:
        """Return the cues' cards, each with the folder that it stands in."""
        return self._showing.shown

    @property
    def folders(self) -> tuple[RelPath, ...]:
        """Return the cues' folders."""
        return tuple(self._cues)

    def turn(self, changed: Iterable[RelPath], desk: Desk, reader: Reader) -> bool:
        """See to the cues that changed or are due; return False, since no shot rests on one."""
        self._enrol(tuple(changed), desk)
        for folder in self._cues:
            if self._inbox.speaking_of(folder):
                self.hurry(folder)
        now = desk.clock.monotonic()
        due = sorted(folder for folder, moment in self._due.items() if moment <= now)
        for folder in due:
            self._see_to(folder, desk, reader)
        if due or self._gone_at is not None:
            self._let_go(desk, now)
        return False

    def hurry(self, folder: RelPath) -> None:
        """Make a cue due now, if this is its folder and it still stands."""
        if folder in self._cues:
            self._due[folder] = 0.0

    def all_due(self) -> None:
        """Make every cue due now."""
        self._due = dict.fromkeys(self._cues, 0.0)

    def idle_until(self) -> float | None:
        """Return when something is due (monotonic seconds), or None."""
        moments = list(self._due.values())
        return min([*moments, self._gone_at] if self._gone_at else moments, default=None)

    def standings(self) -> tuple[CueStanding | None, ...]:
        """Return how every cue was found; another thread may ask."""
        return tuple(found.standing for found in tuple(self.looks.values()))

    def _enrol(self, changed: tuple[RelPath, ...], desk: Desk) -> None:
        """Take in which cues stand, and which lie over scenes in which anything changed."""
        if not changed:
            return
        tree = desk.production.tree
        before = self._cues
        self._cues = {
            folder: found[0]
            for folder in sorted(desk.watch.index)
            if (found := match.cue_at(tree, folder)) is not None and found[1] == folder
        }
        moved = {scene for path in changed if (scene := _scene_of(path, desk)) is not None}
        for folder, cue in self._cues.items():
            over = self.looks[folder].scenes if folder in self.looks else ()
            if folder not in before or moved & {cue.scene, *over}:
                self.hurry(folder)
        for gone in before.keys() - self._cues.keys():
            self.looks.pop(gone, None)
            self._due.pop(gone, None)
            self._showing.forget(before[gone])
            self._admission.forget(gone)
            self._gone_at = desk.clock.monotonic()

    def _let_go(self, desk: Desk, now: float) -> None:
        """End the jobs of cues whose folder a person deleted."""
        jobs: dict[ShotKey, tuple[Job, ...]] = defaultdict(tuple)
        for cue, job in self._admission.jobs(desk):
            jobs[cue.asked_as] += (job,)
        here = {cue.asked_as for cue in self._cues.values()}
        self._gone_at = self._vanished.let_go(here, jobs, now, closed=desk.watch.closed)

    def _see_to(self, folder: RelPath, desk: Desk, reader: Reader) -> None:
        """Look at one cue, requests answered; its trouble must not stop the others."""
        admission, cue = self._admission, self._cues[folder]

        def seen() -> CueLook:
            self._inbox.claim(folder)
            found = look(cue, folder, reader, self._ground)
            admission.admit(found, desk)
            return found

        def unseen(standing: Lacking | Refused) -> CueLook:
            return CueLook(cue=cue, folder=folder, standing=standing, scenes=(cue.scene,))

        found = or_troubled(seen, folder, unseen)
        self.looks[folder] = found
        now = desk.clock.monotonic()
        again = [self._showing.looked(found, now), again_at(found.standing, now)]
        self._showing.show(
            found,
            admission.facts(found, desk),
            desk,
            note=admission.notes.get(folder, ""),
            faults=admission.faults.get(folder, ()),
        )
        moments = [moment for moment in again if moment is not None]
        self._due.pop(folder, None)
        if moments:
            self._due[folder] = min(moments)


def _scene_of(path: RelPath, desk: Desk) -> str | None:
    """Return the scene in whose folder a path lies, or None."""
    parts = path.split("/")
    above = (RelPath("/".join(parts[:length])) for length in range(1, len(parts) + 1))
    tree = desk.production.tree
    return next((code for one in above if (code := match.scene_at(tree, one)) is not None), None)
