"""Put takes into the production: exactly once each, whole or not at all.

The order is: ask whether the job's take stands already; stage; write the number into the ledger;
receipt last; ask the lease; rename without replacing; write the publication into the ledger. A
kill at any point is healed by the next call: before the rename nothing stands there, after it the
receipt says whose take it is. What is not promised: a number may be given and never used.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lyrad.core.naming import stem, take_folder
from lyrad.core.number import next_take, version_for
from lyrad.core.publication import publication, remembered
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.rename import CLAIM_PREFIX, rename_exclusive
from lyrad.disk.stage import STAGE_PREFIX, Stage
from lyrad.disk.takes import TAKES, Takes, receipt_text
from lyrad.disk.write import Sharing, make_folder, require_root, sync_folder, writing
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.names import JobId, RelPath
from lyrad.model.plan import ShotPlan
from lyrad.model.take import Receipt, TakeGiven, VersionGiven
from lyrad.ports import Clock, Staged


class TakePublisher:
    """The publisher of one production; safe to use from several threads."""

    def __init__(
        self,
        root: Path,
        *,
        ledger: Ledger,
        takes: Takes,
        lease: Lease,
        clock: Clock,
        sharing: Sharing | None = None,
        on_published: Callable[[RelPath], None] = lambda _: None,
    ) -> None:
        self._root = root
        self._ledger = ledger
        self._takes = takes
        self._lease = lease
        self._clock = clock
        self._sharing = sharing or Sharing()
        self._on_published = on_published
        self._lock = threading.RLock()
        self._staging: set[JobId] = set()

    def begun(self, plan: ShotPlan) -> int:
        """Return the version number of the plan's take, given now if it was not yet.

        Asks the lease first, always: a run that lost it is not to render either.
        """
        with self._lock:
            self._lease.check()
            history = self._ledger.refresh()
            known = history.version(plan.shot, plan.version_key)
            if known is not None:
                return known
            takes = self._takes.counted(plan.folder, plan.shot, history)
            version = version_for(history, takes, plan.shot, plan.version_key)
            self._ledger.append(
                VersionGiven(
                    at=self._clock.now(),
                    shot=plan.shot,
                    version=version,
                    version_key=plan.version_key,
                    job=plan.job,
                )
            )
            return version

    def published(self, plan: ShotPlan) -> Receipt | None:
        """Return the receipt of the take that this job already made, or None.

        Where the take was deleted since, the receipt is what the ledger remembers of it.
        """
        with self._lock:
            line = self._ledger.refresh().published(plan.job)
            for take in self._takes.of(plan.folder):
                if take.receipt is None or take.receipt.job != plan.job:
                    continue
                if line is None:
                    self._record(take.receipt, take.folder)
                return take.receipt
            if line is None:
                return None
            moved = self._takes.receipt(line.folder)
            return moved if moved and moved.job == plan.job else remembered(plan, line)

    def number(self, plan: ShotPlan) -> int:
        """Return the take number of the job, given now if it was not yet or is occupied."""
        with self._lock:
            done = self.published(plan)
            if done is not None:
                return done.take
            given = self._ledger.history.take_of(plan.job)
            if given is None or self._taken(plan, given):
                return self._give(plan, above=0)
            return given

    def stem(self, plan: ShotPlan, *, take: int, version: int) -> str:
        """Return the take's stem, `SC010_SH0020_T03_v002`."""
        return stem(plan.shot, take=take, version=version)

    def publish(self, plan: ShotPlan, receipt: Receipt, staged: Staged) -> Receipt:
        """Put the take in place with one rename; return the receipt as written, outputs hashed.

        Where somebody's folder took the number meanwhile, the take gets the next one; its files'
        names say so, what was written inside them earlier does not.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's; the work
                folder keeps everything.
            Permanent: the shot's folder is gone.
        """
        done = self.published(plan)
        if done is not None:
            return done
        self._lease.check()
        stage = self._stage(plan)
        with self._lock:
            self._staging.add(plan.job)
        try:
            return self._publish(plan, receipt, staged, stage)
        finally:
            # After the rename there is nothing left to remove; a full share gets its room back.
            with suppress(OSError):
                stage.remove()
            with self._lock:
                self._staging.discard(plan.job)

    def sweep(self, folders: Iterable[RelPath]) -> None:
        """Remove what killed runs left behind in the takes of these shots' folders.

        Raises:
            Temporary: the lease is another run's, or the share is away.
        """
        self._lease.check()
        for folder in folders:
            takes = self._root / folder / TAKES
            with self._lock, writing(str(takes)):
                for path in takes.glob(f"{STAGE_PREFIX}*"):
                    job = JobId(path.name.removeprefix(STAGE_PREFIX))
                    if job not in self._staging:
                        Stage(takes=takes, job=job, sharing=self._sharing).remove()
                for path in takes.glob(f"{CLAIM_PREFIX}*"):
                    with suppress(FileNotFoundError):
                        path.rmdir()

    def _publish(self, plan: ShotPlan, receipt: Receipt, staged: Staged, stage: Stage) -> Receipt:
        number = self.number(plan)
        while True:
            outputs = stage.fill(staged, stem(plan.shot, take=number, version=receipt.version))
            final = replace(receipt, take=number, outputs=outputs, published_at=self._clock.now())
            stage.seal(receipt_text(final))
            folder = RelPath(f"{plan.folder}/{TAKES}/{take_folder(number)}")
            with self._lock:
                # Told before the rename, so that no look in between takes it for a person's.
                self._on_published(folder)
                if self._place(stage, self._root / folder):
                    self._record(final, folder)
                    return final
                # Another run may have been the one that took the number, for this very job.
                done = self.published(plan)
                if done is not None:
                    return done
                number = self._give(plan, above=number)

    def _place(self, stage: Stage, target: Path) -> bool:
        """Rename the stage to the take's folder; return False where the number is occupied."""
        self._lease.check()
        with writing(str(stage.takes)):
            try:
                rename_exclusive(stage.folder, target)
            except FileExistsError:
                return False
            sync_folder(stage.takes)
            return True

    def _record(self, receipt: Receipt, folder: RelPath) -> None:
        self._lease.check()
        seal = hashlib.sha256(receipt_text(receipt)).hexdigest()
        now = self._clock.now()
        self._ledger.append(publication(receipt, folder=folder, at=now, seal=seal))

    def _give(self, plan: ShotPlan, *, above: int) -> int:
        history = self._ledger.refresh()
        takes, selects = self._takes.of(plan.folder), self._takes.selects(plan.shot)
        number = max(next_take(history, takes, selects, plan.shot), above + 1)
        self._lease.check()
        self._ledger.append(
            TakeGiven(at=self._clock.now(), shot=plan.shot, take=number, job=plan.job)
        )
        return number

    def _taken(self, plan: ShotPlan, number: int) -> bool:
        return any(take.number == number for take in self._takes.of(plan.folder))

    def _stage(self, plan: ShotPlan) -> Stage:
        shot = self._root / plan.folder
        with writing(str(shot)):
            if not shot.is_dir():
                require_root(self._root)
                raise Permanent(_gone(plan))
            make_folder(shot / TAKES, self._sharing)
        return Stage(takes=shot / TAKES, job=plan.job, sharing=self._sharing)


def _gone(plan: ShotPlan) -> Fault:
    return Fault(
        code=Code.FILE_GONE,
        what=f"The shot's folder is gone: {plan.shot}.",
        where=plan.folder,
        next="Put the folder back and a file named RETAKE into it, or leave it: nothing waits.",
    )
