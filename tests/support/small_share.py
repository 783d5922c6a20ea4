"""A real file system of a few pages, for what happens on a full or read-only share."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _mount(*words: str | Path) -> bool:
    program = shutil.which("mount")
    return (
        program is not None
        and not subprocess.run([program, *words], check=False, capture_output=True).returncode
    )


@contextmanager
def small_share(folder: Path, size: str) -> Iterator[Path]:
    """Mount a file system of this size (`256k`) on the folder; skip where that is not allowed."""
    folder.mkdir(parents=True)
    if not _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder):
        pytest.skip("this user may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def read_only(folder: Path, *, on: bool) -> None:
    """Make the share read-only, or writable again."""
    assert _mount("-o", f"remount,{'ro' if on else 'rw'}", folder)
