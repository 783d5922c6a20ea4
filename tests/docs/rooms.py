"""Write `docs/modules.md`, from the modules' own first sentences.

python -m tests.docs.rooms
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.support.pages import CHECKOUT

PAGE = CHECKOUT / "docs/modules.md"
HEAD = """\
# Modules

Where each decision lives. A module opens with what it decides and what it leaves to others; this
is its first sentence. How the rooms stand to each other: [architecture](architecture.md). This
page is written by `python -m tests.docs.rooms`, and a test sees that it is true.
"""
PACKAGE = CHECKOUT / "lyrad"


def sentence(module: Path) -> str:
    """Return the first sentence of a module's docstring, on one line."""
    words = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    return words.split("\n\n", 1)[0].replace("\n", " ")


def room(module: Path) -> str:
    return module.relative_to(CHECKOUT).parts[1] if module.parent != PACKAGE else ""


def page() -> str:
    """Return the page: all modules, room by room."""
    modules = sorted(PACKAGE.rglob("*.py"), key=lambda path: (room(path), path.as_posix()))
    rooms = groupby(modules, room)
    return HEAD + "".join(line for name, group in rooms for line in of_room(name, group))


def of_room(name: str, modules: Iterator[Path]) -> Iterator[str]:
    yield f"\n## {name or 'The package'}\n\n| module | what it decides |\n|---|---|\n"
    for module in modules:
        yield f"| `{module.relative_to(PACKAGE / name).as_posix()}` | {sentence(module)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
