"""Turn the record of a run into the page that people read: what was tried, how often, what came.

The page names no machine and no path, only what kind of machine it was.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

from lyrad import __version__

HEAD = """\
# Proof

Written by `make prove`, which runs the campaigns that are too long for every day; the ordinary
tests run a sample of each, with fixed seeds. Nothing here is edited by hand.

- Run on {date} (UTC), seed {seed}; again with `python -m tests.prove --seed {seed}`
- lyrad {lyrad}, Python {python}, DBOS {dbos}, {ffmpeg}, {postgres}
- {system}, {cores} cores, {memory} GB of memory
- {passed} of {all} campaigns passed, in {minutes:.0f} minutes

| Campaign | Result | Seconds | Figures |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """One campaign as it went."""

    name: str
    result: str
    seconds: float
    figures: str


def campaigns(record: Path) -> tuple[Row, ...]:
    """Return every campaign in pytest's record of the run."""
    cases = ET.parse(record).getroot().iter("testcase")
    return tuple(
        Row(
            name=_sentence(case.attrib["name"]),
            result=_result(case),
            seconds=float(case.attrib["time"]),
            figures="; ".join(
                one.attrib["value"]
                for one in case.iter("property")
                if one.attrib["name"] == "figures"
            ),
        )
        for case in cases
    )


def page(rows: Iterable[Row], *, seed: int) -> str:
    """Return the whole page."""
    rows = tuple(rows)
    head = HEAD.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        seed=seed,
        lyrad=__version__,
        python=platform.python_version(),
        dbos=version("dbos"),
        ffmpeg=_first_words("ffmpeg", "-version", pattern=r"version ([\w.]+)", name="FFmpeg"),
        postgres=_postgres(),
        system=f"{platform.system()} on {platform.machine()}",
        cores=os.cpu_count(),
        memory=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        passed=sum(row.result == "passed" for row in rows),
        all=len(rows),
        minutes=sum(row.seconds for row in rows) / 60,
    )
    return head + "".join(
        f"| {row.name} | {row.result} | {row.seconds:.0f} | {row.figures} |\n" for row in rows
    )


def _sentence(name: str) -> str:
    """Return a test's name as the sentence that it is."""
    words, _, case = name.removeprefix("test_").partition("[")
    sentence = words.replace("_", " ")
    tail = f" ({case.rstrip(']')})" if case else ""
    return f"{sentence[:1].upper()}{sentence[1:]}{tail}"


def _result(case: ET.Element) -> str:
    for kind, word in (("failure", "FAILED"), ("error", "FAILED"), ("skipped", "skipped")):
        if case.find(kind) is not None:
            return word
    return "passed"


def _postgres() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    program = str(found[-1]) if found else "postgres"
    return _first_words(program, "--version", pattern=r"([\d.]+)", name="Postgres")


def _first_words(program: str, flag: str, *, pattern: str, name: str) -> str:
    """Return a tool's name and version, or that it is not there."""
    if shutil.which(program) is None:
        return f"no {name}"
    said = subprocess.run([program, flag], capture_output=True, text=True, check=False).stdout
    found = re.search(pattern, said)
    return f"{name} {found[1]}" if found else name
