"""Decide whether a run brought what it was to bring, and gather the result of a training."""

from __future__ import annotations

from pathlib import Path

from lyrad.backends.kohya import curve
from lyrad.backends.kohya.facts import facts_of
from lyrad.backends.kohya.follower import Follower
from lyrad.backends.kohya.paper import Paper
from lyrad.backends.kohya.plan import (
    LATENTS,
    OUTPUT,
    Run,
    TrainingPlan,
    batch_of,
    output_name,
)
from lyrad.backends.kohya.proof import unsound
from lyrad.backends.kohya.starting import files_of
from lyrad.core.training import samples
from lyrad.model.settings import KohyaSettings
from lyrad.ports import Lora, Trained, TrainingOrder

CURVE = "loss.png"

_READABLE = 0o644
"""Trainers write files for their own user only."""


def complaint(order: TrainingOrder, plan: TrainingPlan, run: Run) -> str:
    """Return in words what is wrong with what a run left, '' where nothing is.

    A run that only reads must have left one file for each picture, and for each caption: what has
    none is left out of the training without a word.
    """
    if run.expert is None:
        wanted = order.pictures * (1 if run.name == LATENTS else 2)
        found = len(list((order.work / run.cache).glob("*.safetensors")))
        return "" if found >= wanted else f"{found} of {wanted} cache files are there"
    if not _said(order, run).saved:
        return "it never said that its file was saved"
    return unsound(
        order.work / OUTPUT / f"{output_name(order, run)}.safetensors",
        steps=plan.schedule(run).steps,
        exactly=batch_of(plan.preset.layer(smaller=run.smaller)) == 1,
        begun=(order.work / run.config).stat().st_mtime_ns,
    )


def sound_already(order: TrainingOrder, plan: TrainingPlan, run: Run) -> bool:
    """Return whether a run had come to its end when nobody was there to see it."""
    if run.expert is None or not (order.work / run.config).is_file():
        return False
    return not complaint(order, plan, run)


def brought(
    order: TrainingOrder,
    plan: TrainingPlan,
    paper: Paper,
    *,
    settings: KohyaSettings,
    repository: Path,
) -> Trained:
    """Return the files, the curve and the facts of a training whose files are proven."""
    trained = [run for run in plan.runs(paper) if run.expert is not None]
    loras = tuple(_lora(order, run) for run in trained)
    curves = {run.expert or "loss": _said(order, run).losses for run in trained}
    curve.draw(curves, order.work / CURVE)
    return Trained(
        loras=loras,
        curve=order.work / CURVE,
        samples=tuple(sorted((order.work / OUTPUT / samples.FOLDER).glob("*.png"))),
        facts=facts_of(
            order,
            plan,
            paper,
            settings=settings,
            repository=repository,
            loras=loras,
            curves=curves,
        ),
    )


def _lora(order: TrainingOrder, run: Run) -> Lora:
    *epochs, final = files_of(order, run)
    for path in (*epochs, final):
        path.chmod(_READABLE)
    return Lora(path=final, expert=run.expert or "", epochs=tuple(epochs))


def _said(order: TrainingOrder, run: Run) -> Follower:
    """Return all that a run said, from the files that keep it."""
    follower = Follower.of(*run.logs(order.work))
    follower.read()
    return follower
