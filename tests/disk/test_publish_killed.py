"""Publishing, killed before every single system call it makes."""

from __future__ import annotations

import hashlib
import json

import pytest

from lyrad.model.names import JobId
from tests.disk.test_publish import TAKES, names, publish
from tests.support.films import film, office
from tests.support.killed import killed_at
from tests.support.nouns import FOLDER

OTHER = JobId("b" * 20)


def assert_whole(take) -> None:
    """Assert that a take holds exactly what its receipt says, byte for byte."""
    written = json.loads((take / "_info/receipt.json").read_text())
    files = {path for path in take.rglob("*") if path.is_file()}
    for record in written["outputs"]:
        path = take / record["name"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == record["sha256"]
        files.remove(path)
    assert files == {take / "_info/receipt.json"}


def shown(root) -> list[str]:
    folder = root / TAKES
    return [name for name in names(folder) if name[0] != "."] if folder.exists() else []


def cut(folder, call: int) -> bool:
    """Publish, killed at the call; then let a next run publish; return whether it was killed."""
    root = film(folder / "film")
    died = killed_at(call, lambda: publish(office(root), folder / "work"))
    before = shown(root)
    assert len(before) <= 1
    for name in before:
        assert_whole(root / TAKES / name)

    desk = office(root)
    written = publish(desk, folder / "work")
    assert len(shown(root)) == 1
    if before:
        assert before == shown(root)
    assert_whole(root / TAKES / shown(root)[0])
    assert written.version == 1
    assert desk.ledger.history.published(written.job) is not None
    after = publish(desk, folder / "work", job=OTHER, attempt=2)
    assert after.take == written.take + 1
    desk.publisher.sweep([FOLDER])
    assert len(names(root / TAKES)) == 2
    return died


def cut_every(folder, stride: int) -> None:
    for call in range(0, 5000, stride):
        if not cut(folder / f"{call}", call):
            assert call > 200
            return
    raise AssertionError("publishing never ended")


def test_a_kill_leaves_no_take_or_a_whole_one_and_is_healed(tmp_path):
    cut_every(tmp_path, 9)


@pytest.mark.prove
def test_a_kill_anywhere_leaves_no_take_or_a_whole_one_and_is_healed(tmp_path):
    cut_every(tmp_path, 1)
