"""Each promise names the tests that show it, and they are there."""

from __future__ import annotations

import re

from tests.support.pages import CHECKOUT, text, ticked

PAGE = text("docs/durability.md")
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")]
PROMISES = [row for row in ROWS if row[2].strip() != "shown by"]
TESTS = {
    name
    for module in (CHECKOUT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", module.read_text("utf-8"), re.MULTILINE)
}


def test_every_promise_names_a_test() -> None:
    assert len(PROMISES) > 25
    assert [row[0] for row in PROMISES if not ticked(row[2])] == []


def test_every_test_that_is_named_is_there() -> None:
    named = {name for row in PROMISES for name in ticked(row[2])}
    assert sorted(named - TESTS) == []
