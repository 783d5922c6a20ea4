"""`lyrad marks` and `lyrad cert`, as people type them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lyrad.cli.main import lyrad
from lyrad.errors import Code, UsageError
from lyrad.model.mark import Ingredient
from tests.support.marks import AI, ffmpeg, mark, marker, sample


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LYRAD_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LYRAD_STATE", str(tmp_path / "state"))


@pytest.fixture
def take(tmp_path: Path) -> Path:
    """A signed clip with one given frame."""
    clip = sample(tmp_path, "mp4")
    given = Ingredient(path=sample(tmp_path, "png", "first"), title="first.png")
    made_at = mark().made_at.replace(2026, 11, 22, 12, 0, 0)
    marker(tmp_path).sign(clip, mark(made_at=made_at, ingredients=(given,)))
    return clip


def type_(*words: str) -> Result:
    return CliRunner().invoke(lyrad, words)


def test_a_mark_is_told_in_words(take: Path) -> None:
    told = type_("marks", str(take)).output.replace("0.1.0", "*")
    assert told.splitlines() == [
        str(take),
        "  how:      AI-generated (trainedAlgorithmicMedia)",
        "  signed:   The Film Company (known on this machine)",
        "  made:     2026-11-22T12:00:00Z, by lyrad *",
        "  title:    SC010_SH0020_T01_v001",
        "  job:      0123456789abcdef0123",
        "  made from: first.png",
        "  XMP:      AI-generated (trainedAlgorithmicMedia)",
        "  comment:  AI-generated; trainedAlgorithmicMedia",
    ]


def test_of_a_folder_all_media_are_told(take: Path) -> None:
    (take.parent / "notes.txt").write_text("nothing of interest")
    told = json.loads(type_("marks", "--json", str(take.parent)).output)
    assert [Path(name).name for name in told] == ["first.png", "take.mp4"]
    assert told[str(take)]["signed"]["source_type"] == AI.uri
    assert told[str(take.with_name("first.png"))]["signed"] is None


def test_a_whole_mark_is_fine(take: Path) -> None:
    done = type_("marks", "check", str(take), "--before", str(take))
    assert (done.exit_code, done.output) == (0, f"ok   {take}\n")


def test_a_missing_mark_is_not(take: Path) -> None:
    done = type_("marks", "check", str(take.with_name("first.png")))
    assert done.exit_code == 1
    assert "it carries no signed mark (C2PA)" in done.output


def test_what_was_lost_on_the_way_is_told(take: Path, tmp_path: Path) -> None:
    after = ffmpeg(tmp_path / "after.mp4", "-i", str(take), "-c", "copy", "-map_metadata", "-1")
    done = type_("marks", "check", str(after), "--before", str(take), "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)[str(after)] == [
        "it carries no signed mark (C2PA)",
        "it said trainedAlgorithmicMedia before, and now says nothing",
        "it lost the signed mark by The Film Company",
        "it lost the source type in its XMP",
        "it lost the comment: AI-generated; trainedAlgorithmicMedia",
    ]


def test_an_invalid_mark_is_told(take: Path) -> None:
    data = bytearray(take.read_bytes())
    data[data.rindex(b"mdat") + 64] ^= 1
    take.write_bytes(data)
    done = type_("marks", "check", str(take))
    assert done.exit_code == 1
    assert "INVALID:" in type_("marks", str(take)).output


def test_nothing_to_check_is_a_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    error = type_("marks", "check", str(tmp_path / "empty")).exception
    assert isinstance(error, UsageError)
    assert error.fault.code is Code.NO_SUCH_TARGET


def test_a_certificate_is_made_once_and_shown(tmp_path: Path) -> None:
    made = type_("cert", "init", "--org", "The Film Company").output
    assert made.startswith("Made:\n  signs as     The Film Company\n")
    assert "by nobody: lyrad made it" in made
    again = type_("cert", "init", "--org", "Another Company").output
    assert again.startswith("There is a certificate already; nothing was changed:")
    assert f"move {tmp_path / 'state/marks'} away" in again
    shown = json.loads(type_("cert", "show", "--json").output)
    assert (shown["signer"], shown["own"]) == ("The Film Company", True)
    assert "PRIVATE" not in type_("cert", "show").output


def test_without_a_certificate_the_way_to_one_is_told() -> None:
    error = type_("cert", "show").exception
    assert isinstance(error, UsageError)
    assert "lyrad cert init" in error.fault.next


@pytest.mark.parametrize("words", [("--help",), ("status", "--help"), ("plan", "--help")])
def test_other_commands_do_not_pay_for_the_library(words: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from lyrad.cli.main import lyrad\n"
        f"lyrad.main({list(words)}, standalone_mode=False)\n"
        "print([name for name in ('c2pa', 'cryptography') if name in sys.modules])\n"
    )
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
