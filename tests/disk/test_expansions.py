"""What language models wrote is kept by everything that was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.disk.expansions import KeptExpansions
from lyrad.ports import Written

ASKED = {"backend": "ollama", "model": "", "seed": 0, "system": "Write.", "prompt": "A door."}
WRITTEN = Written(answer={"prompt": "A heavy dörr."}, facts={"model": "writes:8b"})


def test_an_answer_is_kept_for_good(tmp_path: Path) -> None:
    KeptExpansions(tmp_path / "kept", {}).keep(ASKED, WRITTEN)
    assert KeptExpansions(tmp_path / "kept", {}).get(dict(reversed(ASKED.items()))) == WRITTEN
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.mark.parametrize("changed", [{"prompt": "A gate."}, {"system": ""}, {"seed": 1}])
def test_another_question_has_another_answer(tmp_path: Path, changed: dict[str, object]) -> None:
    kept = KeptExpansions(tmp_path, {})
    kept.keep(ASKED, WRITTEN)
    assert kept.get({**ASKED, **changed}) is None  # type: ignore[dict-item]


def test_another_model_is_asked_anew_also_where_it_is_only_the_usual_one(tmp_path: Path) -> None:
    kept = KeptExpansions(tmp_path, {"ollama": "writes:8b"})
    kept.keep(ASKED, WRITTEN)
    assert kept.get({**ASKED, "model": "writes:8b"}) == WRITTEN
    assert kept.get({**ASKED, "model": "other"}) is None
    assert KeptExpansions(tmp_path, {"ollama": "other"}).get(ASKED) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"answer": 7}', '{"answer": {}}'])
def test_what_is_broken_counts_as_not_there(tmp_path: Path, text: str) -> None:
    kept = KeptExpansions(tmp_path, {})
    kept.keep(ASKED, WRITTEN)
    (file,) = tmp_path.iterdir()
    file.write_text(text)
    assert kept.get(ASKED) is None
    kept.keep(ASKED, WRITTEN)
    assert kept.get(ASKED) == WRITTEN
