"""Every code is explained, every explanation is of a code, every code can happen."""

from __future__ import annotations

import re

from lyrad.errors import Code
from tests.support.pages import CHECKOUT, text, ticked

PAGE = text("docs/errors.md")
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| `")]
SOURCE = {path: path.read_text("utf-8") for path in (CHECKOUT / "lyrad").rglob("*.py")}


def test_every_code_is_explained_once_and_no_other() -> None:
    explained = [ticked(row[0])[0] for row in ROWS]
    assert sorted(explained) == sorted(code.value for code in Code)


def test_every_explanation_says_what_it_means_and_what_to_do() -> None:
    assert [row[0] for row in ROWS if len(row) != 3 or not all(cell.strip() for cell in row)] == []


def test_every_code_is_used() -> None:
    used = {name for code in SOURCE.values() for name in re.findall(r"\bCode\.([A-Z_]+)", code)}
    assert [code.name for code in Code if code.name not in used] == []
