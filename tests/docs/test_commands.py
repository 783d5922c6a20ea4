"""Every shell command on every page does what it says.

Commands of lyrad's run for real. A block stands in front of a finished production that lyrad runs;
a block that starts lyrad itself stands in front of a finished production that nobody runs; a block
that begins with `lyrad init` stands in an empty folder. Commands that would change the machine are
not run: what they name must be there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.docs.conftest import Finished
from tests.support.pages import CHECKOUT, Block, blocks, commands
from tests.support.pictures import png
from tests.support.production import Film, until
from tests.support.shotlist_files import excel_csv

NOTHING_TO_DO = "there is nothing to"


@dataclass(frozen=True)
class Ground:
    """Where a reader stands who types what a page says."""

    film: Film

    def type(self, line: str) -> None:
        if re.match(r"lyrad run\b(?!.*--once)", line):
            self.begin(line)
            return
        done = subprocess.run(
            ["bash", "-euc", line],
            cwd=self.film.root.parent,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        nothing = line.split()[1] in {"retry", "cancel"} and NOTHING_TO_DO in done.stderr
        assert done.returncode == 0 or nothing, f"{line}\n{done.stdout}{done.stderr}"

    def begin(self, line: str) -> None:
        """Start lyrad as a page says; see it run; stop it."""
        log = self.film.home / "run.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                ["bash", "-euc", f"exec {line}"],
                cwd=self.film.root.parent,
                env=self.environment(),
                stdout=file,
                stderr=file,
            )
        try:
            until(lambda: (self.film.state / "status.json").exists() or process.poll() is not None)
            assert process.poll() is None, log.read_text()
        finally:
            process.terminate()
            process.wait(20)

    def environment(self) -> dict[str, str]:
        here = CHECKOUT / ".venv/bin"
        home = {"HOME": str(self.film.home), "PATH": f"{here}:{os.environ['PATH']}"}
        return {**self.film.environment(), **home}


def copied(finished: Finished, place: Path) -> Film:
    """Return a copy of the finished production, with a state folder of its own."""
    film = replace(finished.film, root=place / "FILM", home=place / "home")
    shutil.copytree(finished.film.root, film.root)
    (film.root / "inbox" / "breakdown.csv").write_bytes(excel_csv())
    film.home.mkdir()
    text = finished.film.settings.read_text().replace(str(finished.film.state), str(film.state))
    film.settings.write_text(text)
    return film


@pytest.fixture(scope="module")
def running(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    film = copied(finished, tmp_path_factory.mktemp("running"))
    daemon = film.start()
    until(lambda: (film.state / "status.json").exists() and daemon.status()["productions"])
    yield Ground(film=film)
    daemon.stop()


def empty(place: Path) -> Ground:
    """Return an empty folder; two pictures lie in the reader's own."""
    film = Film(root=place / "FILM", home=place / "home")
    (film.home / "Pictures").mkdir(parents=True)
    for number, name in enumerate(("first.png", "last.png")):
        (film.home / "Pictures" / name).write_bytes(png(128, 72, seed=number))
    film.settings.write_text(f"state: {film.state}\nengine: {{poll: 0.1}}\n")
    return Ground(film=film)


def run(block: Block) -> list[str]:
    return [line for line in commands(block) if not is_the_machines(line)]


def is_the_machines(line: str) -> bool:
    """Return whether a command is about the machine or the checkout, and not lyrad's own."""
    tool = line.split(maxsplit=1)[0]
    return tool in {"make", "pip", "sudo", "systemctl"} or tool.startswith(".")


@pytest.mark.parametrize("block", [block for block in blocks("sh") if run(block)], ids=str)
def test_every_command_runs(
    block: Block, finished: Finished, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    lines = run(block)
    if lines[0].startswith("lyrad init"):
        ground = empty(tmp_path)
    elif any(line.startswith("lyrad run") for line in lines):
        ground = Ground(film=copied(finished, tmp_path))
    else:
        ground = request.getfixturevalue("running")
    for line in lines:
        ground.type(line)


@pytest.mark.parametrize("block", blocks("sh"), ids=str)
def test_what_is_not_run_names_things_that_are_there(block: Block) -> None:
    for line in commands(block):
        if is_the_machines(line):
            missing = [thing for thing in named(line) if not there(thing)]
            assert missing == [], line


def named(line: str) -> list[str]:
    """Return what a command of the machine's names of ours: targets, units, paths, packages."""
    words = line.split("#", maxsplit=1)[0].removeprefix("sudo ").split()
    tool, rest = words[0], [word for word in words[1:] if not word.startswith("-")]
    if tool == "make":
        return [f"make {target}" for target in rest]
    if tool == "systemctl":
        return [f"systemd/{rest[-1].removesuffix('.service')}.service"]
    if tool == "pip":
        return [word for word in rest[1:] if word not in {"lyrad", "'.[dev]'"}]
    if tool == "cp":
        return rest[:-1]
    return [word for word in words if "/" in word and not word.startswith("/")]


def there(thing: str) -> bool:
    if thing.startswith("make "):
        target = thing.removeprefix("make ")
        makefile = (CHECKOUT / "Makefile").read_text("utf-8")
        return re.search(rf"^{target}:", makefile, re.MULTILINE) is not None
    return (CHECKOUT / thing).exists()
