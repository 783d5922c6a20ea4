"""The training: epochs, steps, a bar that is drawn twice a step, files, and late crashes."""

from __future__ import annotations

import importlib.util
import math
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from PIL import Image
from standin.printing import Bar, Log
from standin.quirks import asked, spend
from standin.weights import save

PACKAGES = {"adamw8bit": "bitsandbytes", "prodigy": "prodigyopt"}


def optimizer(table: dict[str, Any]) -> None:
    """Look for the optimizer's package, as late as the real ones do."""
    package = PACKAGES.get(str(table.get("optimizer_type", "AdamW")).lower())
    if package and importlib.util.find_spec(package) is None:
        raise ImportError(f"No {package}")
    if asked("late_package"):
        raise ModuleNotFoundError(f"No module named '{asked('late_package')}'")
    if not isinstance(table.get("learning_rate"), float):
        raise TypeError("'<=' not supported between instances of 'float' and 'str'")


def train(table: dict[str, Any], batches: int, log: Log, *, resets: bool = False) -> None:
    """Make the steps and write the files."""
    epochs = table.get("max_train_epochs") or math.ceil(1600 / batches)
    total = batches * epochs
    print(f"  全体のステップ / total optimization steps: {total}")
    if asked("children"):
        # A worker of its own group's, that does not notice when its parent is gone.
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    bar = Bar(total, "steps")
    for epoch in range(1, epochs + 1):
        print(f"\nepoch {epoch}/{epochs}\n")
        for _ in range(batches):
            time.sleep(asked("pause", 0.0))
            _trouble(bar.done + 1, table["output_name"])
            bar.step()
            if bar.done == 1 and resets:
                bar.reset()
            bar.tell(f"avr_loss={_loss(bar.done, total)}")
        every = table.get("save_every_n_epochs")
        if every and epoch % every == 0 and epoch < epochs:
            _save(table, f"-{epoch:06d}", bar.done, epoch)
        _sample(table, epoch)
    bar.close()
    if asked("unsaved"):
        return
    _save(table, "", total - asked("short", 0), epochs)
    log.say("INFO", "model saved.")


def _sample(table: dict[str, Any], epoch: int) -> None:
    """Draw the sample pictures of an epoch; without a list the real ones crash here."""
    every = table.get("sample_every_n_epochs")
    if not every or epoch % every:
        return
    listed = Path(table.get("sample_prompts"))  # type: ignore[arg-type]
    folder = Path(table["output_dir"]) / "sample"
    folder.mkdir(exist_ok=True)
    for number, line in enumerate(listed.read_text("utf-8").splitlines()):
        words = dict(re.findall(r"--(\w) (\S+)", line))
        size = (int(words["w"]) // 8, int(words["h"]) // 8)
        name = f"{table['output_name']}_e{epoch:06d}_{number:02d}_20260822031500_{words['d']}.png"
        Image.new("RGB", size, (epoch * 20, number * 90, 40)).save(folder / name)


def _trouble(step: int, name: str) -> None:
    crowded = step == asked("oom_at", 1) and name.endswith(asked("oom_for", ""))
    if crowded and spend("oom"):
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
    if step == asked("hang_at"):
        time.sleep(3600)
    if step == asked("die_at") and spend("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if step == asked("full_at") and spend("full"):
        raise OSError(28, "No space left on device")
    if step == asked("fail_at"):
        raise ValueError(asked("fail_with", "something is not right"))


def _loss(step: int, total: int) -> str:
    nan_at = asked("nan_at")
    if nan_at and step >= nan_at:
        return "nan"
    return f"{0.12 - 0.05 * step / total:.3g}"


def _save(table: dict[str, Any], suffix: str, steps: int, epoch: int) -> None:
    # Without a folder this crashes here, after the last step.
    folder = Path(table["output_dir"]) if table.get("output_dir") else Path(None)  # type: ignore[arg-type]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{table['output_name']}{suffix}.safetensors"
    print(f"\nsaving checkpoint: {path}")
    said = {"ss_steps": str(steps), "ss_epoch": str(epoch), "ss_network_dim":
            str(table["network_dim"]), "ss_output_name": table["output_name"],
            "ss_seed": str(table.get("seed")), "sshs_model_hash": f"{steps:064x}"}  # fmt: skip
    save(path, table, said)
