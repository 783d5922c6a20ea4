"""A cue takes its length from the editor's cut, else from the assembly, else from the shots."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lyrad.model.plan import VIDEO, CuePlan
from tests.support import score
from tests.support.score import EDITED, SETTLED, YAML, dropped, plans
from tests.support.shoot import Shoot, write
from tests.support.shotlist_files import otio, otio_clip

EDL = """\
FCM: NON-DROP FRAME
001  SH0010  V  C  00:00:00:00 00:00:01:00 02:00:00:00 02:00:01:00
002  SH0020  V  C  00:00:00:00 00:00:03:00 02:00:01:00 02:00:04:00
"""


def plan(shoot: Shoot) -> CuePlan:
    return score.cue(score.jobs(shoot)[-1])


def placed(shoot: Shoot) -> tuple[int, str, str]:
    span = plan(shoot).span
    return span.frames, span.timecode, span.source


def film(path: Path, frames: int, rate: str, timecode: str) -> None:
    """Write the film of a scene, as an editing program exports it."""
    source = f"color=c=gray:s=64x36:r={rate}:d=60"
    argv = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source, "-frames:v", str(frames)]
    subprocess.run([*argv, "-timecode", timecode, "-pix_fmt", "yuv420p", str(path)], check=True)


def test_the_editors_cut_goes_before_the_shots_own_lengths(shoot: Shoot) -> None:
    write_into(shoot, "cut.edl", EDL)
    dropped(shoot, YAML + "in: SH0020\n")
    assert placed(shoot) == (72, "02:00:01:00", "cut.edl")


def test_an_otio_says_more_than_an_edl_and_that_more_than_a_film(shoot: Shoot) -> None:
    write_into(shoot, "cut.edl", EDL)
    write_into(shoot, "Cut.OTIO", otio([otio_clip("SC010_SH0010", 100)]))
    dropped(shoot)
    assert placed(shoot) == (100, "01:00:00:00", "Cut.OTIO")


@pytest.mark.parametrize(
    ("rate", "timecode", "frames"),
    [
        ("25", "01:00:00:00", 50),
        ("30000/1001", "01:00:00;00", 60),
        ("24000/1001", "00:59:50:00", 9),
    ],
)
def test_a_film_of_the_scene_gives_length_rate_and_timecode(
    shoot: Shoot, tmp_path: Path, rate: str, timecode: str, frames: int
) -> None:
    film(tmp_path / "cut.mov", frames, rate, timecode)
    write_into(shoot, "cut.mov", (tmp_path / "cut.mov").read_bytes())
    dropped(shoot, YAML + "fade_out: 0.1s\n")
    assert placed(shoot) == (frames, timecode, "cut.mov")
    assert str(plan(shoot).span.rate) == rate


def test_a_film_knows_no_shot(shoot: Shoot, tmp_path: Path) -> None:
    film(tmp_path / "cut.mov", 48, "24", "01:00:00:00")
    write_into(shoot, "cut.mov", (tmp_path / "cut.mov").read_bytes())
    dropped(shoot, YAML + "in: SH0010\n")
    assert "`SH0010` names no shot of the scene as it is cut." in score.text(shoot)


def test_lyrads_own_assembly_goes_before_the_lengths_that_were_planned(shoot: Shoot) -> None:
    write_into(shoot, "SC010_assembly_v001.otio", otio([otio_clip("SC010_SH0010", 500)]))
    write_into(shoot, "SC010_assembly_v002.otio", otio([otio_clip("SC010_SH0010", 50)]))
    dropped(shoot)
    assert placed(shoot) == (50, "01:00:00:00", "assembly")


def test_a_cut_that_says_what_was_planned_makes_nothing_stale(shoot: Shoot) -> None:
    dropped(shoot)
    score.compose(shoot)
    write_into(shoot, "cut.otio", otio([otio_clip("SC010_SH0010", 240)]))
    shoot.later(SETTLED)
    assert score.card(shoot) == "DONE T01"
    assert "by cut.otio" in score.text(shoot)


def test_a_new_cut_makes_the_takes_stale_and_renders_nothing(shoot: Shoot) -> None:
    dropped(shoot)
    score.compose(shoot)
    write_into(shoot, "cut.edl", EDL)
    shoot.later(SETTLED)
    assert score.card(shoot) == "STALE length place changed"
    assert plans(shoot) == [("SC010/cues/1M1", 1, "done")]
    (shoot.folder("SC010") / "cut.edl").unlink()
    shoot.later(SETTLED)
    assert score.card(shoot) == "DONE T01"


def test_a_cut_that_cannot_be_read_is_told_and_waited_for(shoot: Shoot) -> None:
    write_into(shoot, "cut.edl", "not an edl\n")
    dropped(shoot)
    assert score.card(shoot) == "FAILED cut.edl has a fault"
    write_into(shoot, "cut.edl", EDL)
    shoot.later(SETTLED)
    assert plans(shoot) == [("SC010/cues/1M1", 1, "queued")]


def test_a_film_that_is_still_being_copied_is_waited_for(shoot: Shoot, tmp_path: Path) -> None:
    film(tmp_path / "cut.mov", 48, "24", "01:00:00:00")
    whole = (tmp_path / "cut.mov").read_bytes()
    write_into(shoot, "cut.mov", whole[: len(whole) // 2])
    dropped(shoot)
    assert score.card(shoot) == "WAITING for the rest of cut.mov"
    write_into(shoot, "cut.mov", whole)
    shoot.later(EDITED)
    assert plans(shoot) == [("SC010/cues/1M1", 1, "queued")]


def test_a_cue_that_runs_on_is_looked_at_when_the_next_scene_changes(shoot: Shoot) -> None:
    score.scene(shoot, 24, code="SC011")
    dropped(shoot, YAML + "scenes: [SC010, SC011]\n")
    assert placed(shoot) == (264, "01:00:00:00", "the shots' lengths")
    score.compose(shoot)
    score.scene(shoot, 48, code="SC011")
    shoot.later(SETTLED)
    assert score.card(shoot) == "STALE length changed"


def test_the_next_scene_is_waited_for_until_it_has_a_length(shoot: Shoot) -> None:
    dropped(shoot, YAML + "scenes: [SC010, SC011]\n")
    assert score.card(shoot) == "WAITING for the length of SC011"
    score.scene(shoot, 24, code="SC011")
    shoot.later(SETTLED)
    assert placed(shoot)[0] == 264


def test_the_scenes_own_rate_is_the_cues(shoot: Shoot) -> None:
    write_into(shoot, "scene.yaml", "fps: 23.976\n")
    dropped(shoot, YAML + "fade_in: 12f\n")
    found = plan(shoot)
    assert (found.span.frames, found.span.samples) == (240, 480_480)
    assert found.spec.fade_in == 12 / found.span.rate


def test_a_shot_that_goes_away_shortens_the_scene(shoot: Shoot) -> None:
    dropped(shoot)
    score.compose(shoot)
    shutil.rmtree(shoot.folder("SC010/SH0030"))
    shoot.later(SETTLED)
    assert "240 frames at 24 fps -> 120 frames at 24 fps" in score.text(shoot)


def write_into(shoot: Shoot, name: str, data: str | bytes) -> None:
    """Put a file into the scene's folder."""
    shoot.folder("SC010").mkdir(parents=True, exist_ok=True)
    write(shoot.folder("SC010") / name, data)


def test_music_that_is_made_to_the_picture_gets_the_scenes_film(
    shoot: Shoot, tmp_path: Path
) -> None:
    rule = (
        "name: score-cue\nwhen: {path: 'scenes/{scene}/cues/{cue}/cue.yaml'}\n"
        "do:\n  - score.cue: {picture: true}\n  - publish.cue\n"
    )
    shoot.settings.rules.mkdir(parents=True, exist_ok=True)
    (shoot.settings.rules / "score.yaml").write_text(rule)
    shoot.built.desk.rules.refresh()
    film(tmp_path / "cut.mov", 48, "24", "01:00:00:00")
    write_into(shoot, "cut.mov", (tmp_path / "cut.mov").read_bytes())
    dropped(shoot)
    picture = plan(shoot).member(VIDEO)
    assert picture is not None
    assert picture.path == "scenes/SC010/cut.mov"
    assert shoot.built.desk.store.path(picture.sha256).is_file()
