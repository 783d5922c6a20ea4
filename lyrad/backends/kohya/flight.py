"""A run at work, as this life of lyrad sees it: its program, what it prints, whether it moves."""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.backends._process import Program
from lyrad.backends.kohya.follower import Follower
from lyrad.backends.kohya.plan import Run, TrainingPlan
from lyrad.model.job import Progress
from lyrad.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a run may stand still, in seconds, before it is taken for stuck.

    `silent` holds while models load, pictures are cached and files are written: any word counts.
    Between steps `still` holds, or `times` the usual step where that is more. `stop` is how long
    it has to end by itself, once it is told to.
    """

    silent: float = 1800.0
    still: float = 600.0
    times: float = 20.0
    stop: float = 2.0


@dataclass(slots=True)
class Flight:
    """One run of a training; `before` are the steps that are done, `total` all of them."""

    plan: TrainingPlan
    run: Run
    program: Program
    follower: Follower
    clock: Clock
    patience: Patience
    before: int
    total: int
    moved: float
    step: int = 0

    def look(self) -> None:
        """Read on, and note whether it moved."""
        new = self.follower.read()
        bar = self.follower.bar
        done = bar.done if bar else 0
        if done != self.step or (new and not self._between_steps):
            self.step, self.moved = done, self.clock.monotonic()

    @property
    def stood(self) -> float:
        """Return for how many seconds it stood still, 0 while that is no longer than usual."""
        stood = self.clock.monotonic() - self.moved
        pace = (self.follower.bar.pace if self.follower.bar else None) or 0.0
        usual = max(self.patience.still, self.patience.times * pace)
        return stood if stood > (usual if self._between_steps else self.patience.silent) else 0.0

    @property
    def progress(self) -> Progress:
        """Return how far the whole training is, and what this run does."""
        bar = self.follower.bar if self.run.expert is not None else None
        words = [self.run.words]
        if bar and bar.loss is not None:
            words.append(f"loss {bar.loss:.3f}")
        if bar and bar.left is not None:
            words.append(f"{_minutes(bar.left)} left")
        done = self.before + (bar.done if bar else 0)
        # Batches of unlike shapes make a few steps more than were planned.
        return Progress(
            done=min(done, self.total), total=self.total, unit="step", note=", ".join(words)
        )

    def end(self) -> None:
        """End it; return when its processes are gone."""
        self.program.stop(self.patience.stop)

    @property
    def _between_steps(self) -> bool:
        bar = self.follower.bar
        return bar is not None and 0 < bar.done < bar.total


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"  # noqa: PLR2004
