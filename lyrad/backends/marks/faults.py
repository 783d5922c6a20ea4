"""What people are told where a file cannot be marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lyrad.errors import Code, Fault


def refused(path: Path, said: str) -> Fault:
    """Return the fault of a file that the library would not sign."""
    return Fault(
        code=Code.MARK_FAILED,
        what=f"{path.name} could not be marked: {said}.",
        where=str(path),
        next="`lyrad retry` tries again; `marks: on` in production.yaml publishes without a mark.",
    )


def unsound(path: Path, problems: Sequence[str]) -> Fault:
    """Return the fault of a mark that did not read back as it was written."""
    return refused(path, f"the mark did not read back well ({', '.join(problems) or 'no mark'})")


def full(path: Path) -> Fault:
    """Return the fault of a disk without room for a second copy."""
    return Fault(
        code=Code.DISK_FULL,
        what="The disk is full.",
        where=f"{path.parent}, while marking {path.name}",
        next="Free some space there; lyrad goes on by itself.",
    )
