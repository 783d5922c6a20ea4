"""A production on a real mount that can be lost in every way that shares are lost.

The files lie in a folder beside it, `ashore`, where they stay whatever becomes of the mount; so a
test may look there while lyrad's own view hangs, and drop files as another computer would.
`bindfs` passes every call on to that folder. It is a process, so it can be stopped: then whoever
asks the mount waits for ever, as on a share whose server is gone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import pytest

from tests.support.production import until


class Loss(StrEnum):
    """How a mount is lost."""

    GONE = "the root is gone"
    EMPTY = "an empty folder in its place"
    ANOTHER = "another production in its place"
    HANG = "a mount that hangs"
    BROKEN = "a mount that gives errors"


class Mounted:
    """`point` shows what lies in `ashore`, until it is lost; `other` is another production."""

    def __init__(self, *, point: Path, ashore: Path, other: Path) -> None:
        self.point = point
        self.ashore = ashore
        self.other = other
        self._process: subprocess.Popen[bytes] | None = None
        self._loss: Loss | None = None

    def mount(self) -> None:
        """Show what lies ashore."""
        self._show(self.ashore)

    def lose(self, loss: Loss) -> None:
        """Lose the mount, without a word to whoever works on it."""
        assert self._loss is None
        self._loss = loss
        if loss is Loss.HANG:
            self._signal(signal.SIGSTOP)
        elif loss is Loss.BROKEN:
            self._signal(signal.SIGKILL)
        else:
            self._hide()
        if loss is Loss.GONE:
            self.point.rmdir()
        elif loss is Loss.ANOTHER:
            self._show(self.other)

    def give_back(self) -> None:
        """Undo the loss."""
        loss, self._loss = self._loss, None
        if loss is Loss.HANG:
            self._signal(signal.SIGCONT)
            return
        if loss in {Loss.ANOTHER, Loss.BROKEN}:
            self._hide()
        self.mount()

    def end(self) -> None:
        """Leave nothing mounted and nothing running."""
        if self._process is not None:
            self._signal(signal.SIGCONT)
            self._hide()

    def _show(self, folder: Path) -> None:
        self.point.mkdir(parents=True, exist_ok=True)
        assert list(self.point.iterdir()) == []
        self._process = subprocess.Popen(
            ["bindfs", "-f", folder, self.point],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: os.path.ismount(self.point) or self._ended(), seconds=10, every=0.02)

    def _ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _hide(self) -> None:
        assert self._process is not None
        subprocess.run(["umount", "-l", self.point], check=False, capture_output=True)
        self._process.kill()
        self._process.wait()
        self._process = None

    def _signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)


@contextmanager
def mounted(*, point: Path, ashore: Path, other: Path) -> Iterator[Mounted]:
    """Mount what lies ashore; skip where this user may not, or has no `bindfs`."""
    if shutil.which("bindfs") is None:
        pytest.skip("there is no bindfs")
    found = Mounted(point=point, ashore=ashore, other=other)
    try:
        found.mount()
        if not os.path.ismount(point):
            pytest.skip("this user may not mount a file system")
        yield found
    finally:
        found.end()
