"""`lyrad seam`, on files as people have them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest
from click.testing import CliRunner, Result

from lyrad.cli.main import lyrad
from lyrad.core import seam_log
from lyrad.errors import LyradError
from lyrad.model.seam import SeamRecord, Thresholds
from tests.support import scenes


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a push that is too strong, and a text that is called a picture."""
    move = scenes.push(scenes.SMALL, 2.2)
    cv2.imwrite(str(tmp_path / "first.png"), move.first)
    cv2.imwrite(str(tmp_path / "last.jpg"), move.last)
    (tmp_path / "notes.png").write_text("slower")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LYRAD_STATE", str(tmp_path / "state"))
    return tmp_path


def seam(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(lyrad, ["seam", *words], input=given)


def test_a_person_reads_verdict_reason_and_advice(folder: Path) -> None:
    said = seam("first.png", "last.jpg")
    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        "CAUTION, risk 0.56",
        "  0.56  The last frame is 2.2x closer.",
        "  next:  Add a keyframe between them, 1.48x closer than the first frame.",
    ]


def test_a_program_reads_the_same_as_json(folder: Path) -> None:
    found = json.loads(seam("first.png", "last.jpg", "--json").stdout)
    assert list(found) == ["risk", "verdict", "reasons", "advice"]
    assert found["verdict"] == "CAUTION"
    assert found["reasons"][0]["axis"] == "scale"


def test_many_pairs_are_answered_line_by_line_whatever_some_of_them_are(folder: Path) -> None:
    lines = ["first.png\tlast.jpg", "first.png\tnotes.png", "", "first.png", "gone.png\tlast.jpg"]
    said = seam("--stdin", given="\n".join([*lines, "last.jpg\tlast.jpg"]))
    found = [json.loads(line) for line in said.stdout.splitlines()]
    assert said.exit_code == 0
    codes = [one["error"]["code"] if "error" in one else one["verdict"] for one in found]
    assert codes == ["CAUTION", "not-a-picture", "usage", "no-such-target", "CAUTION"]
    assert set(found[1]["error"]) == {"code", "what", "where", "next"}


@pytest.mark.parametrize("name", ["seam.png", "seam.jpg"])
def test_the_sheet_is_written_where_it_is_asked_for(folder: Path, name: str) -> None:
    assert seam("first.png", "last.jpg", "--sheet", name).exit_code == 0
    assert cv2.imread(name).shape[1] == 1600
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize(
    "words",
    [
        ("first.png",),
        ("first.png", "gone.png"),
        ("first.png", "notes.png"),
        ("first.png", "last.jpg", "--sheet", "seam.gif"),
        ("first.png", "last.jpg", "--sheet", "gone/seam.png"),
        ("first.png", "last.jpg", "--stdin"),
        ("calibrate", "gone.jsonl"),
        ("calibrate",),
    ],
)
def test_what_cannot_be_done_is_said_in_three_lines(folder: Path, words: tuple[str, ...]) -> None:
    error = seam(*words).exception
    assert isinstance(error, LyradError)
    assert len(str(error).splitlines()) == 3


def test_the_daemons_own_log_is_read_where_none_is_named(folder: Path) -> None:
    log = folder / "state" / seam_log.NAME
    log.parent.mkdir()
    lines = [line(k / 40) for k in range(1, 40)]
    log.write_text("\n".join([*lines, '{"at": "2026-']))
    said = seam("calibrate")
    assert said.stdout.splitlines() == [
        "OK: 13 clips, 0 broke, right in 100 %",
        "CAUTION: 13 clips, 7 broke",
        "CUT-LIKELY: 13 clips, 13 broke, right in 100 %",
        "missed: 0 clips called OK broke",
        "false alarms: 0 clips called CUT-LIKELY ran through",
        "thresholds: caution from 0.49 (now 0.33), cut from 0.49 (now 0.66)",
        "not read: line 40",
    ]
    assert json.loads(seam("calibrate", str(log), "--json").stdout)["unread"] == [40]


def line(risk: float) -> str:
    return seam_log.line(
        SeamRecord(
            at=datetime(2026, 11, 22, tzinfo=UTC),
            shot="SC010/SH0020",
            job="0" * 20,
            risk=risk,
            verdict=Thresholds().verdict(risk),
            measures={},
            cut=risk >= 0.5,
        )
    )
