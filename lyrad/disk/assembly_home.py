"""Put a scene's assemblies into its folder: film and timeline together, exactly once each.

The number is in the ledger before anything is made, and both sums before anything gets its name.
So a kill between the two renames is healed: what stands there by that sum is ours, and the other
one follows. Names are new or none: where a person's file has one, both get the next number.
What is not promised: a number may be given and never used. Old assemblies stay.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lyrad.core.naming import assembly_stem, parse_assembly
from lyrad.disk.assembly_stage import TIMELINE, AssemblyStage, is_that, sum_of
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.rename import rename_exclusive
from lyrad.disk.write import Sharing, require_root, sync_folder, writing
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.assembly import AssemblyGiven, AssemblyPublished
from lyrad.model.names import JSON, RelPath
from lyrad.model.plan import Artifact, AssemblyPlan
from lyrad.ports import Assembled, Clock


class AssemblyHome:
    """The scenes' assemblies of one production; safe to use from several threads."""

    def __init__(
        self,
        root: Path,
        *,
        ledger: Ledger,
        lease: Lease,
        clock: Clock,
        sharing: Sharing,
        on_published: Callable[[RelPath], None],
    ) -> None:
        self._root = root
        self._ledger = ledger
        self._lease = lease
        self._clock = clock
        self._sharing = sharing
        self._on_published = on_published
        self._lock = threading.RLock()

    def begun(self, plan: AssemblyPlan) -> None:
        """Ask the lease: a run that lost it is not to assemble either."""
        del plan
        with self._lock:
            self._lease.check()

    def done(self, plan: AssemblyPlan) -> Artifact | None:
        """Return the assembly that this job already put there, or None."""
        with self._lock:
            past = self._ledger.refresh().assembly(plan.assembly.scene)
            line, given = past.did(plan.job), past.given.get(plan.job)
            if line is None and given is not None and given.outputs:
                line = self._unrecorded(plan, given)
        return _artifact(line) if line else None

    def path(self, path: RelPath) -> Path:
        """Return where a file of the production lies."""
        return self._root / path

    def version(self, plan: AssemblyPlan) -> int:
        """Return the version number of the job, given now if it was not yet or is occupied."""
        with self._lock:
            past = self._ledger.refresh().assembly(plan.assembly.scene)
            given, standing = past.given.get(plan.job), self._standing(plan)
            if given is not None and given.version not in standing:
                return given.version
            return self._give(plan, max(past.highest, *standing, 0) + 1).version

    def publish(self, plan: AssemblyPlan, version: int, made: Assembled) -> Artifact | None:
        """Put both files in place under this version; None where a name is taken meanwhile.

        After None the job has another version; what says its number has to be made again.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's.
            Permanent: the scene's folder is gone.
        """
        with self._lock:
            done = self.done(plan)
            if done is not None:
                return done
            self._lease.check()
            stage = self._stage(plan)
            with writing(plan.folder):
                film, timeline = stage.fill(made)
                outputs = (sum_of(film), sum_of(timeline))
            given = self._give(plan, version, outputs)
            names = self._placed(plan, given, film, timeline)
            line = self._record(plan, given, names) if names else None
            with suppress(OSError):
                stage.clear(keep=self._under_way(plan))
            return _artifact(line) if line else None

    def _placed(
        self, plan: AssemblyPlan, given: AssemblyGiven, film: Path, timeline: Path
    ) -> tuple[str, str] | None:
        """Return the names that both files got, or None where one of them is taken."""
        folder, stem = self._root / plan.folder, _stem(plan, given)
        names = (f"{stem}{film.suffix}", f"{stem}{TIMELINE}")
        if any(os.path.lexists(folder / name) for name in names):
            return None
        for name in names:
            # Told before the rename, so that no look in between takes it for a person's.
            self._on_published(RelPath(f"{plan.folder}/{name}"))
        self._lease.check()
        with writing(plan.folder):
            try:
                rename_exclusive(film, folder / names[0])
                rename_exclusive(timeline, folder / names[1])
            except FileExistsError:
                _take_back(folder / names[0], given)
                return None
            sync_folder(folder)
        return names

    def _unrecorded(self, plan: AssemblyPlan, given: AssemblyGiven) -> AssemblyPublished | None:
        """Return the assembly of a run that was killed before it was written down, made whole.

        Where the timeline is missing, the one on its way follows; where there is none either, the
        film is taken back, which nobody was told of, and both are made again.
        """
        stem = _stem(plan, given)
        timeline = self._root / plan.folder / f"{stem}{TIMELINE}"
        with writing(plan.folder):
            films = (path for path in timeline.parent.glob(f"{stem}.*") if path != timeline)
            film = next((path for path in films if is_that(path, given.outputs[0])), None)
            if film is None:
                return None
            if not self._followed(plan, timeline, given.outputs[1]):
                _take_back(film, given)
                return None
        return self._record(plan, given, (film.name, timeline.name))

    def _followed(self, plan: AssemblyPlan, timeline: Path, sha256: str) -> bool:
        """Return whether the timeline stands there, put there now if it still was on its way."""
        side = self._stage(plan).timeline
        if is_that(side, sha256):
            self._lease.check()
            self._on_published(RelPath(timeline.relative_to(self._root).as_posix()))
            with suppress(FileExistsError):
                rename_exclusive(side, timeline)
                sync_folder(timeline.parent)
        return is_that(timeline, sha256)

    def _stage(self, plan: AssemblyPlan) -> AssemblyStage:
        folder = self._root / plan.folder
        with writing(plan.folder):
            if not folder.is_dir():
                require_root(self._root)
                raise Permanent(_gone(plan))
        return AssemblyStage(folder=folder, job=plan.job, sharing=self._sharing)

    def _under_way(self, plan: AssemblyPlan) -> frozenset[str]:
        """Return the jobs whose files may still follow: a kill left one of the two behind."""
        past = self._ledger.history.assembly(plan.assembly.scene)
        return frozenset(
            job for job, given in past.given.items() if given.outputs and past.did(job) is None
        ) - {plan.job}

    def _standing(self, plan: AssemblyPlan) -> frozenset[int]:
        """Return the numbers of the assemblies in the scene's folder, whoever put them there."""
        folder = self._root / plan.folder
        with writing(plan.folder):
            names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        numbers = (parse_assembly(name) for name in names)
        return frozenset(number for number in numbers if number is not None)

    def _give(
        self, plan: AssemblyPlan, version: int, outputs: tuple[str, ...] = ()
    ) -> AssemblyGiven:
        line = AssemblyGiven(
            at=self._clock.now(),
            scene=plan.assembly.scene,
            version=version,
            job=plan.job,
            outputs=outputs,
        )
        self._lease.check()
        self._ledger.append(line)
        return line

    def _record(
        self, plan: AssemblyPlan, given: AssemblyGiven, names: tuple[str, str]
    ) -> AssemblyPublished:
        line = AssemblyPublished(
            at=self._clock.now(),
            scene=plan.assembly.scene,
            version=given.version,
            job=plan.job,
            rule=plan.rule,
            fingerprint=plan.fingerprint,
            folder=plan.folder,
            frames=plan.assembly.frames,
            files=names,
            outputs=given.outputs,
            told=plan.assembly.told,
        )
        self._lease.check()
        self._ledger.append(line)
        return line


def _take_back(film: Path, given: AssemblyGiven) -> None:
    """Take back a film that was put there just now, and whose timeline cannot follow."""
    if is_that(film, given.outputs[0]):
        film.unlink()


def _stem(plan: AssemblyPlan, given: AssemblyGiven) -> str:
    return assembly_stem(plan.assembly.scene, version=given.version)


def _artifact(line: AssemblyPublished) -> Artifact:
    facts: dict[str, JSON] = {"version": line.version, "path": f"{line.folder}/{line.files[0]}"}
    return Artifact(kind="assembly", path="", facts=facts)


def _gone(plan: AssemblyPlan) -> Fault:
    return Fault(
        code=Code.FILE_GONE,
        what=f"The scene's folder is gone: {plan.assembly.scene}.",
        where=plan.folder,
        next="Put the folder back, or leave it: nothing waits.",
    )
