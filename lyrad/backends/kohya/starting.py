"""Start a run of a training: its files, its folder, its program; and write down that it runs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from lyrad.backends._alive import born
from lyrad.backends._process import Program
from lyrad.backends.kohya import faults
from lyrad.backends.kohya import paper as papers
from lyrad.backends.kohya.configs import write_configs
from lyrad.backends.kohya.flight import Flight, Patience
from lyrad.backends.kohya.follower import Follower
from lyrad.backends.kohya.interpreter import interpreters
from lyrad.backends.kohya.plan import (
    CACHES,
    CAPTIONS,
    DATASET,
    LATENTS,
    OUTPUT,
    Run,
    TrainingPlan,
    output_name,
)
from lyrad.backends.kohya.preflight import Preflight
from lyrad.backends.kohya.surroundings import surroundings
from lyrad.errors import Temporary
from lyrad.model.character import Base
from lyrad.ports import Clock, TrainingOrder

_MISSING_DELAY = 60.0
_CAPTIONS_AT_ONCE = "16"


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """Starts runs with what this machine has."""

    preflight: Preflight
    clock: Clock
    patience: Patience

    def start(
        self, order: TrainingOrder, plan: TrainingPlan, paper: papers.Paper, run: Run
    ) -> tuple[papers.Paper, Flight]:
        """Start the run, from nothing, and write down that it is at work.

        Raises:
            Permanent: its settings are wrong.
            Temporary: the trainer is not there.
        """
        repository, python = self._places(order.spec.base)
        _sweep(order, run)
        write_configs(order, plan, run, self.preflight.settings)
        at_work = replace(paper, run=run.key, pid=0, born="", began=self.clock.now().timestamp())
        papers.write(at_work, order.work)
        log, out = run.logs(order.work)
        program = Program.start(
            [str(python), run.script, *self._arguments(order, run)],
            cwd=repository,
            log=log,
            stdout=out,
            env=surroundings(plan.key),
        )
        at_work = replace(at_work, pid=program.pid, born=born(program.pid))
        papers.write(at_work, order.work)
        runs = plan.runs(paper)
        return at_work, Flight(
            plan=plan,
            run=run,
            program=program,
            follower=Follower.of(log, out),
            clock=self.clock,
            patience=self.patience,
            before=plan.steps(one for one in runs if one.key in paper.done),
            total=plan.steps(runs),
            moved=self.clock.monotonic(),
        )

    def _places(self, base: Base) -> tuple[Path, Path]:
        repository, python = self.preflight.repository(base), self.preflight.python(base)
        if repository is None:
            raise Temporary(faults.repository_unsaid(base), delay=_MISSING_DELAY)
        if python is None:
            looked = interpreters(self.preflight.settings, repository)
            raise Temporary(faults.no_interpreter(looked), delay=_MISSING_DELAY)
        return repository, python

    def _arguments(self, order: TrainingOrder, run: Run) -> tuple[str, ...]:
        work = order.work.absolute()
        models = self.preflight.settings.models.get(order.spec.base, {})
        dataset = ("--dataset_config", str(work / DATASET))
        if run.name == LATENTS:
            return (*dataset, "--vae", str(models["vae"]))
        if run.name == CAPTIONS:
            return (*dataset, "--t5", str(models["t5"]), "--batch_size", _CAPTIONS_AT_ONCE)
        return ("--config_file", str(work / run.config))


def _sweep(order: TrainingOrder, run: Run) -> None:
    """Remove what an earlier go at the run left: nothing old may pass for new."""
    for path in run.logs(order.work):
        path.unlink(missing_ok=True)
    if run.expert is not None:
        for path in files_of(order, run):
            path.unlink()


def clear(work: Path) -> None:
    """Remove what another order's training had read: its pictures may have the same names."""
    for name in CACHES:
        shutil.rmtree(work / name, ignore_errors=True)


def files_of(order: TrainingOrder, run: Run) -> list[Path]:
    """Return the files that a run has written so far, those of earlier epochs first."""
    name = output_name(order, run)
    there = sorted((order.work / OUTPUT).glob("*.safetensors"))
    return [path for path in there if path.stem.startswith(f"{name}-")] + [
        path for path in there if path.stem == name
    ]
