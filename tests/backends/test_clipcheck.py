"""A clip is looked through by a process of its own, which leaves nothing behind."""

from __future__ import annotations

import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from lyrad.backends.clipcheck.clipcheck import LocalClipJudge
from lyrad.errors import Cancelled, Permanent, Temporary
from lyrad.model.clip_check import Kept
from lyrad.model.media import Size
from lyrad.ports import LookOrder
from tests.support.clips import write_clip
from tests.support.cut_shots import SIZE, view
from tests.support.signal import FakeSignal

FILM = Size(width=SIZE[0], height=SIZE[1])
HERE, THERE = "hills", "street 11"


def shot(name, frames):
    return [view(name, 0.45 + 0.003 * number, 0.5, 0.5) for number in range(frames)]


def picture(path, pixels):
    cv2.imwrite(str(path), pixels)
    return path


def judged(clip, **more):
    given = {"clip": clip, "frames": 24, "size": FILM, **more}
    return LocalClipJudge().judge(LookOrder(**given), FakeSignal())


@pytest.fixture
def cut(tmp_path):
    """Ten frames of one place, fourteen of another."""
    return write_clip(tmp_path / "cut.mkv", [*shot(HERE, 10), *shot(THERE, 14)])


def test_a_cut_is_found_and_the_given_frames_are_compared(cut, tmp_path):
    first = picture(tmp_path / "50% first Küche.png", shot(HERE, 1)[0])
    last = picture(tmp_path / "last.png", shot(HERE, 1)[0])
    found = judged(cut, first=first, last=last)
    assert (found.frames, found.cuts, found.blends) == (24, (10,), ())
    assert (found.first.kept, found.last.kept) == (Kept.KEPT, Kept.GONE)
    assert found.alike
    assert found.loudest is None


def test_an_end_that_was_not_given_is_not_compared(cut):
    found = judged(cut)
    assert (found.first, found.last, found.alike) == (None, None, False)


def test_a_folder_of_numbered_pictures_is_looked_through_too(tmp_path):
    folder = tmp_path / "50% done"
    folder.mkdir()
    for number, pixels in enumerate([*shot(HERE, 8), *shot(THERE, 8)]):
        picture(folder / f"f_{1001 + number}.png", pixels)
    assert judged(folder, frames=16).cuts == (8,)


def test_a_tall_clip_keeps_its_shape(tmp_path):
    tall = [np.ascontiguousarray(one[:, 200:400]) for one in shot(HERE, 6)]
    found = judged(
        write_clip(tmp_path / "tall.mkv", tall),
        frames=6,
        size=Size(width=200, height=360),
        first=picture(tmp_path / "first.png", tall[0]),
    )
    assert found.first.kept is Kept.KEPT


def test_one_frame_is_a_clip_as_well(tmp_path):
    clip = write_clip(tmp_path / "one.mkv", shot(HERE, 1))
    last = picture(tmp_path / "last.png", shot(HERE, 1)[0])
    assert judged(clip, frames=1, last=last).last.kept is Kept.KEPT


@pytest.mark.parametrize(
    ("made", "silent"), [("sine=frequency=440", False), ("anullsrc", True)], ids=["tone", "none"]
)
def test_a_sound_is_listened_to(cut, tmp_path, made, silent):
    sound = tmp_path / "sound.mkv"
    argv = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", made, "-t", "0.5", "-c:a", "flac"]
    subprocess.run([*argv, sound], check=True)
    assert (judged(cut, sound=sound).loudest < -60) is silent


@pytest.mark.parametrize("frames", [30, 9])
def test_a_clip_of_another_length_is_refused(tmp_path, frames):
    clip = write_clip(tmp_path / "short.mkv", shot(HERE, 6), Fraction(24))
    with pytest.raises(Permanent):
        judged(clip, frames=frames)


def test_what_is_no_clip_is_refused_and_what_is_gone_is_waited_for(tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip at all")
    with pytest.raises(Permanent):
        judged(broken)
    with pytest.raises(Temporary):
        judged(tmp_path / "gone.mp4")


def test_a_cancelled_look_leaves_nothing(cut, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    Path(tempfile.gettempdir()).mkdir()
    signal = FakeSignal()
    signal.cancel()
    with pytest.raises(Cancelled):
        LocalClipJudge().judge(LookOrder(clip=cut, frames=24, size=FILM), signal)
    assert not list(Path(tempfile.gettempdir()).iterdir())
