"""One production's assemblies: notice, wait until it is quiet, look, order, tell.

What an assembly would be now is compared with what the engine and the ledger know, and the
difference is ordered, after everything else. Nothing is remembered that looking would not find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import structlog

from lyrad.core import match
from lyrad.core.assembly import told
from lyrad.core.naming import parse_assembly
from lyrad.core.outcome import fault_of
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.job import Job, JobState
from lyrad.model.names import RelPath
from lyrad.model.plan import AssemblyPlan
from lyrad.model.rule import Match
from lyrad.ports import Engine
from lyrad.service.intake.assemblies.look import Shots, look, shots_of
from lyrad.service.intake.assemblies.planning import plan_for
from lyrad.service.intake.assemblies.quiet import USUAL, Quiet
from lyrad.service.intake.department import AGAIN
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.reader import NotReadyError, Reader

SELECTS = "selects"

Tell = Callable[[str, tuple[str, ...]], None]
"""Takes the lines of a scene's summary that speak of its assembly."""

log = structlog.get_logger()


class Assemblies:
    """The assemblies of one production's scenes; not thread-safe."""

    folders: tuple[RelPath, ...] = ()

    def __init__(self, engine: Engine, tell: Tell) -> None:
        self._engine = engine
        self._tell = tell
        self._quiet = Quiet()
        self._everything = False
        self._hurried: set[RelPath] = set()
        self._faults: dict[str, tuple[Fault, ...]] = {}

    def turn(self, changed: Iterable[RelPath], desk: Desk, reader: Reader) -> bool:
        """See to the scenes that have come to rest; return False: no shot rests on an assembly."""
        now = desk.clock.monotonic()
        moved = set(self._moved(desk))
        for scene in set(self._stirred(changed, desk)):
            if (quiet := _quiet(scene, desk)) is not None:
                self._quiet.changed(scene, now, quiet)
        due = self._quiet.take_due(now)
        shots = shots_of(desk) if due else {}
        for scene in due:
            self._see_to(scene, shots, desk, reader)
        for scene in moved.union(due):
            self._tell(scene, tuple(self._lines(scene, desk)))
        return False

    def hurry(self, folder: RelPath) -> None:
        """Tell of a scene's assembly again, if this is a scene's folder: its job moved."""
        self._hurried.add(folder)

    def all_due(self) -> None:
        """Look at every scene again, once it has been quiet."""
        self._everything = True

    def idle_until(self) -> float | None:
        """Return when a scene is due (monotonic seconds), or None."""
        return 0.0 if self._hurried else self._quiet.next_due()

    def standings(self) -> tuple[object, ...]:
        """Return nothing: while a scene is not quiet, nobody has to wait for it."""
        return ()

    def _moved(self, desk: Desk) -> Iterator[str]:
        """Yield the scenes whose jobs moved."""
        hurried, self._hurried = self._hurried, set()
        for folder in hurried:
            scene = match.scene_at(desk.production.tree, folder)
            if scene is not None:
                yield scene

    def _stirred(self, changed: Iterable[RelPath], desk: Desk) -> Iterator[str]:
        """Yield the scenes in which something changed that may be in their assemblies."""
        changed = tuple(changed)
        circled = any(path.partition("/")[0] == SELECTS for path in changed)
        if self._everything or circled:
            self._everything = False
            yield from shots_of(desk)
        for path in changed:
            if parse_assembly(path.rpartition("/")[2]) is None:
                scene = _scene_of(path, desk)
                if scene is not None:
                    yield scene

    def _see_to(self, scene: str, shots: Shots, desk: Desk, reader: Reader) -> None:
        """Order what a scene wants; its trouble must not stop the others."""
        self._faults.pop(scene, None)
        now = desk.clock.monotonic()
        try:
            self._order(scene, shots, desk, reader)
        except NotReadyError:
            self._quiet.at(scene, now + AGAIN)
        except ConfigError as error:
            self._faults[scene] = error.faults
        except Exception as error:  # noqa: BLE001 - read by core.outcome, like every failure
            fault = fault_of(error, scene)
            log.warning(fault.what, action="assembly_trouble", scene=scene, where=fault.where)
            self._quiet.at(scene, now + AGAIN)

    def _order(self, scene: str, shots: Shots, desk: Desk, reader: Reader) -> None:
        assembly = look(scene, shots.get(scene, ()), desk, reader)
        found = _matches(scene, desk) if assembly else ()
        plans = [plan_for(one, assembly, desk) for one in found] if assembly else []
        self._withdraw(scene, {plan.job for plan in plans}, desk)
        for plan in plans:
            known = self._engine.job(plan.job)
            if known is not None and _was_gone(known):
                self._engine.retry(plan.job)
            if known is None and desk.ledger.history.assembly(scene).did(plan.job) is None:
                self._engine.submit(plan)
                log.info("ordered", action="job_ordered", job=plan.job, shot=plan.of)

    def _withdraw(self, scene: str, wanted: set[str], desk: Desk) -> None:
        """Take back the assemblies that have not begun and would show what is past."""
        for job in self._jobs(scene, desk):
            past = job.state.open and job.plan.job not in wanted
            if past and self._engine.withdraw(job.plan.job):
                log.info("replaced", action="job_withdrawn", job=job.plan.job, shot=scene)

    def _jobs(self, scene: str, desk: Desk) -> tuple[Job, ...]:
        return tuple(
            job
            for job in self._engine.jobs()
            if isinstance(job.plan, AssemblyPlan)
            and job.plan.production == desk.production.id
            and job.plan.assembly.scene == scene
        )

    def _lines(self, scene: str, desk: Desk) -> Iterator[str]:
        """Yield what the scene's summary says of its assembly."""
        jobs, last = self._jobs(scene, desk), desk.ledger.refresh().assembly(scene).last
        if last is not None:
            yield told.line(last)
        if any(job.state.open for job in jobs):
            yield told.TO_COME
        faults = [job.fault for job in jobs[-1:] if job.state is JobState.FAILED and job.fault]
        for fault in (*faults, *self._faults.get(scene, ())):
            yield f"{told.FAILED} {fault}"


def _scene_of(path: RelPath, desk: Desk) -> str | None:
    """Return the scene that a path lies in, or None."""
    tree, above = desk.production.tree, path
    while above:
        scene = match.scene_at(tree, above)
        if scene is not None:
            return scene
        above = RelPath(above.rpartition("/")[0])
    return None


def _matches(scene: str, desk: Desk) -> tuple[Match, ...]:
    """Return the rules that speak of a whole scene."""
    return match.folder_matches(desk.rules.book, RelPath(f"scenes/{scene}"), (scene,))


def _quiet(scene: str, desk: Desk) -> float | None:
    """Return how long a scene must be quiet, as its rules say; None where none speaks of it."""
    found = _matches(scene, desk)
    times = (one.rule.when.quiet for one in found)
    return max((USUAL if time is None else time for time in times), default=None)


def _was_gone(job: Job) -> bool:
    """Return whether a job failed since a take was gone; one that is wanted again is back."""
    gone = job.fault is not None and job.fault.code is Code.FILE_GONE
    return job.state is JobState.FAILED and gone
