"""Make shots of a table's rows; every row that makes none is named, all at once.

Decides where the table begins, which cell says what, and which rows are empty. How cells were
stored is left to `delimited` and `workbook`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from pydantic_core import PydanticCustomError

from lyrad.config.lengths import Length, read_rate
from lyrad.config.shotlist import length_cells
from lyrad.config.shotlist.columns import Columns, Role, columns
from lyrad.config.shotlist.delimited import Grid
from lyrad.config.shotlist.faulty import wrong_row
from lyrad.config.yaml_faults import shortened
from lyrad.core.shotlist import codes
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import JSON, ShotKey
from lyrad.model.shotlist import ListedShot

_HEAD_ROWS = 20
"""A table's names stand among its first rows; titles and dates may stand above."""

_NO_SHOT = "No column of this table is called Shot."
_NAME_IT = "Name the column with the shots' codes `Shot`, in a row above the first of them."
_SCENE_CURE = "Write it as SC010_SH0020 or 10/20, or give the table a column called Scene."
MOST_WORDS = 10_000
T = TypeVar("T")


@dataclass(slots=True)
class Table:
    """A table while it is read: what was found, and what is wrong, so far.

    `rate` is the production's frames per second.
    """

    shown: str
    rate: Fraction
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _scene: str = ""
    _bare: bool = False

    def shots(self, grid: Grid) -> tuple[ListedShot, ...]:
        """Return the shots of the rows below the names.

        Raises:
            ConfigError: no row of names has a column for shots.
        """
        head = head_of(grid)
        if head is None:
            raise ConfigError(
                Fault(code=Code.SHOTLIST_COLUMNS, what=_NO_SHOT, where=self.shown, next=_NAME_IT)
            )
        place, names = head
        found = [
            shot
            for number, row in enumerate(grid[place + 1 :], place + 2)
            if any(row) and (shot := self._shot(names, row, f"row {number}"))
        ]
        self._remark(names)
        return tuple(found)

    def _shot(self, names: Columns, row: Sequence[str], where: str) -> ListedShot | None:
        key = self._key(names, row, where)
        fields = dict(self._fields(names, row, where))
        return ListedShot(shot=key, fields=fields, where=where) if key else None

    def _key(self, names: Columns, row: Sequence[str], where: str) -> ShotKey | None:
        code, scene = names.cell(row, Role.SHOT), names.cell(row, Role.SCENE)
        self._scene = scene or self._scene
        if not code:
            cure = "Write its code into the column of the shots, or empty the row."
            self._refuse("This row has no shot code.", where, cure)
            return None
        both = codes.split(code)
        # A cell that was merged, or left out below the first, means the scene above.
        carried = scene or ("" if codes.names_scene(code) else self._scene)
        key = codes.together(carried, code) if carried else both
        if key is None:
            self._refuse(f"The shot {shortened(code)} names no scene.", where, _SCENE_CURE)
            return None
        for part in (key.scene, key.shot):
            if reason := codes.impossible(part):
                what = f"{shortened(part)} cannot be a folder's name. {reason}"
                self._refuse(what, where, _impossible_cure(code))
                return None
        return key

    def _fields(
        self, names: Columns, row: Sequence[str], where: str
    ) -> Iterator[tuple[str, JSON]]:
        if words := described(names.cell(row, Role.DESCRIPTION), names.cell(row, Role.CAMERA)):
            if len(words) > MOST_WORDS:
                what = f"This description has more than {MOST_WORDS} characters."
                self._refuse(what, where, "Say what is seen in the shot; notes belong elsewhere.")
            yield "description", words
        said = names.cell(row, Role.FPS)
        rate = self._value(said, "rate", where, lambda: read_rate(said)) if said else None
        length = self._length(names, row, rate or self.rate, where)
        if length:
            yield from length.canonical().items()
        if rate and rate != self.rate:
            yield "fps", str(rate)

    def _length(
        self, names: Columns, row: Sequence[str], rate: Fraction, where: str
    ) -> Length | None:
        frames, words, start, end = (
            names.cell(row, role) for role in (Role.FRAMES, Role.DURATION, Role.TC_IN, Role.TC_OUT)
        )
        if frames.lower() not in length_cells.UNSAID:
            return self._value(frames, "length", where, lambda: length_cells.in_frames(frames))
        if words.lower() not in length_cells.UNSAID:
            self._bare = self._bare or (length_cells.bare(words) and not names.unit)
            read = lambda: length_cells.in_words(words, names.unit, rate)  # noqa: E731
            return self._value(words, "length", where, read)
        if start and end:
            read = lambda: length_cells.between(start, end, rate)  # noqa: E731
            return self._value(f"{start} to {end}", "length", where, read)
        return None

    def _value(self, cell: str, what: str, where: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except PydanticCustomError as error:
            expected, cure = length_cells.said(error)
            self._refuse(f"{shortened(cell)} is no {what}: {expected} is expected.", where, cure)
            return None

    def _refuse(self, what: str, where: str, cure: str) -> None:
        self.faults.append(wrong_row(what, self.shown, where, cure))

    def _remark(self, names: Columns) -> None:
        if self._bare:
            self.remarks.append("Lengths without a unit were read as seconds.")
        if names.unread:
            self.remarks.append(f"Columns that are not read: {', '.join(names.unread)}.")


def head_of(grid: Grid) -> tuple[int, Columns] | None:
    """Return the row with the columns' names, from 0, and the columns; None where none has."""
    found = [(place, columns(row)) for place, row in enumerate(grid[:_HEAD_ROWS])]
    heads = [one for one in found if Role.SHOT in one[1].places]
    return max(heads, key=lambda one: len(one[1].places), default=None)


def score(grid: Grid) -> int:
    """Return how many columns are recognised: the right separator finds most."""
    head = head_of(grid)
    return len(head[1].places) if head else 0


def described(action: str, camera: str) -> str:
    """Return a shot's description on one line: what happens, then what the camera does."""
    words, move = (plain(text) for text in (action, camera))
    if not move:
        return words
    stop = "" if not words or words.endswith((".", "!", "?")) else "."
    return f"{words}{stop} Camera: {move}".strip()


def plain(text: str) -> str:
    """Return text on one line, without what cannot be seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _impossible_cure(code: str) -> str:
    if code[:4].isdigit() and ":" in code:
        return "The program has made a date of it: format the column as text, and type it again."
    return "Write a code such as SH0020 or 12A."
