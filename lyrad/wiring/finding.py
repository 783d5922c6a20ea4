"""What an examination finds: one thing each, and what to do about it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

GIGABYTE = 1_000_000_000
LITTLE = 20 * GIGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was examined. `next` is what to do, empty where it is fine."""

    what: str
    said: str
    good: bool = True
    next: str = ""


def space(what: str, folder: Path) -> Finding:
    """Return whether a night of takes fits. Raises OSError."""
    free = shutil.disk_usage(folder).free
    return Finding(
        what=what,
        said=f"{free / GIGABYTE:.0f} GB free",
        good=free > LITTLE,
        next="" if free > LITTLE else "free some space before a night of takes",
    )
