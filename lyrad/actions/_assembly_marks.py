"""Decide what an assembly says of how it was made: put together of parts, the strictest counts.

What the parts are stands in their receipts. They are not read again for it, nor bound into the
mark: each is signed itself, and a scene of large masters would be read through for every assembly.
"""

from __future__ import annotations

from pathlib import Path

from lyrad.core import marking
from lyrad.errors import Permanent
from lyrad.model.mark import VOCABULARY, Making, Mark, Marks
from lyrad.ports import AssemblyBench

_TOOL = "lyrad"


class AssemblyMarks:
    """Marks one assembly; with marks off, or where nothing is known of its parts, it does not."""

    def __init__(self, bench: AssemblyBench) -> None:
        self._bench = bench
        assembly = bench.plan.assembly
        words = [take.made for take in assembly.footage]
        words += [laid.footage.made for laid in assembly.cues]
        kinds = (marking.known(f"{VOCABULARY}{word}") for word in words)
        self._kind = marking.source_type(Making.ASSEMBLED, kinds)
        if bench.plan.marks is Marks.OFF:
            self._kind = None

    @property
    def comment(self) -> str:
        """Return what the film's container says, for tools that know no marks."""
        return marking.comment(self._kind) if self._kind else ""

    def sign(self, film: Path) -> None:
        """Mark the film.

        Raises:
            Permanent: it cannot be marked, and the production requires it.
        """
        if self._kind is None:
            return
        plan = self._bench.plan
        mark = Mark(
            making=Making.ASSEMBLED,
            source_type=self._kind,
            title=film.name,
            made_at=self._bench.clock.now(),
            tool=_TOOL,
            job=plan.job,
            shot=plan.assembly.scene,
        )
        try:
            self._bench.marker.sign(film, mark)
        except Permanent:
            if plan.marks is Marks.REQUIRED:
                raise
