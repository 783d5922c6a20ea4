"""Write the files that a trainer reads, and check them before any model is loaded.

The trainers' own loaders pass over unknown keys, do not look at types, and crash hours later. What
a file may say is decided in `core.training`.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path

from lyrad.backends.kohya.plan import DATASET, OUTPUT, Run, TrainingPlan, output_name
from lyrad.core.training import samples
from lyrad.core.training.dataset_rules import check_dataset
from lyrad.core.training.toml_text import toml_text
from lyrad.core.training.training_keys import MODULES
from lyrad.core.training.training_rules import check_training
from lyrad.errors import Permanent
from lyrad.model.character import Base
from lyrad.model.names import JSON, Fields
from lyrad.model.settings import KohyaSettings
from lyrad.model.training import Trainers
from lyrad.ports import TrainingOrder

SEEDS = 2**32
"""A trainer's seeds are smaller than this."""


def write_configs(
    order: TrainingOrder, plan: TrainingPlan, run: Run, settings: KohyaSettings
) -> None:
    """Write what a run reads into the work folder, checked; make the folders it writes into.

    Raises:
        Permanent: what would be written is not what the trainer reads.
    """
    base = order.spec.base
    for folder in (OUTPUT, run.cache):
        (order.work / folder).mkdir(exist_ok=True)
    _write(order.work / DATASET, dataset_table(order, plan, run))
    faults = check_dataset(_read(order.work / DATASET), base, DATASET)
    if run.expert is not None:
        _write_samples(order, plan)
        _write(order.work / run.config, training_table(order, plan, run, settings))
        faults += check_training(_read(order.work / run.config), base, run.config)
    if faults:
        raise Permanent(*faults)


def dataset_table(order: TrainingOrder, plan: TrainingPlan, run: Run) -> Fields:
    """Return what the pictures are and how they are shown."""
    values = plan.preset.layer(smaller=run.smaller).dataset
    repeats = plan.schedule(run).repeats
    pictures = str(order.dataset.absolute())
    if Trainers.of(order.spec.base) is Trainers.MUSUBI:
        row: dict[str, JSON] = {
            "image_directory": pictures,
            "cache_directory": str((order.work / run.cache).absolute()),
            "num_repeats": repeats,
        }
        return {"general": {"caption_extension": ".txt", **values}, "datasets": [row]}
    spec = order.spec
    subset: dict[str, JSON] = {
        "image_dir": pictures,
        "caption_extension": ".txt",
        "class_tokens": f"{spec.word} {spec.kind}".strip(),
        "num_repeats": repeats,
    }
    return {"datasets": [{**values, "subsets": [subset]}]}


def training_table(
    order: TrainingOrder, plan: TrainingPlan, run: Run, settings: KohyaSettings
) -> Fields:
    """Return how a run trains, with the paths of this machine."""
    layer = plan.preset.layer(smaller=run.smaller)
    expert = plan.preset.experts[run.expert or ""]
    work = order.work.absolute()
    own: dict[str, JSON] = {
        **_models(order.spec.base, run, settings),
        "dataset_config": str(work / DATASET),
        "output_dir": str(work / OUTPUT),
        "output_name": output_name(order, run),
        "network_module": MODULES[order.spec.base],
        "max_train_epochs": plan.schedule(run).epochs,
        "seed": order.seed % SEEDS,
        "training_comment": f"lyrad {order.job}".strip(),
        "metadata_title": output_name(order, run),
    }
    if Trainers.of(order.spec.base) is Trainers.SD_SCRIPTS:
        # Its log is plain then: elsewise it is wrapped at 80 columns, in the middle of paths.
        own |= {
            "save_model_as": "safetensors",
            "metadata_trigger_phrase": order.spec.word,
            "console_log_simple": True,
        }
        own["tokenizer_cache_dir"] = str(settings.tokenizers or "")
    return {**layer.training, **expert, **own, **_sampling(plan, work)}


def _sampling(plan: TrainingPlan, work: Path) -> dict[str, JSON]:
    if not plan.preset.samples:
        return {}
    return {
        "sample_prompts": str(work / samples.FILE),
        "sample_every_n_epochs": plan.preset.samples,
    }


def _write_samples(order: TrainingOrder, plan: TrainingPlan) -> None:
    """Write the list of sample pictures; those of an earlier go are none of this one's."""
    shutil.rmtree(order.work / OUTPUT / samples.FOLDER, ignore_errors=True)
    if plan.preset.samples:
        listed = samples.sample_list(order.spec, order.seed % SEEDS)
        (order.work / samples.FILE).write_text(listed, encoding="utf-8")


def _models(base: Base, run: Run, settings: KohyaSettings) -> dict[str, JSON]:
    files = {part: str(path) for part, path in settings.models.get(base, {}).items()}
    if base is Base.WAN22:
        return {"dit": files.get(f"dit_{run.expert}", "")}
    names = {"checkpoint": "pretrained_model_name_or_path"}
    return {names.get(part, part): path for part, path in files.items()}


def _write(path: Path, table: Fields) -> None:
    draft = path.with_name(f".{path.name}.part")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(toml_text(table))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _read(path: Path) -> Fields:
    return tomllib.loads(path.read_text(encoding="utf-8"))
