"""The id of a production, read from whatever its file looks like just now."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.config.identity import read_id

ID = "6f1c3a1e-0b52-4c5e-8d2f-0a4f1c7d9e11"


@pytest.mark.parametrize(
    "text",
    [
        f"title: A\nid: {ID}\n",
        f"id: '{ID.upper()}' # ours\r\ntitle: [",
        f"\ufeffid: {ID}",
        f"id:   {ID.replace('-', '')}\n",
    ],
)
def test_the_id_is_found_whatever_else_is_wrong_with_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "production.yaml"
    path.write_bytes(text.encode())
    assert read_id(path) == ID


@pytest.mark.parametrize(
    "text", ["", "title: A\n", "id: lighthouse\n", f"  id: {ID}\n", "id: 6f1c3"]
)
def test_a_file_that_states_no_id_says_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "production.yaml"
    path.write_text(text)
    assert read_id(path) is None


def test_a_file_from_a_windows_editor_says_its_id_too(tmp_path: Path) -> None:
    path = tmp_path / "production.yaml"
    path.write_text(f"id: {ID}\r\n", encoding="utf-16")
    assert read_id(path) == ID
