"""Write a LoRA's file: real safetensors, readable by its owner only, with words in its head."""

from __future__ import annotations

import json
import math
import random
import struct
from pathlib import Path
from typing import Any

from standin.quirks import asked

_KINDS = {"bf16": "BF16", "fp16": "F16", "float": "F32", None: "F32"}


def save(path: Path, table: dict[str, Any], said: dict[str, str]) -> None:
    """Write two pairs of matrices with their alphas."""
    kind = _KINDS[table.get("save_precision")]
    rank = table["network_dim"]
    entries: dict[str, Any] = {"__metadata__": said}
    body = b""
    for block in ("lora_unet_a", "lora_unet_b"):
        for part, shape in (("lora_down.weight", [rank, 8]), ("lora_up.weight", [8, rank])):
            stored = b"".join(_number(kind, value) for value in _values(part, rank * 8))
            entries[f"{block}.{part}"] = _entry(kind, shape, body, stored)
            body += stored
        # A whole number in the settings stays one in the file, whatever the precision.
        whole = type(table["network_alpha"]) is int
        alpha = struct.pack("<q", table["network_alpha"]) if whole else _number(
            kind, table["network_alpha"]
        )  # fmt: skip
        entries[f"{block}.alpha"] = _entry("I64" if whole else kind, [], body, alpha)
        body += alpha
    head = json.dumps(entries).encode()
    head += b" " * (-len(head) % 8)
    stored = struct.pack("<Q", len(head)) + head + body
    draft = path.with_name(f".tmp{random.randrange(10**9)}")
    draft.write_bytes(stored[: len(stored) // 2] if asked("torn") else stored)
    draft.chmod(0o600)
    draft.replace(path)


def _entry(kind: str, shape: list[int], before: bytes, stored: bytes) -> dict[str, Any]:
    begin = len(before)
    return {"dtype": kind, "shape": shape, "data_offsets": [begin, begin + len(stored)]}


def _values(part: str, count: int) -> list[float]:
    if asked("zeros") and "up" in part:
        return [-0.0] * count
    values = [random.gauss(0.0, 0.01) for _ in range(count)]
    if asked("nan_weights"):
        values[count // 2] = math.nan
    return values


def _number(kind: str, value: float) -> bytes:
    if kind == "F16":
        return struct.pack("<e", value)
    single = struct.pack("<f", value)
    return single[2:] if kind == "BF16" else single
