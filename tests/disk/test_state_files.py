from __future__ import annotations

import json

import pytest

from lyrad.disk.state_files import STATUS, read_status, write_status
from lyrad.errors import Code, LyradError
from lyrad.model.status import STATUS_SCHEMA, ProductionRow, ShotRow, Status

SHOT = ShotRow(scene="SC010", shot="SH0020", folder="scenes/SC010/SH0020", state="DONE", detail="")
FILM = ProductionRow(
    id="1", title="Film", root="/film", state="running", mode="auto", shots=(SHOT,)
)
PAGE = Status(schema=STATUS_SCHEMA, lyrad="0.1.0", pid=1, host="h", at=0.0, productions=(FILM,))


def changed(state, **changes) -> None:
    path = state / STATUS
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_a_page_is_read_as_it_was_written(tmp_path):
    write_status(tmp_path, PAGE)
    assert read_status(tmp_path) == PAGE


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": STATUS_SCHEMA + 1},
        {"mood": "blue"},
        {"productions": [{"title": "no shots"}]},
        {"jobs": [{"odd": 1}]},
        {"paused": None},
        {"productions": 3},
    ],
    ids=str,
)
def test_a_page_of_another_lyrad_is_told_in_words(tmp_path, changes):
    write_status(tmp_path, PAGE)
    changed(tmp_path, lyrad="9.9", **changes)
    with pytest.raises(LyradError) as caught:
        read_status(tmp_path)
    assert caught.value.fault.code is Code.NOT_RUNNING
    assert "another lyrad: 9.9" in caught.value.fault.what


@pytest.mark.parametrize("text", ["", "{", "[]", "3"])
def test_what_is_no_page_is_none(tmp_path, text):
    assert read_status(tmp_path) is None
    (tmp_path / STATUS).write_text(text)
    assert read_status(tmp_path) is None
