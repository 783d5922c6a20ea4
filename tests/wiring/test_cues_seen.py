"""What `lyrad check` and `lyrad plan` say of cues, without a running lyrad."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.cli.plan import lines
from lyrad.errors import ConfigError
from lyrad.wiring.beginning import begin
from lyrad.wiring.checking import check
from lyrad.wiring.planning import planned

CUE = "prompt: Low strings.\nin: SH0010\n"


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new film with one scene of one shot of four seconds, which has no frames yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    begin(tmp_path / "FILM", None)
    shot = tmp_path / "FILM/scenes/SC010/SH0010"
    shot.mkdir(parents=True)
    (shot / "shot.yaml").write_text("description: A house.\nlast: none\n")
    return tmp_path / "FILM"


def put(film: Path, text: str) -> Path:
    folder = film / "scenes/SC010/cues/1M1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cue.yaml").write_text(text)
    return folder


def test_a_plan_says_where_a_cue_lies_and_what_would_be_done(film: Path) -> None:
    (found,) = planned(put(film, CUE), None)
    (attempt,) = found.attempts
    assert (attempt.rule, attempt.frames, attempt.timecode, attempt.known) == (
        "score-cue",
        96,
        "01:00:00:00",
        False,
    )
    assert [step["action"] for step in attempt.steps] == ["score.cue", "publish.cue"]
    said = "\n".join(lines(found))
    assert "rule score-cue speaks of it" in said
    assert "96 frames at 24, from 01:00:00:00" in said


def test_a_plan_of_the_scene_has_its_shots_and_its_cues(film: Path) -> None:
    put(film, CUE)
    assert [one.path for one in planned(film / "scenes/SC010", None)] == [
        "scenes/SC010/SH0010",
        "scenes/SC010/cues/1M1",
    ]


def test_a_check_tells_every_fault_of_a_cues_words_and_places(film: Path) -> None:
    put(film, CUE.replace("SH0010", "SH0090"))
    with pytest.raises(ConfigError) as caught:
        check([film], None)
    assert [fault.what for fault in caught.value.faults] == [
        "`SH0090` names no shot of the scene as it is cut."
    ]
    put(film, "bpm: 1\nkey: x\n")
    with pytest.raises(ConfigError) as caught:
        check([film], None)
    assert len(caught.value.faults) == 2


def test_a_check_says_what_a_cue_waits_for(film: Path) -> None:
    put(film, CUE).joinpath("cue.yaml").unlink()
    _, waits = check([film], None)
    assert "scenes/SC010/cues/1M1: WAITING for cue.yaml" in waits


def test_a_film_with_a_good_cue_passes(film: Path) -> None:
    put(film, CUE)
    count, _ = check([film], None)
    assert count == 1
