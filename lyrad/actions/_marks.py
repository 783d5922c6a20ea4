"""Decide what the files of a take say of how they were made: the clip's word, for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lyrad.core import marking
from lyrad.errors import Permanent
from lyrad.model.drop import Member
from lyrad.model.mark import Ingredient, Making, Mark, Marks
from lyrad.model.plan import VIDEO, Artifact
from lyrad.model.take import Check
from lyrad.ports import Bench

_ROLES = ("first", "last")
_BUILTIN = "builtin"


def files_of(master: Path) -> tuple[Path, ...]:
    """Return the files that a master is: itself, or the pictures in its folder.

    What a killed try left half signed beside them has a hidden name, and is none of them.
    """
    if not master.is_dir():
        return (master,)
    return tuple(sorted(path for path in master.iterdir() if not path.name.startswith(".")))


class TakeMarks:
    """Marks the files of one take as they are made; with marks off, it leaves them as they are.

    Args:
        bench: the publishing step's.
        clip: what was rendered.
        stem: the take's, which titles its files.
    """

    def __init__(self, bench: Bench, clip: Artifact, stem: str) -> None:
        self._bench = bench
        self._mark = None if bench.plan.marks is Marks.OFF else _of_take(bench, clip, stem)
        self._faults: list[str] = []

    @property
    def comment(self) -> str:
        """Return what a container's own `comment` says, for tools that know no marks."""
        return marking.comment(self._mark.source_type) if self._mark else ""

    def master(self, master: Path) -> None:
        """Mark the master: a file, or each picture of a folder.

        Raises:
            Permanent: it cannot be marked, and the production requires it.
        """
        if self._mark is None:
            return
        for path in files_of(master):
            self._sign(path, replace(self._mark, title=path.name))

    def beside(self, path: Path, master: Path, title: str) -> None:
        """Mark something that was made of the clip beside its master: a poster, a proxy."""
        if self._mark is None:
            return
        mark = replace(self._mark, title=title)
        if master.is_file():
            parent = Ingredient(path=master, title=master.name)
            mark = replace(mark, making=Making.CONFORMED, ingredients=(parent,))
        self._sign(path, mark)

    def checks(self) -> Iterator[Check]:
        """Return whether every file carries a valid mark; nothing where none was wanted."""
        if self._mark is not None:
            figure = "; ".join(self._faults) or self._mark.source_type.value
            yield Check(name="mark", passed=not self._faults, figure=figure)

    def _sign(self, path: Path, mark: Mark) -> None:
        try:
            self._bench.marker.sign(path, mark)
        except Permanent as error:
            if self._bench.plan.marks is Marks.REQUIRED:
                raise
            self._faults.append(f"{path.name}: {error.fault.what}")


def _of_take(bench: Bench, clip: Artifact, stem: str) -> Mark:
    """Return the mark of a take; an AI frame makes even a drawn in-between partly AI.

    A take of a take has that one for its ingredient, and never a milder type.
    """
    source = bench.plan.member(VIDEO)
    given = (_source(bench, source),) if source else tuple(_given(bench))
    tool = str(clip.facts.get("backend", ""))
    making = Making.IN_BETWEEN if tool == _BUILTIN else Making.GENERATED
    if source:
        making = Making.EDITED_BY_MODEL if clip.facts.get("models") else Making.ENHANCED
    kind = marking.source_type(making, (one.source_type for one in given))
    assert kind is not None  # noqa: S101 - both ways of making have a type of their own
    return Mark(
        making=making,
        source_type=kind,
        title=stem,
        made_at=bench.clock.now(),
        tool=tool,
        job=bench.plan.job,
        shot=str(bench.plan.shot),
        ingredients=given,
    )


def _source(bench: Bench, member: Member) -> Ingredient:
    """Return a take's clip as an ingredient: what its mark says, and what a render is at least."""
    path = bench.store(member.sha256)
    origin = marking.of_origin(bench.plan.spec.origin)
    found = marking.found_type(bench.marker.read(path))
    return Ingredient(
        path=path,
        title=PurePosixPath(member.path).name,
        sha256=member.sha256,
        source_type=marking.source_type(Making.GENERATED, (origin, found)),
    )


def _given(bench: Bench) -> Iterator[Ingredient]:
    said = marking.of_origin(bench.plan.spec.origin)
    for role in _ROLES:
        if member := bench.plan.member(role):
            path = bench.store(member.sha256)
            found = marking.found_type(bench.marker.read(path))
            yield Ingredient(
                path=path,
                title=PurePosixPath(member.path).name,
                sha256=member.sha256,
                source_type=marking.source_type(Making.CONFORMED, (said, found)),
            )
