"""Read a shot list from its file, whatever kind it is: every fault at once, with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from lyrad.config.shotlist import delimited, edl, otio, workbook
from lyrad.config.shotlist.clips import Clip, Cut
from lyrad.config.shotlist.faulty import unreadable
from lyrad.config.shotlist.table import Table, score
from lyrad.core.naming import shot_collisions
from lyrad.core.shotlist import codes, kinds
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.shotlist import ListedShot, ShotList

SIZE_LIMIT = 16 * 1024 * 1024
"""Bytes; a thousand times the longest list of a feature film."""


_WORKBOOK = b"PK\x03\x04"
_Clips = Callable[[str, str, Fraction], tuple[Clip, ...]]
_CUTS: Mapping[str, _Clips] = {".edl": edl.clips, ".otio": otio.clips}


def read_list(path: Path, shown: str, rate: Fraction) -> ShotList:
    """Return the list in a file.

    Args:
        path: where its bytes are.
        shown: what the file is called; its ending says which kind of list it is.
        rate: the production's frames per second.

    Raises:
        ConfigError: with every fault of the list; nothing of a list with faults is used.
    """
    with path.open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise unreadable(
            f"This list is larger than {SIZE_LIMIT >> 20} MB.", shown, "Keep only the shots in it."
        )
    found, faults, remarks = _read(data, shown, rate)
    faults = [*faults, *_twice(found, shown)]
    if faults:
        raise ConfigError(*faults)
    if not found:
        raise unreadable("There is no shot in this list.", shown, "Fill it, or take it away.")
    return ShotList(name=shown.rpartition("/")[2], shots=found, remarks=tuple(remarks))


def _read(
    data: bytes, shown: str, rate: Fraction
) -> tuple[tuple[ListedShot, ...], Iterable[Fault], Iterable[str]]:
    ending = Path(shown).suffix.lower()
    if ending in _CUTS:
        cut = Cut(shown=shown)
        shots = cut.shots(_CUTS[ending](delimited.decoded(data), shown, rate))
        return shots, cut.faults, cut.remarks
    table = Table(shown=shown, rate=rate)
    # A workbook under a text's name is a workbook all the same.
    if data.startswith(_WORKBOOK):
        grid = workbook.rows(data, shown, score)
    elif kinds.is_list(shown) and not ending.startswith(".xls"):
        grid = delimited.rows(data, shown, score)
    else:
        raise unreadable(
            f"{ending.lstrip('.').upper() or 'This'} is no kind of list that lyrad reads.",
            shown,
            "Export it as CSV, or save it as an Excel workbook (.xlsx).",
        )
    return table.shots(grid), table.faults, table.remarks


def _twice(shots: Iterable[ListedShot], shown: str) -> Iterator[Fault]:
    """Yield a fault for the rows that are one shot, or would be one name on some disk."""
    rows: dict[tuple[str, str], list[ListedShot]] = {}
    for one in shots:
        rows.setdefault(codes.key(one.shot), []).append(one)
    first = [several[0].shot for several in rows.values()]
    for several in rows.values():
        if len(several) > 1:
            places = ", ".join(one.where for one in several)
            yield _fault(
                f"{several[0].shot} stands in this list {len(several)} times.",
                f"{shown}, {places}",
                "Keep one of these rows, or give the others a code of their own.",
            )
    for together in shot_collisions(first):
        yield _fault(
            f"{' and '.join(together)} would write files of one name.",
            shown,
            "Give one of them another code.",
        )


def _fault(what: str, where: str, cure: str) -> Fault:
    return Fault(code=Code.SHOTLIST_TWICE, what=what, where=where, next=cure)
