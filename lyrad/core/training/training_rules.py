"""Check a training file: the trainer obeys what it knows, says nothing of the rest, crashes late.

Nothing here looks at the disk. Every fault comes at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.core.training.keys import check_table, wrong
from lyrad.core.training.training_keys import KNOWN, NEEDED, OWN, SAMPLING, refused
from lyrad.errors import Fault
from lyrad.model.character import Base
from lyrad.model.names import Fields
from lyrad.model.training import Layer

_LAST_TIMESTEP = 1000


def check_training(table: Fields, base: Base, where: str) -> tuple[Fault, ...]:
    """Return all that is wrong with a whole training file; `where` names it."""
    sampling = SAMPLING if SAMPLING.keys() & table.keys() else ()
    missing = (key for key in (*OWN[base], *NEEDED[base], *sampling) if key not in table)
    return (
        *check_table(table, {**KNOWN[base], **OWN[base], **SAMPLING}, {}, where),
        *(wrong(f"`{key}` is missing.", where, "Add it.") for key in missing),
        *_timesteps(table, where),
    )


def check_values(values: Fields, base: Base, where: str) -> Iterator[Fault]:
    """Yield what is wrong with a preset's word on the training."""
    yield from check_table(values, KNOWN[base], refused(base), where)


def check_together(layer: Layer, base: Base, where: str) -> Iterator[Fault]:
    """Yield what is wrong with a preset's values together, each of which is fine alone."""
    values, pictures = layer.training, layer.dataset
    for key in NEEDED[base]:
        if key not in values:
            yield wrong(f"`{key}` is missing.", where, f"Add it below `[training]` for {base}.")
    if values.get("persistent_data_loader_workers") and not values.get(
        "max_data_loader_n_workers"
    ):
        what = "`persistent_data_loader_workers` needs workers, and there are none."
        yield wrong(what, where, "Remove it, or write `max_data_loader_n_workers = 2`.")
    if values.get("cache_text_encoder_outputs"):
        yield from _with_cached_captions(layer, where)
    if values.get("gradient_accumulation_steps", 1) != 1 and pictures.get("batch_size", 1) != 1:
        what = "`gradient_accumulation_steps` and `batch_size` both gather pictures."
        yield wrong(what, where, "Leave one of them at 1, so that the steps can be foretold.")
    if values.get("lr_scheduler", "constant") == "constant" and values.get("lr_warmup_steps"):
        what = "`lr_warmup_steps` does not go with a constant rate; the trainer would crash late."
        yield wrong(what, where, 'Write `lr_scheduler = "constant_with_warmup"`.')
    yield from _timesteps(values, where)


def _with_cached_captions(layer: Layer, where: str) -> Iterator[Fault]:
    """Yield what does not go with captions that are read once, before the training."""
    if not layer.training.get("network_train_unet_only"):
        what = "`cache_text_encoder_outputs` goes only with `network_train_unet_only`."
        yield wrong(what, where, "Write `network_train_unet_only = true`.")
    moving = ("shuffle_caption", "caption_tag_dropout_rate", "token_warmup_min",
              "caption_dropout_rate", "caption_dropout_every_n_epochs")  # fmt: skip
    for key in moving:
        if layer.dataset.get(key):
            what = f"`{key}` changes captions, which `cache_text_encoder_outputs` reads once."
            yield wrong(what, where, "Remove one of the two.")


def _timesteps(values: Fields, where: str) -> Iterator[Fault]:
    least, most = values.get("min_timestep", 0), values.get("max_timestep", _LAST_TIMESTEP)
    if (
        isinstance(least, int)
        and isinstance(most, int)
        and not 0 <= least < most <= _LAST_TIMESTEP
    ):
        what = f"`min_timestep` {least} and `max_timestep` {most} are no span within 0 and 1000."
        yield wrong(what, where, "Write for example 0 and 875, for the low expert.")
