"""Put takes of music into cues' folders: exactly once each, whole or not at all.

A kill at any point is healed by the next call, as of a shot's takes: before the rename nothing
stands there, after it the receipt says whose take it is, and the ledger's line is written then.
What is not promised: a number may be given and never used.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from lyrad.core.cue_past import CuePast
from lyrad.core.cue_publication import cue_publication, remembered, scored
from lyrad.core.naming import cue_stem, take_folder
from lyrad.disk.cues import CueTakes, receipt_text
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.placing import Placing, Seat
from lyrad.disk.takes import TAKES
from lyrad.disk.write import Sharing
from lyrad.errors import Code, Fault
from lyrad.model.cue import CueGiven, CuePublished
from lyrad.model.cue_take import CueReceipt
from lyrad.model.names import RelPath
from lyrad.model.plan import Artifact, CuePlan
from lyrad.model.take import FileRecord
from lyrad.ports import Clock, Staged


class CueHome:
    """The cues' folders of one production; safe to use from several threads."""

    def __init__(
        self,
        root: Path,
        *,
        ledger: Ledger,
        takes: CueTakes,
        lease: Lease,
        clock: Clock,
        sharing: Sharing,
        on_published: Callable[[RelPath], None],
    ) -> None:
        self._ledger = ledger
        self._takes = takes
        self._lease = lease
        self._clock = clock
        self._placing = Placing(
            root=root, lease=lease, sharing=sharing, on_published=on_published, inside=TAKES
        )
        self._lock = threading.RLock()

    def begun(self, plan: CuePlan) -> None:
        """Ask the lease: a run that lost it is not to compose either."""
        del plan
        with self._lock:
            self._lease.check()

    def done(self, plan: CuePlan) -> Artifact | None:
        """Return the take that this job already put there, or None.

        Where the take was deleted since, it is what the ledger remembers of it.
        """
        with self._lock:
            line = self._past(plan).did(plan.job)
            for take in self._takes.of(plan.folder):
                if take.receipt is None or take.receipt.job != plan.job:
                    continue
                if line is None:
                    self._record(take.receipt, take.folder)
                return scored(plan, take.receipt)
            return remembered(plan, line) if line else None

    def number(self, plan: CuePlan) -> int:
        """Return the take number of the job, given now if it was not yet or is occupied."""
        with self._lock:
            past = self._past(plan)
            line, given = past.did(plan.job), past.numbers.get(plan.job)
            if line:
                return line.take
            standing = {take.number for take in self._takes.of(plan.folder)}
            if given is not None and given not in standing:
                return given
            number = max(past.highest_take, *standing, 0) + 1
            self._lease.check()
            self._ledger.append(
                CueGiven(at=self._clock.now(), cue=plan.cue, take=number, job=plan.job)
            )
            return number

    def publish(self, plan: CuePlan, receipt: CueReceipt, staged: Staged) -> Artifact:
        """Put the take in place with one rename.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's.
            Permanent: the cue's folder is gone.
        """
        with self._lock:
            done = self.done(plan)
            if done is not None:
                return done
            self._lease.check()
            stage = self._placing.stage(plan.folder, plan.job, gone=_gone(plan))
            seat = partial(self._seat, plan, receipt)
            written, folder = self._placing.put(stage, staged, seat=seat, text=receipt_text)
            self._record(written, folder)
            return scored(plan, written)

    def sweep(self, folders: Iterable[RelPath]) -> None:
        """Remove what killed runs left behind in the takes of these cues' folders.

        Raises:
            Temporary: the lease is another run's, or the share is away.
        """
        with self._lock:
            for folder in folders:
                self._placing.sweep(folder)

    def _seat(self, plan: CuePlan, receipt: CueReceipt) -> Seat[CueReceipt]:
        """Return the job's number, as it would have it now."""
        number = self.number(plan)

        def sealed(outputs: tuple[FileRecord, ...]) -> CueReceipt:
            now = self._clock.now()
            return replace(receipt, take=number, outputs=outputs, published_at=now)

        title, timecode = plan.spec.title, plan.span.timecode
        stem = cue_stem(plan.cue.cue, title, take=number, timecode=timecode)
        return Seat(name=take_folder(number), stem=stem, receipt=sealed)

    def _record(self, receipt: CueReceipt, folder: RelPath) -> CuePublished:
        self._lease.check()
        seal = hashlib.sha256(receipt_text(receipt)).hexdigest()
        line = cue_publication(receipt, folder=folder, at=self._clock.now(), seal=seal)
        self._ledger.append(line)
        return line

    def _past(self, plan: CuePlan) -> CuePast:
        return self._ledger.refresh().cue(plan.cue)


def _gone(plan: CuePlan) -> Fault:
    return Fault(
        code=Code.FILE_GONE,
        what=f"The cue's folder is gone: {plan.cue}.",
        where=plan.folder,
        next="Put the folder back and a file named RETAKE into it, or leave it: nothing waits.",
    )
