"""The verb `check.dataset`: look at every reference picture, and write the clean copy of the set.

What is wrong with a picture is decided in `core.dataset`. A set that cannot be trained on is no
failure here: it is told, and nothing is copied.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from lyrad.actions import _dataset
from lyrad.model.lane import CPU
from lyrad.model.names import JSON
from lyrad.model.plan import Artifact
from lyrad.ports import CharacterBench


class CheckDataset(BaseModel):
    """Look at a character's reference pictures, and bring them into a trainer's form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "check.dataset"
    lane: ClassVar[str] = CPU

    def perform(self, bench: CharacterBench) -> tuple[Artifact, ...]:
        """Return the clean copy, with what was found; its folder may be missing.

        Raises:
            Permanent: a private copy was changed meanwhile.
        """
        began = bench.clock.monotonic()
        report = _dataset.report(bench)
        copy = bench.work / _dataset.COPY
        if not report.wants and not copy.exists():
            bench.datasets.copy(report, _dataset.files(bench), copy)
        facts: dict[str, JSON] = {
            "action": self.name,
            "tries": bench.tries,
            "seconds": round(bench.clock.monotonic() - began, 3),
            "usable": not report.wants,
            "pictures": len(report.usable),
            "captions": {one.name: one.caption.text for one in report.usable if one.caption},
        }
        return (Artifact(kind=_dataset.KIND, path=_place(copy, bench), facts=facts),)


def _place(copy: Path, bench: CharacterBench) -> str:
    """Return the copy's place in the job's folder, or nothing where none was written."""
    return copy.relative_to(bench.job_work).as_posix() if copy.exists() else ""
