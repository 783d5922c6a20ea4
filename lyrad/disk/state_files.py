"""Small files in the state folder, by which the daemon and the command line talk.

`status.json` is written whole, at most once a second. A command is a file in `commands/`; it stays
until it is seen to, so that a kill loses none, and its answer waits in `answers/`.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lyrad.errors import Code, Fault, LyradError
from lyrad.model.command import Command, Verb
from lyrad.model.status import STATUS_SCHEMA, JobRow, ProductionRow, ServerRow, ShotRow, Status

STATUS = "status.json"


def write_status(state: Path, found: Status) -> None:
    """Write the status so that a reader sees the old or the new one, never half of it."""
    _write(state / STATUS, json.dumps(asdict(found), ensure_ascii=False))


def read_status(state: Path) -> Status | None:
    """Return the last status that a daemon wrote, or None where none can be read.

    Raises:
        LyradError: another version of lyrad wrote it, and means other things by it.
    """
    try:
        plain = json.loads((state / STATUS).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(plain, dict):
        return None
    try:
        found = _status(plain)
    except (KeyError, TypeError) as error:
        raise LyradError(_of_another(state, plain)) from error
    if found.schema != STATUS_SCHEMA:
        raise LyradError(_of_another(state, plain))
    return found


def _status(plain: dict[str, Any]) -> Status:
    productions = tuple(
        ProductionRow(
            **{
                **row,
                "warnings": tuple(row["warnings"]),
                "shots": tuple(ShotRow(**shot) for shot in row["shots"]),
            }
        )
        for row in plain["productions"]
    )
    jobs = tuple(JobRow(**row) for row in plain["jobs"])
    return Status(
        **{
            **plain,
            "paused": tuple(plain["paused"]),
            "faults": tuple(plain["faults"]),
            "productions": productions,
            "jobs": jobs,
            "servers": tuple(ServerRow(**row) for row in plain.get("servers", ())),
        }
    )


def _of_another(state: Path, plain: dict[str, Any]) -> Fault:
    return Fault(
        code=Code.NOT_RUNNING,
        what=f"The status here was written by another lyrad: {plain.get('lyrad', 'unknown')}.",
        where=str(state / STATUS),
        next="Start lyrad again, so that it and this command are of one version.",
    )


class Tray:
    """The commands that wait in one state folder."""

    def __init__(self, state: Path) -> None:
        self._commands = state / "commands"
        self._answers = state / "answers"
        for folder in (self._commands, self._answers):
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, command: Command) -> None:
        """Write a command down."""
        _write(self._commands / f"{command.id}.json", json.dumps(asdict(command)))

    def waiting(self) -> tuple[Command, ...]:
        """Return the commands that are not answered yet, oldest first.

        What cannot be read is none of ours, and is left where it is.
        """
        found: list[tuple[int, Command]] = []
        for path in self._commands.glob("*.json"):
            with suppress(OSError, ValueError, TypeError, KeyError):
                found.append((path.stat().st_mtime_ns, _command(path)))
        return tuple(command for _, command in sorted(found, key=lambda one: one[0]))

    def answer(self, command: Command, words: str) -> None:
        """Say what was done, and take the command away."""
        _write(self._answers / command.id, words)
        with suppress(FileNotFoundError):
            (self._commands / f"{command.id}.json").unlink()

    def answered(self, command: Command) -> str | None:
        """Return the answer and forget it, or None while there is none."""
        path = self._answers / command.id
        try:
            words = path.read_text("utf-8")
        except FileNotFoundError:
            return None
        path.unlink()
        return words


def _command(path: Path) -> Command:
    plain = json.loads(path.read_text("utf-8"))
    return Command(**{**plain, "verb": Verb(plain["verb"]), "jobs": tuple(plain["jobs"])})


def _write(path: Path, text: str) -> None:
    # Whole, but not brought down to the disk: what a power cut takes here is written again, or
    # asked again; and the page is written up to once a second.
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
