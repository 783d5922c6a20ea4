"""What counts as a sound LoRA, and how its losses are drawn."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from lyrad.backends.kohya import curve
from lyrad.backends.kohya.proof import unsound

KINDS = {"F32": "<f4", "F16": "<f2", "F64": "<f8"}


def stored(kind: str, values: list[float]) -> bytes:
    if kind == "BF16":
        return (np.array(values, "<f4").view("<u4") >> 16).astype("<u2").tobytes()
    return np.array(values, KINDS[kind]).tobytes()


def write(path: Path, kind: str, up: list[float], steps: str | None = "8") -> Path:
    """Write a LoRA of one pair; `up` is what is zero before any training."""
    parts = {
        "a.lora_down.weight": (kind, stored(kind, [0.5, -0.25, 1.0])),
        "a.lora_up.weight": (kind, stored(kind, up)),
        "a.alpha": ("I64", struct.pack("<q", 16)),
    }
    entries: dict[str, object] = {"__metadata__": {"ss_steps": steps} if steps else {}}
    body = b""
    for name, (dtype, data) in parts.items():
        shape = [] if name.endswith("alpha") else [len(up)]
        entries[name] = {"dtype": dtype, "shape": shape,
                         "data_offsets": [len(body), len(body) + len(data)]}  # fmt: skip
        body += data
    head = json.dumps(entries).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + body)
    return path


def said(path: Path, *, steps: int = 8, exactly: bool = True, begun: int = 0) -> str:
    return unsound(path, steps=steps, exactly=exactly, begun=begun)


@pytest.mark.parametrize("kind", ["F32", "F16", "BF16", "F64"])
def test_small_finite_numbers_are_sound_in_every_precision(tmp_path, kind):
    assert said(write(tmp_path / "a", kind, [0.0, 1e-4, -2e-3])) == ""


@pytest.mark.parametrize("kind", ["F32", "F16", "BF16", "F64"])
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_found_in_every_precision(tmp_path, kind, bad):
    words = said(write(tmp_path / "a", kind, [0.1, bad, 0.1]))
    assert words == "`a.lora_up.weight` in its file holds what is no number"


@pytest.mark.parametrize("kind", ["F32", "F16", "BF16", "F64"])
def test_a_lora_that_learnt_nothing_is_found_whatever_its_other_half_holds(tmp_path, kind):
    assert "zero" in said(write(tmp_path / "a", kind, [0.0, -0.0, 0.0]))


def test_steps_must_be_those_that_were_planned(tmp_path):
    path = write(tmp_path / "a", "F32", [0.1, 0.1, 0.1])
    assert said(path, steps=9) == "it made 8 of 9 steps"
    assert said(path, steps=7) == "it made 8 of 7 steps"
    assert said(path, steps=7, exactly=False) == ""
    untold = write(tmp_path / "b", "F32", [0.1, 0.1, 0.1], steps=None)
    assert said(untold) == "it made untold of 8 steps"


def test_old_missing_and_torn_files_are_told(tmp_path):
    path = write(tmp_path / "a", "F32", [0.1, 0.1, 0.1])
    assert "older" in said(path, begun=path.stat().st_mtime_ns + 1)
    assert said(tmp_path / "none") == "it left no file"
    path.write_bytes(path.read_bytes()[:-1])
    assert "torn" in said(path)
    path.write_bytes(b"")
    assert "torn" in said(path)


def test_curves_are_drawn_in_colours_of_their_own(tmp_path):
    losses = {step: 0.2 / step for step in range(1, 200)}
    curve.draw({"low": losses, "high": dict.fromkeys(losses, 0.1)}, tmp_path / "loss.png")
    picture = cv2.imread(str(tmp_path / "loss.png"))
    assert picture.shape == (curve.HEIGHT, curve.WIDTH, 3)
    for blue, green, red in ((180, 90, 20), (30, 90, 210)):
        assert (picture == (blue, green, red)).all(axis=2).sum() > 200
    assert [path.name for path in tmp_path.iterdir()] == ["loss.png"]


@pytest.mark.parametrize("losses", [{}, {1: 0.5}, {1: 0.5, 2: 0.5}])
def test_few_losses_are_drawn_too(tmp_path, losses):
    curve.draw({"loss": losses}, tmp_path / "loss.png")
    assert cv2.imread(str(tmp_path / "loss.png")) is not None
