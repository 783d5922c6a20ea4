"""The glossary's words are the code's, and the words it bans are not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.pages import CHECKOUT, rows, text, ticked

PAGE = text("docs/glossary.md")
MODULES = sorted((CHECKOUT / "lyrad").rglob("*.py"))
BANNED_VERBS = {"process", "handle", "manage", "execute", "do"}
BANNED_NOUNS = {"util", "utils", "helper", "helpers", "common", "manager", "managers"}


def names(module: Path) -> Iterator[str]:
    """Yield what a module names: itself, classes, functions, types, fields."""
    yield module.stem
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


NAMES = {name for module in MODULES for name in names(module)}


def words(name: str) -> list[str]:
    """Return the words of a name, `_read_all` and `ReadAll` alike."""
    return re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name.strip("_"))


def made() -> Iterator[tuple[bool, str]]:
    """Yield every name of a module, class or function, and whether it is a function's."""
    for module in MODULES:
        yield False, module.parent.name if module.stem == "__init__" else module.stem
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield isinstance(node, ast.FunctionDef), node.name


def test_every_word_of_the_glossary_is_in_the_code() -> None:
    table = rows(PAGE, "Nouns") + rows(PAGE, "Verbs")
    promised = {name for row in table for name in ticked(row[2])}
    assert len(table) > 50
    assert sorted(promised - NAMES) == []


def test_every_frozen_noun_of_the_house_stands_in_the_glossary() -> None:
    settled = {"Production", "Scene", "Sighting", "Drop", "Fingerprint", "Rule", "Rulebook",
               "Plan", "Job", "Step", "Backend", "Ticket", "Take", "Receipt", "Ledger", "Card",
               "Request", "Action", "Lane"}  # fmt: skip
    assert settled <= {row[0] for row in rows(PAGE, "Nouns")}


def test_words_for_later_are_not_used_yet() -> None:
    later = {row[0] for row in rows(PAGE, "Words for later")}
    assert sorted(later & NAMES) == []


def test_no_verb_of_lyrads_is_one_of_the_banned() -> None:
    verbs = [name for is_verb, name in made() if is_verb]
    assert [name for name in verbs if words(name)[0].lower() in BANNED_VERBS] == []


def test_nothing_is_called_by_a_name_that_says_nothing() -> None:
    nothing = [name for _, name in made() if BANNED_NOUNS & {part.lower() for part in words(name)}]
    assert nothing == []
