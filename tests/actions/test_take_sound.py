"""Sound that a model made: in the master and beside it, where a spec wants to keep it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.actions.publish_take import PublishTake
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.model.media import Master, Sound
from lyrad.model.plan import Artifact
from lyrad.ports import Bench
from tests.actions.test_publish_take import STEM, at_publishing, published
from tests.support.clips import counted, streams, write_clip
from tests.support.signal import FakeSignal

PLAIN = PublishTake(poster=False, sheet=False, proxy=None)


def with_sound(folder: Path, *, silent: bool = False, sound: Sound = Sound.KEEP, **spec) -> Bench:
    """Return a bench at publishing, with a file of the model's sound beside the clip."""
    at = at_publishing(folder, frames=24, sound=sound, **spec)
    came = folder / "work" / "0" / "sound.mkv"
    if silent:
        write_clip(came, counted(2))
    else:
        beep = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1.2", "-c:a", "flac"]
        subprocess.run(["ffmpeg", "-v", "error", *beep, f"file:{came}"], check=True)
    made = Artifact(kind="sound", path="0/sound.mkv", facts={"spans": "23/24"})
    return replace(at, earlier=(*at.earlier, made))


def kinds(path: Path) -> list[str]:
    return [one["codec_type"] for one in streams(path)]


def test_the_master_has_the_sound_and_the_wav_lies_beside_the_receipt(tmp_path: Path) -> None:
    at = with_sound(tmp_path)
    PLAIN.perform(at)
    assert published(at).names == [f"T01/{STEM}.mp4", f"T01/_info/{STEM}.wav"]
    folder = tmp_path / "takes" / "T01"
    assert "audio" in kinds(folder / f"{STEM}.mp4")
    assert FFmpeg().probe(folder / f"{STEM}.mp4", FakeSignal()).frames == 24
    (sound,) = streams(folder / "_info" / f"{STEM}.wav")
    assert int(sound["duration_ts"]) == 48_048  # 24 frames at 24000/1001
    checks = {check.name: check.passed for check in published(at).receipts[at.plan.job].checks}
    assert checks["sound"]
    assert checks["mark"]


def test_pictures_have_their_sound_beside_the_receipt_only(tmp_path: Path) -> None:
    at = with_sound(tmp_path, master=Master.PNG)
    PLAIN.perform(at)
    assert f"T01/_info/{STEM}.wav" in published(at).names


def test_sound_that_nobody_wants_is_dropped(tmp_path: Path) -> None:
    at = with_sound(tmp_path, sound=Sound.DROP)
    PLAIN.perform(at)
    assert published(at).names == [f"T01/{STEM}.mp4"]
    assert kinds(tmp_path / "takes" / "T01" / f"{STEM}.mp4") == ["video", "data"]


def test_a_take_whose_sound_cannot_be_used_is_published_and_says_so(tmp_path: Path) -> None:
    at = with_sound(tmp_path, silent=True)
    PLAIN.perform(at)
    assert published(at).names == [f"T01/{STEM}.mp4"]
    failed = [one.name for one in published(at).receipts[at.plan.job].checks if not one.passed]
    assert "sound" in failed


@pytest.mark.parametrize("master", [Master.H264, Master.PNG])
def test_a_step_that_is_begun_again_uses_the_sound_that_stands(
    tmp_path: Path, master: Master
) -> None:
    at = with_sound(tmp_path, master=master)
    PLAIN.perform(at)
    before = (at.work / "sound.wav").stat().st_mtime_ns
    PLAIN.perform(at)
    assert (at.work / "sound.wav").stat().st_mtime_ns == before
