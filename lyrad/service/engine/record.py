"""The engine's own record beside its database: what people asked for that no row can say.

Which lanes are paused and until when; which jobs at work shall be held after their step, or end.
Written whole, synced and renamed at each change, before anything is done about it, so that a kill
in between loses no wish.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from lyrad.errors import Code, Fault, Permanent
from lyrad.model.names import JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is asked for now; `dbos` is the version of the library that wrote the database."""

    holding: frozenset[JobId] = frozenset()
    cancelling: frozenset[JobId] = frozenset()
    paused: dict[str, datetime | None] = field(default_factory=dict)
    dbos: str = ""


_WISHES = TypeAdapter(Wishes)


class Record:
    """The wishes in memory and in their file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._wishes = _read(path)
        self._saved = self._wishes

    @property
    def wishes(self) -> Wishes:
        """Return what is asked for now."""
        return self._wishes

    def hold(self, job: JobId) -> None:
        """Ask that the job holds before its next step."""
        with self._lock:
            self._save(replace(self._wishes, holding=self._wishes.holding | {job}))

    def cancel(self, job: JobId) -> None:
        """Ask that the job ends."""
        with self._lock:
            self._save(replace(self._wishes, cancelling=self._wishes.cancelling | {job}))

    def clear(self, jobs: Iterable[JobId]) -> None:
        """Withdraw what was asked of the jobs."""
        with self._lock:
            self._save(_without(self._wishes, jobs))

    def granted(self, job: JobId) -> None:
        """Drop a wish that the database now shows; the file follows with the next change.

        A wish that is left in the file by a kill is found granted at the next start.
        """
        with self._lock:
            self._wishes = _without(self._wishes, (job,))

    def pause(self, lanes: Iterable[str], until: datetime | None) -> None:
        """Ask that nothing starts on the lanes, until then or until `resume`."""
        with self._lock:
            paused = self._wishes.paused | dict.fromkeys(lanes, until)
            self._save(replace(self._wishes, paused=paused))

    def resume(self, lanes: Iterable[str]) -> None:
        """Withdraw the pause of the lanes."""
        with self._lock:
            gone = set(lanes)
            paused = {lane: end for lane, end in self._wishes.paused.items() if lane not in gone}
            self._save(replace(self._wishes, paused=paused))

    def written_by(self, version: str) -> None:
        """Write down the version of the library that the database now belongs to."""
        with self._lock:
            self._save(replace(self._wishes, dbos=version))

    def _save(self, wishes: Wishes) -> None:
        if wishes != self._saved:
            _write(self._path, wishes)
        self._wishes = self._saved = wishes


def _without(wishes: Wishes, jobs: Iterable[JobId]) -> Wishes:
    gone = frozenset(jobs)
    return replace(wishes, holding=wishes.holding - gone, cancelling=wishes.cancelling - gone)


def _read(path: Path) -> Wishes:
    try:
        return _WISHES.validate_json(path.read_bytes())
    except FileNotFoundError:
        return Wishes()
    except ValueError as error:
        raise Permanent(
            Fault(
                code=Code.ENGINE_UNREADABLE,
                what="lyrad's note of holds and pauses cannot be read.",
                where=str(path),
                next="Move the file away and start again; then pause and hold anew what you want "
                "paused and held.",
            )
        ) from error


def _write(path: Path, wishes: Wishes) -> None:
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(_WISHES.dump_json(wishes, indent=2))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
