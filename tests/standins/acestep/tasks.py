"""The tasks of the stand-in: how one stands after so many questions, and how it is told of."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.standins.acestep.quirks import Quirks, next_of
from tests.standins.acestep.sound import ENDINGS, write_music

TRACE = (
    "Traceback (most recent call last):\n"
    '  File "/opt/ACE-Step-1.5/acestep/inference.py", line 540, in generate_music\n'
    "    raise RuntimeError(said)\n"
    "{said}\n"
)
TOO_SMALL = "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB."
BROKEN = "RuntimeError: the VAE did not decode"
LM_ASKED = ("thinking", "use_format", "format", "sample_mode")
"""What needs the language model, which this server has no memory for; `format` is one of them."""

NO_LM = "RuntimeError: 5Hz LM init failed: not enough memory"


@dataclass
class Task:
    """One order; `looks` are the questions that are left until it is done."""

    body: dict[str, Any]
    looks: int
    quirk: str
    status: int = 0
    results: list[dict[str, Any]] = field(default_factory=list)
    orphaned: bool = False


class Tasks:
    """Every task of one life of the server, and what is left of an earlier one's."""

    def __init__(self, folder: Path, quirks: Quirks) -> None:
        self.folder = folder
        self.quirks = quirks
        self.there: dict[str, Task] = {}

    def add(self, number: str, body: dict[str, Any]) -> None:
        self.there[number] = Task(
            body=body, looks=self.quirks.looks, quirk=next_of(self.quirks.ends)
        )

    def look(self, number: str) -> dict[str, Any]:
        """Return what is told of a task; one that nobody knows waits, for ever."""
        task = self.there.get(number)
        if task is None:
            return {"task_id": number, "result": "[]", "status": 0}
        self._advance(number, task)
        result = json.dumps(task.results, ensure_ascii=False)
        said = {"task_id": number, "result": result, "status": task.status}
        return {**said, "progress_text": "step 3/8"}

    def stats(self) -> dict[str, int]:
        mine = [task for task in self.there.values() if not task.orphaned]
        running = sum(task.status == 0 for task in mine)
        done = [sum(task.status == code for task in mine) for code in (1, 2)]
        return {"total": len(mine), "queued": max(0, running - 1), "running": min(1, running),
                "succeeded": done[0], "failed": done[1]}  # fmt: skip

    def orphan(self) -> None:
        """Be killed and started again: the cache still tells of what was at work."""
        for task in self.there.values():
            task.orphaned = task.status == 0

    def expire(self) -> None:
        """Let an hour pass: what does not end counts as failed, and nothing inside of it does."""
        for task in self.there.values():
            task.status = task.status or 2

    def _advance(self, number: str, task: Task) -> None:
        if task.status or task.orphaned:
            return
        if self.quirks.held or task.looks > 0:
            task.looks -= 1
            part = 0.0 if task.looks > self.quirks.looks - 2 else 0.35
            stage = "running" if part else "queued"
            task.results = [
                {"file": "", "wave": "", "status": 0, "progress": part, "stage": stage}
            ]
            return
        task.status, task.results = self._ended(number, task)

    def _ended(self, number: str, task: Task) -> tuple[int, list[dict[str, Any]]]:
        error = self._error(task)
        if error is None:
            return 1, self._made(number, task)
        failed = {"file": "", "wave": "", "status": 2, "progress": 0.0, "stage": "failed"}
        if self.quirks.version != "feb" and error:
            failed["error"] = TRACE.format(said=error)
        return 2, [failed]

    def _error(self, task: Task) -> str | None:
        """Return the error of a task that fails, empty where nothing is said, else None."""
        if any(
            task.body.get(name) for name in ("thinking", "use_format", "format", "sample_mode")
        ):
            return NO_LM
        errors = {"fails": BROKEN, "fails silently": "", "memory": TOO_SMALL}
        return errors.get(task.quirk)

    def _made(self, number: str, task: Task) -> list[dict[str, Any]]:
        body, quirk = task.body, task.quirk
        count = 2 if quirk == "batch" else body.get("batch_size") or 2
        seeds = [self._seed(body) for _ in range(count)]
        files = [self._file(f"{number}-{nth}", task, seed) for nth, seed in enumerate(seeds)]
        unknown = quirk == "n/a"
        told = {
            "wave": "",
            "status": 1,
            "create_time": 1_770_000_000,
            "env": "development",
            "prompt": body.get("prompt", ""),
            "lyrics": body.get("lyrics", ""),
            "metas": {"bpm": "N/A" if unknown else body.get("bpm"), "duration": "N/A"},
            "seed_value": "N/A" if unknown else ",".join(map(str, seeds)),
            "lm_model": "N/A",
            "dit_model": "N/A" if unknown else self._model(body),
            "progress": 1.0,
            "stage": "succeeded",
        }
        return [{"file": file, **told} for file in files]

    def _seed(self, body: dict[str, Any]) -> int:
        if self.quirks.version == "feb" or body.get("use_random_seed", True):
            return random.randrange(2**32)
        return int(body.get("seed", -1))

    def _model(self, body: dict[str, Any]) -> str:
        """Return the model that is used: one that is not loaded is passed over in silence."""
        wanted = body.get("model")
        return str(wanted if wanted in self.quirks.models else self.quirks.models[0])

    def _file(self, name: str, task: Task, seed: int) -> str:
        if task.quirk == "silent":
            return ""
        if task.quirk == "afar":
            return "http://127.0.0.9:8001/v1/audio?path=%2Ftmp%2Fx.wav"
        wanted = task.body.get("audio_format", "mp3")
        ending = wanted if wanted in ENDINGS[self.quirks.version] else "flac"
        ending = "mp3" if task.quirk == "mp3" else ending
        seconds = min(self.quirks.most, float(task.body.get("audio_duration") or 30.0))
        seconds = seconds / 2 if task.quirk == "short" else seconds
        path = write_music(self.folder, name, seconds=seconds, seed=seed, ending=ending)
        return f"/v1/audio?path={quote(str(path), safe='')}"
