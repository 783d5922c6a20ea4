"""The page on marks says what the code does."""

from __future__ import annotations

from lyrad.core.marking import words
from lyrad.model.mark import SourceType
from tests.backends.test_marks_survival import MOVING
from tests.support.pages import rows, text, ticked

PAGE = text("docs/marks.md")


def test_every_word_is_explained_as_files_say_it() -> None:
    told = {ticked(row[0])[0]: row[2] for row in rows(PAGE, "What it says")}
    assert told == {kind.value: words(kind) for kind in SourceType}


def test_what_survives_what_is_what_was_tested() -> None:
    told = {
        row[0]: (row[1] == "kept", row[2] == "kept") for row in rows(PAGE, "What survives what")
    }
    assert told == {name: (sealed, said) for name, (_, sealed, said) in MOVING.items()}
