"""A command at work, as this life of lyrad sees it: its program, and what it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lyrad.backends._marked import end_marked
from lyrad.backends._process import Program, tail
from lyrad.backends.command.paper import Paper

MARK = "LYRAD_MUSIC"
"""The variable by which a tool, and whatever it starts, is known as ours."""

ERRORS, PRINTED = "errors.log", "printed.log"
_LINES = 3
_LONGEST = 160
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_SURROUNDINGS = {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """One run; `began` on the daemon's clock."""

    paper: Paper
    program: Program
    began: float

    def end(self) -> None:
        """End it and whatever it started; return when they are gone."""
        self.program.stop()
        end_marked(MARK, self.paper.run)


def take_off(argv: Sequence[str], paper: Paper, work: Path, *, now: float) -> Flight:
    """Start a command in its run's own folder.

    Raises:
        Temporary: its program is not there.
        OSError: the system does not start it.
    """
    folder = paper.folder(work)
    folder.mkdir()
    program = Program.start(
        argv,
        cwd=folder,
        log=folder / ERRORS,
        stdout=folder / PRINTED,
        env={**_SURROUNDINGS, MARK: paper.run},
    )
    return Flight(paper=paper, program=program, began=now)


def last_words(folder: Path) -> tuple[str, ...]:
    """Return the last lines of what a tool said went wrong, else of what it printed."""
    return next((said for log in (ERRORS, PRINTED) if (said := _said(folder / log))), ())


def last_printed(folder: Path) -> str:
    """Return the last line that a tool printed anywhere, for people who wait."""
    return next((said[-1] for log in (PRINTED, ERRORS) if (said := _said(folder / log))), "")


def _said(log: Path) -> tuple[str, ...]:
    lines = (_plain(line) for line in tail(log, 50).splitlines())
    return tuple([line for line in lines if line][-_LINES:])


def _plain(line: str) -> str:
    """Return a line as people may read it: no colours, nothing that cannot be printed."""
    bare = _COLOURS.sub("", line)
    return "".join(letter if letter.isprintable() else " " for letter in bare).strip()[:_LONGEST]
