"""Read the head of a safetensors file: what tensors it holds, where, and what it says of itself.

Eight bytes with the head's length, the head as JSON, then the tensors' bytes without a gap.
Whether the numbers in it are sound is looked at elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from lyrad.model.names import JSON

LENGTH = 8
LONGEST_HEAD = 100_000_000
"""The format's own limit, in bytes."""

WIDTHS: Mapping[str, int] = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1,
    "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1, "U16": 2, "U32": 4, "U64": 8,
}  # fmt: skip
"""Bytes a number."""


class TornError(Exception):
    """The file is no whole safetensors file; the words are for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """One tensor: its bytes are those from `begin` to `end` of the file."""

    name: str
    kind: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """All tensors in the order of their bytes, and the words beside them."""

    tensors: tuple[Tensor, ...]
    said: Mapping[str, str]


def head_length(start: bytes) -> int:
    """Return how many bytes the head has. Raises TornError."""
    length = int.from_bytes(start, "little")
    if len(start) < LENGTH or not 0 < length <= LONGEST_HEAD:
        raise TornError("it does not begin as a safetensors file does")
    return length


def read_head(text: bytes, size: int) -> Head:
    """Return the head of a file of that size in bytes.

    Raises:
        TornError: it cannot be read, or the file is shorter or longer than it says.
    """
    try:
        table = json.loads(text)
        said = table.pop("__metadata__", {})
        start = LENGTH + len(text)
        tensors = sorted(_tensors(table, start), key=lambda one: one.begin)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TornError("its head cannot be read") from error
    if not tensors:
        raise TornError("there is no tensor in it")
    gaps = any(left.end != right.begin for left, right in pairwise(tensors))
    if gaps or tensors[0].begin != start or tensors[-1].end != size:
        raise TornError(f"it has {size} bytes where its head says {tensors[-1].end}")
    return Head(tensors=tuple(tensors), said={str(key): str(said[key]) for key in said})


def _tensors(table: Mapping[str, Mapping[str, JSON]], start: int) -> Iterator[Tensor]:
    for name, entry in table.items():
        begin, end = _numbers(entry["data_offsets"])
        kind = str(entry["dtype"])
        if end - begin != prod(_numbers(entry["shape"])) * WIDTHS[kind]:
            raise ValueError(name)
        yield Tensor(name=name, kind=kind, begin=start + begin, end=start + end)


def _numbers(value: JSON) -> list[int]:
    if not isinstance(value, list):
        raise TypeError
    return [number for number in value if isinstance(number, int)]
