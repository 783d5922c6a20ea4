"""The page on the architecture is true."""

from __future__ import annotations

import fnmatch
import tomllib

from tests.docs.conftest import Finished
from tests.docs.rooms import page
from tests.support.pages import CHECKOUT, rows, text, ticked

PAGE = text("docs/architecture.md")
PROJECT = tomllib.loads(text("pyproject.toml"))


def test_the_floors_are_those_that_import_linter_holds() -> None:
    contracts = {one["id"]: one for one in PROJECT["tool"]["importlinter"]["contracts"]}
    told = [ticked(row[0]) for row in rows(PAGE, "Floors")]
    assert told == [floor.split(" | ") for floor in contracts["floors"]["layers"]]
    assert contracts["floors"]["exhaustive"]


def test_the_list_of_modules_is_what_the_modules_say() -> None:
    assert text("docs/modules.md") == page(), "run: python -m tests.docs.rooms"


def test_all_that_lies_in_the_state_folder_is_told(finished: Finished) -> None:
    told = [name for row in rows(PAGE, "The state folder") for name in ticked(row[0])]
    found = sorted(path.name for path in finished.film.state.iterdir())
    strange = [name for name in found if not any(fnmatch.fnmatch(name, one) for one in told)]
    assert found
    assert strange == []


def test_the_files_that_the_page_names_are_there() -> None:
    named = [name for name in ticked(PAGE) if name.startswith(("lyrad/", "tests/"))]
    assert len(named) > 5
    assert [name for name in named if "<" not in name and not (CHECKOUT / name).exists()] == []
