"""Find what can be cut into an assembly: masters and music as they lie in the production now.

A circled take counts wherever in `selects/` it lies, dragged there whole or as a file. A take
whose master is nowhere cannot be cut in; what a person put into a take's folder is none of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import cast

from lyrad.core.shotlist.timecode import frame_of
from lyrad.disk.takes import Selected, Takes
from lyrad.disk.write import writing
from lyrad.model.assembly import CueFootage, Footage
from lyrad.model.cue import CueKey
from lyrad.model.cue_take import CueReceipt
from lyrad.model.media import Size
from lyrad.model.names import JSON, Fields, RelPath, ShotKey
from lyrad.model.take import Check, FileRecord, Receipt, Take
from lyrad.ports import CueTakes

_MASTER = "master"
_MARK = "mark"


class FootageShelf:
    """What can be cut in of one production; see `lyrad.ports.FootageShelf`."""

    def __init__(self, root: Path, *, takes: Takes, cue_takes: CueTakes) -> None:
        self._root = root
        self._takes = takes
        self._cue_takes = cue_takes

    def of(self, shot: ShotKey, takes: Sequence[Take]) -> tuple[Footage, ...]:
        """Return the shot's takes whose masters are there, circled ones wherever they lie.

        Raises:
            Temporary: the share does not let lyrad look.
        """
        circled = self._takes.circled(shot)
        with writing(str(self._root)):
            return tuple(self._footage(shot, takes, circled))

    def cue(self, cue: CueKey, folder: RelPath) -> tuple[CueFootage, ...]:
        """Return a cue's takes whose music is there and whose receipts say where it lies.

        Raises:
            Temporary: the share does not let lyrad look.
        """
        takes = self._cue_takes.of(folder)
        with writing(str(self._root)):
            found = (
                _laid(cue, take.number, RelPath(f"{take.folder}/{take.music}"), take.receipt)
                for take in takes
                if take.receipt and take.music
            )
            return tuple(one for one in found if one and (self._root / one.path).is_file())

    def _footage(
        self, shot: ShotKey, takes: Sequence[Take], circled: Sequence[Selected]
    ) -> Iterator[Footage]:
        numbers = {one.take for one in circled}
        mine = {take.receipt.job for take in takes if take.receipt}
        away = (one for one in circled if one.receipt and one.receipt.job not in mine)
        places = [(take.folder, take.receipt) for take in takes if take.receipt]
        for folder, receipt in (*places, *((one.path, one.receipt) for one in away)):
            place = self._master(folder, receipt, circled) if receipt else None
            if receipt is None or place is None:
                continue
            found = _cut_in(shot, receipt, place, circled=receipt.take in numbers)
            if found is not None:
                yield found

    def _master(
        self, folder: RelPath, receipt: Receipt, circled: Sequence[Selected]
    ) -> RelPath | None:
        """Return where a take's master lies: in its folder, or dragged into `selects/`."""
        name = _master_name(receipt)
        if name is None:
            return None
        if (self._root / folder / name).exists():
            return RelPath(f"{folder}/{name}")
        ending = PurePosixPath(name).suffix.casefold()
        files = (one.path for one in circled if one.take == receipt.take and one.receipt is None)
        return next(
            (path for path in files if PurePosixPath(path.casefold()).suffix == ending), None
        )


def _master_name(receipt: Receipt) -> str | None:
    """Return the master's name in its take: a file, or the folder of its pictures."""
    names = [PurePosixPath(record.name) for record in _masters(receipt)]
    return names[0].parts[0] if names else None


def _masters(receipt: Receipt) -> tuple[FileRecord, ...]:
    return tuple(record for record in receipt.outputs if record.role == _MASTER)


def _cut_in(shot: ShotKey, receipt: Receipt, path: RelPath, *, circled: bool) -> Footage | None:
    """Return a take as it can be cut in; None where its receipt does not say how long it is."""
    spec, masters = receipt.spec, _masters(receipt)
    rate, size, frames = _rate(spec.get("fps")), _size(spec.get("size")), spec.get("frames")
    if rate is None or size is None or not isinstance(frames, int):
        return None
    start = frame_of(str(spec.get("start_timecode", "")), rate)
    return Footage(
        shot=shot,
        take=receipt.take,
        version=receipt.version,
        path=path,
        sha256=_content(masters),
        frames=frames,
        rate=rate,
        size=size,
        head=start or 0,
        first=PurePosixPath(masters[0].name).name if "/" in masters[0].name else "",
        made=_made(receipt.checks),
        draft=receipt.draft,
        suspicious=any(not check.passed for check in receipt.checks),
        circled=circled,
    )


def _content(masters: Sequence[FileRecord]) -> str:
    """Return the content of a master: its hash, or one over all of its pictures'."""
    if len(masters) == 1:
        return masters[0].sha256
    sums = "\n".join(record.sha256 for record in masters)
    return hashlib.sha256(sums.encode()).hexdigest()


def _laid(cue: CueKey, number: int, path: RelPath, receipt: CueReceipt) -> CueFootage | None:
    head, frames = _whole(receipt.span, "head"), _whole(receipt.span, "frames")
    rate = _rate(receipt.span.get("rate"))
    if head is None or not frames or rate is None:
        return None
    name = PurePosixPath(path).name
    sums = [record.sha256 for record in receipt.outputs if record.name == name]
    return CueFootage(
        cue=cue,
        take=number,
        path=path,
        sha256=sums[0] if sums else f"{receipt.job} {number}",
        head=head,
        frames=frames,
        rate=rate,
        made=_made(receipt.checks),
        draft=receipt.draft,
    )


def _made(checks: Sequence[Check]) -> str:
    """Return what a take's mark says of how it was made; see `actions._marks`."""
    return next((check.figure for check in checks if check.name == _MARK and check.passed), "")


def _whole(fields: Fields, name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _rate(value: JSON) -> Fraction | None:
    try:
        rate = Fraction(cast("str", value)) if isinstance(value, str | int) else Fraction(0)
    except (ValueError, ZeroDivisionError):
        return None
    return rate if rate > 0 else None


def _size(value: JSON) -> Size | None:
    wide, _, high = str(value).partition("x")
    if not (wide.isdecimal() and high.isdecimal()):
        return None
    return Size(width=int(wide), height=int(high))
