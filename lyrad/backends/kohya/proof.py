"""Prove that a file is a sound LoRA: whole, of as many steps as planned, numbers, and not nothing.

An exit code of 0 proves little: a trainer ends so without having trained at all. NumPy reads the
numbers as they lie in the file; PyTorch is the trainer's.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lyrad.core.training.tensors import LENGTH, Head, Tensor, TornError, head_length, read_head

STEPS = "ss_steps"
"""How many steps the trainer says that it made, among the words in the file's head."""

_UP = ("lora_up", "lora_b")
"""The half of each pair that is zero before the training: if it still is, nothing was learnt."""

_BITS = {"F16": 0x7C00, "BF16": 0x7F80}
"""The exponent's bits in 16-bit numbers; where all are set, it is infinite or no number."""


def unsound(path: Path, *, steps: int, exactly: bool, begun: int) -> str:
    """Return in words what is wrong with the file, '' where it is sound.

    Args:
        path: the file.
        steps: planned.
        exactly: whether the trainer must have made just as many, or may have made more.
        begun: when the training began, as a time of the same disk, in nanoseconds.
    """
    try:
        if path.stat().st_mtime_ns < begun:
            return "its file is older than the training"
        head = head_of(path)
    except FileNotFoundError:
        return "it left no file"
    except TornError as error:
        return f"its file is torn: {error}"
    made = head.said.get(STEPS, "")
    if made != str(steps) and (exactly or not _at_least(made, steps)):
        return f"it made {made or 'untold'} of {steps} steps"
    return _of_numbers(path, head)


def head_of(path: Path) -> Head:
    """Return the head of a safetensors file. Raises TornError, FileNotFoundError."""
    with path.open("rb") as file:
        length = head_length(file.read(LENGTH))
        return read_head(file.read(length), path.stat().st_size)


def _of_numbers(path: Path, head: Head) -> str:
    stored = np.memmap(path, dtype=np.uint8, mode="r")
    learnt = False
    named = [one for one in head.tensors if any(up in one.name.lower() for up in _UP)]
    ups = {one.name for one in named or head.tensors}
    for tensor in head.tensors:
        numbers = _numbers(tensor, stored)
        if numbers is None:
            continue
        if not _finite(tensor, numbers):
            return f"`{tensor.name}` in its file holds what is no number"
        learnt = learnt or (tensor.name in ups and _any(tensor, numbers))
    return "" if learnt else "all that it learnt is zero"


def _numbers(tensor: Tensor, stored: NDArray[np.uint8]) -> NDArray[np.generic] | None:
    """Return the tensor's numbers, 16-bit ones as their bits; None for whole numbers."""
    part = stored[tensor.begin : tensor.end]
    if tensor.kind in _BITS:
        return part.view("<u2") if part.size else None
    kinds = {"F32": "<f4", "F64": "<f8"}
    return part.view(kinds[tensor.kind]) if tensor.kind in kinds and part.size else None


def _finite(tensor: Tensor, numbers: NDArray[np.generic]) -> bool:
    bits = _BITS.get(tensor.kind)
    if bits is None:
        return bool(np.isfinite(numbers).all())
    return not bool(((numbers & bits) == bits).any())  # type: ignore[operator]


def _any(tensor: Tensor, numbers: NDArray[np.generic]) -> bool:
    """Return whether any number is not zero; the sign's bit is none."""
    if tensor.kind in _BITS:
        return bool((numbers & 0x7FFF).any())  # type: ignore[operator]
    return bool(numbers.any())


def _at_least(made: str, steps: int) -> bool:
    return made.isdigit() and int(made) >= steps
