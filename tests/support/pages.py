"""The project's pages, taken apart: their code blocks, commands, tables and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PAGES = (
    *(CHECKOUT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((CHECKOUT / "docs").glob("*.md")),
)
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    page: Path
    number: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}-{self.number}"


def text(name: str) -> str:
    """Return a page, `README.md` or `docs/errors.md`."""
    return (CHECKOUT / name).read_text("utf-8")


def blocks(language: str) -> list[Block]:
    """Return every block of a language on every page."""
    return [block for page in PAGES for block in of_page(page) if block.language == language]


def of_page(page: Path) -> list[Block]:
    found = _BLOCK.finditer(page.read_text("utf-8"))
    return [
        Block(page=page, number=number, language=block[1], text=block[2])
        for number, block in enumerate(found, 1)
    ]


def commands(block: Block) -> list[str]:
    """Return a shell block's commands, without comments, continued lines joined."""
    lines = re.sub(r"\\\n\s*", "", block.text).splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def rows(page: str, heading: str) -> list[list[str]]:
    """Return the cells of every table below a heading, without the tables' own heads."""
    section = re.split(r"^#+ ", page.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)
    found = []
    for line in section[0].splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
            found.append([cell.strip() for cell in line.strip("|").split("|")])
        elif found and re.fullmatch(r"[|\s:-]+", line) and line.startswith("|"):
            found.pop()
    return found


def ticked(words: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`\n]+)`", words)
