"""Decide how often each picture is shown, so that a training has about the steps it aims at."""

from __future__ import annotations

from lyrad.model.training import Schedule


def schedule(pictures: int, *, steps: int, epochs: int, batch: int = 1) -> Schedule:
    """Return repeats and epochs for so many pictures.

    The epochs stay as many as the preset says where that can be, since each leaves a file that an
    editor may prefer; only where a single showing of all pictures is too long there are fewer.
    Pictures of different shapes share no batch, so that with batches above 1 the trainer may need
    some steps more than are told here.

    Args:
        pictures: how many there are, at least 1.
        steps: what to aim at.
        epochs: the preset's.
        batch: pictures a step.
    """
    shown = steps * batch
    repeats = max(1, round(shown / (pictures * epochs)))
    if pictures * epochs > shown:
        epochs = max(1, round(shown / pictures))
    batches = -(-pictures * repeats // batch)
    return Schedule(repeats=repeats, epochs=epochs, steps=batches * epochs)
