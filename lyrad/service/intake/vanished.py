"""End the jobs of shots that a person deleted.

Asked only while the root is proven to be there: a share that went away deletes nothing, nor does
a folder that cannot be listed just now. A folder that is only being renamed is gone for a moment,
so the usual quiet time has to pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

import structlog

from lyrad.model.job import Job
from lyrad.model.names import RelPath, ShotKey
from lyrad.ports import Engine
from lyrad.service.intake.inbox import within

log = structlog.get_logger()


@dataclass(slots=True)
class Vanished:
    """The shots that have open jobs but no folder, and since when (monotonic seconds)."""

    engine: Engine
    quiet: float
    _since: dict[ShotKey, float] = field(default_factory=dict)

    def let_go(
        self,
        here: Set[ShotKey],
        jobs: Mapping[ShotKey, tuple[Job, ...]],
        now: float,
        *,
        closed: Iterable[RelPath] = (),
    ) -> float | None:
        """Withdraw or cancel what is wanted no more; return when to ask again, or None.

        Args:
            here: the shots that there are.
            jobs: each shot's jobs.
            now: monotonic seconds.
            closed: folders that cannot be listed now: what is in them is unknown, not gone.
        """
        closed = tuple(closed)
        gone = {
            shot: still
            for shot, mine in jobs.items()
            if shot not in here
            and (still := tuple(job for job in mine if job.state.open))
            and not _hidden(still, closed)
        }
        self._since = {shot: self._since.get(shot, now) for shot in gone}
        for shot, since in tuple(self._since.items()):
            if now - since >= self.quiet:
                for job in gone[shot]:
                    self._end(job)
                self._since[shot] = now  # a step at work needs a moment to end: ask later
        return min((since + self.quiet for since in self._since.values()), default=None)

    def _end(self, job: Job) -> None:
        if not self.engine.withdraw(job.plan.job):
            self.engine.cancel(job.plan.job)
        log.info("cancelled", action="job_cancelled", job=job.plan.job, shot=job.plan.of)


def _hidden(jobs: Iterable[Job], closed: tuple[RelPath, ...]) -> bool:
    """Return whether the jobs' folder may stand where nothing can be seen now."""
    return any(within(job.plan.folder, folder) for job in jobs for folder in closed)
