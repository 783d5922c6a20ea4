"""Carry out one try of one step and say what came of it: the one interpreter of failures.

Decides what holds for every verb: a job whose result stands has nothing to do, a step whose work
is kept is not done again, one whose ground is gone waits, and that it begins is noted before
anything is made. `Cancelled` and `Stopping` pass through: they are the engine's.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Protocol, TypeVar

from lyrad.actions import _manifest
from lyrad.actions._needs import require
from lyrad.core.outcome import Where, outcome
from lyrad.errors import Cancelled, Code
from lyrad.model.plan import Artifact, Done, Outcome
from lyrad.ports import Workplace

FAULT_LOG = "fault.log"

Bench_contra = TypeVar("Bench_contra", bound=Workplace, contravariant=True)


B = TypeVar("B", bound=Workplace)


class Performs(Protocol[Bench_contra]):
    """A verb that works at this kind of workplace."""

    def perform(self, bench: Bench_contra) -> tuple[Artifact, ...]:
        """Do the work in the bench's folder and return what was made."""
        ...


def perform(action: Performs[B], bench: B) -> Outcome:
    """Return what came of a try.

    Raises:
        Cancelled: the job was cancelled or held; the step's tools are gone.
        Stopping: lyrad stops; the step is done again at the next start.
    """
    try:
        bench.work.mkdir(parents=True, exist_ok=True)
        return Done(artifacts=_done(action, bench))
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, a person must read three lines
        log = bench.work / FAULT_LOG
        result = outcome(error, _where(bench, log))
        if result.fault.code is Code.UNFORESEEN:
            _note(log)
        return result


def _done(action: Performs[B], bench: B) -> tuple[Artifact, ...]:
    bench.signal.check()
    done = bench.done()
    if done is not None:
        return (done,)
    require(bench)
    bench.begin()
    kept = _manifest.kept(bench.work, bench.job_work)
    if kept is not None:
        return kept
    made = action.perform(bench)
    _manifest.keep(bench.work, bench.job_work, made)
    return made


def _note(log: Path) -> None:
    """Keep the traceback for those who look after lyrad; where even that fails, do without."""
    try:
        log.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return


def _where(bench: Workplace, log: Path) -> Where:
    plan = bench.plan
    action = plan.steps[bench.step].action
    return Where(
        words=f"{plan.of}, step {bench.step + 1} of {len(plan.steps)} ({action})",
        job=plan.job,
        step=bench.step,
        tries=bench.tries,
        log=str(log),
    )
