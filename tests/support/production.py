"""A production on disk and lyrad as a real process, as a person meets them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.pictures import png

QUICK = """\
state: {state}
engine: {{poll: 0.1{url}}}
settle: {{local: 0.4, share: 0.4, with_takes: 0.6, unused: 2}}
"""

SPEC = "description: A slow push-in on the lighthouse.\nframes: 9\nsize: 128x72\n"


@dataclass
class Film:
    """A production folder; `home` is where settings and state lie, outside of it."""

    root: Path
    home: Path
    url: str = ""
    env: dict[str, str] = field(default_factory=dict)

    def begin(self) -> Film:
        self.home.mkdir(parents=True, exist_ok=True)
        url = f', url: "{self.url}"' if self.url else ""
        self.settings.write_text(QUICK.format(state=self.state, url=url))
        assert self.lyrad("init", str(self.root)).returncode == 0
        return self

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def settings(self) -> Path:
        return self.home / "lyrad.yaml"

    def environment(self) -> Mapping[str, str]:
        quiet = {"PYTHONWARNINGS": "ignore", "XDG_CONFIG_HOME": str(self.home / "config")}
        return {**os.environ, **quiet, "LYRAD_CONFIG": str(self.settings), **self.env}

    def shot(self, code: str) -> Path:
        scene, shot = code.split("/")
        return self.root / "scenes" / scene / shot

    def drop(self, code: str, spec: str = SPEC, *, seed: int = 1) -> Path:
        folder = self.shot(code)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "first.png").write_bytes(png(128, 72, seed=seed))
        (folder / "last.png").write_bytes(png(128, 72, seed=seed + 1000))
        (folder / "shot.yaml").write_text(spec)
        return folder

    def lyrad(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "lyrad", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def once(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        return self.lyrad("run", "--once", *words, str(self.root), timeout=timeout)

    def start(self) -> Daemon:
        log = (self.home / "daemon.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "lyrad", "run", str(self.root)],
            env=self.environment(),
            stdout=log,
            stderr=log,
        )
        log.close()
        return Daemon(process=process, film=self)

    def lose_the_state(self) -> None:
        shutil.rmtree(self.state)

    def takes(self, code: str) -> dict[str, list[str]]:
        """Return the names of takes and of what a person sees in each."""
        place = self.shot(code) / "takes"
        return {
            take.name: sorted(file.name for file in take.iterdir())
            for take in sorted(place.iterdir() if place.is_dir() else ())
        }

    def receipt(self, code: str, take: str) -> dict[str, Any]:
        path = self.shot(code) / "takes" / take / "_info" / "receipt.json"
        return json.loads(path.read_text())

    def cards(self, folder: Path) -> list[str]:
        return sorted(path.name for path in folder.glob("_lyrad *"))

    def card(self, code: str) -> str:
        # While a card changes, both its names may be seen for a moment.
        path = max(self.shot(code).glob("_lyrad *"), key=_age)
        return f"{path.stem.removeprefix('_lyrad ')}\n{path.read_text('utf-8-sig')}"

    def ledger(self) -> list[dict[str, Any]]:
        text = (self.root / ".lyrad" / "ledger.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]


def _age(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


@dataclass
class Daemon:
    process: subprocess.Popen[bytes]
    film: Film

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self, patience: float = 15) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(patience)

    def status(self) -> dict[str, Any]:
        return json.loads((self.film.state / "status.json").read_text())

    @property
    def log(self) -> str:
        return (self.film.home / "daemon.log").read_text()


def until(holds: Any, *, seconds: float = 60, every: float = 0.1) -> None:
    """Wait until something holds; fail with its last answer when it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(every)
    raise AssertionError(f"it never held, in {seconds} s")
