"""Gather what a receipt says of a training: with what, on what, how long, how well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lyrad.backends.kohya.commit import commit_of
from lyrad.backends.kohya.paper import Paper
from lyrad.backends.kohya.plan import DATASET, Run, TrainingPlan
from lyrad.backends.kohya.proof import head_of
from lyrad.model.names import JSON, Fields
from lyrad.model.settings import KohyaSettings
from lyrad.model.training import Trainers
from lyrad.ports import Lora, TrainingOrder

_PLACE = re.compile(r'"(?:/[^"/\n]+)*/([^"/\n]+)"')
"""A quoted path from the root, and its last part."""

_TOLD = 20
"""So many losses are told of each curve, evenly spread; the picture shows all."""

_KEPT = ("sshs_model_hash", "ss_base_model_version", "modelspec.architecture")
"""What is kept of a file's own words; the first is the same however the file is renamed."""


def facts_of(
    order: TrainingOrder,
    plan: TrainingPlan,
    paper: Paper,
    *,
    settings: KohyaSettings,
    repository: Path,
    loras: tuple[Lora, ...],
    curves: Mapping[str, Mapping[int, float]],
) -> Fields:
    """Return the facts, as plain values."""
    base = order.spec.base
    runs = plan.runs(paper)
    last = plan.schedule(runs[-1])
    seconds = sum(done.seconds for done in paper.done.values())
    return {
        "trainer": str(Trainers.of(base)),
        "commit": commit_of(repository),
        "base": base.value,
        "models": {part: _file(path) for part, path in settings.models.get(base, {}).items()},
        "pictures": order.pictures,
        "repeats": last.repeats,
        "epochs": last.epochs,
        "steps": plan.steps(runs),
        "smaller": any(done.smaller for done in paper.done.values()),
        "minutes": round(seconds / 60, 1),
        "losses": {name: _some(losses) for name, losses in curves.items()},
        "config": _configs(order.work, runs),
        "files": {lora.path.name: _words(lora.path) for lora in loras},
    }


def _configs(work: Path, runs: tuple[Run, ...]) -> JSON:
    """Return what the trainer was given, with files by their names.

    This machine's places mean nothing to whoever reads the receipt elsewhere.
    """
    names = [DATASET, *(run.config for run in runs if run.expert is not None)]
    texts = {name: (work / name).read_text(encoding="utf-8") for name in names}
    return {name: _PLACE.sub(r'"\1"', text) for name, text in texts.items()}


def _file(path: Path) -> JSON:
    """Return what tells a base model's file from another; its hash would take minutes."""
    return {"name": path.name, "bytes": path.stat().st_size if path.is_file() else 0}


def _words(path: Path) -> JSON:
    said = head_of(path).said
    return {key: said[key] for key in _KEPT if key in said}


def _some(losses: Mapping[int, float]) -> JSON:
    """Return some of the losses, the last always: pairs of step and loss."""
    steps = sorted(losses)
    stride = max(1, len(steps) // _TOLD)
    chosen = sorted({*steps[stride - 1 :: stride], *steps[-1:]})
    return [[step, round(losses[step], 5)] for step in chosen]
