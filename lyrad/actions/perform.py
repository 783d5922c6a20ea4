"""Carry out one try of one step and say what came of it: the one interpreter of failures.

Decides what holds for every verb: a job whose take stands has nothing to do, a step whose work is
kept is not done again, one whose ground is gone waits, and the version is fixed before anything
is made. `Cancelled` and
`Stopping` pass through: they are the engine's.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from lyrad.actions import _manifest
from lyrad.actions._needs import require
from lyrad.actions._taken import taken
from lyrad.core.outcome import Where, outcome
from lyrad.errors import Cancelled, Code
from lyrad.model.plan import Artifact, Done, Outcome
from lyrad.ports import Action, Bench

FAULT_LOG = "fault.log"


def perform(action: Action, bench: Bench) -> Outcome:
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


def _done(action: Action, bench: Bench) -> tuple[Artifact, ...]:
    bench.signal.check()
    receipt = bench.publisher.published(bench.plan)
    if receipt is not None:
        return (taken(bench.plan, receipt),)
    require(bench)
    bench.publisher.begun(bench.plan)
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


def _where(bench: Bench, log: Path) -> Where:
    plan = bench.plan
    action = plan.steps[bench.step].action
    return Where(
        words=f"{plan.shot}, step {bench.step + 1} of {len(plan.steps)} ({action})",
        job=plan.job,
        step=bench.step,
        tries=bench.tries,
        log=str(log),
    )
