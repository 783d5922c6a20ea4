"""A model's clip becomes the film's: exact frames, rate and size, the ends kept."""

from __future__ import annotations

import subprocess
from fractions import Fraction

import cv2
import numpy as np
import pytest

from lyrad.backends.conform import order as papers
from lyrad.backends.conform import worker
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.core.workflow.canvas import Canvas
from lyrad.core.workflow.spread import spread
from lyrad.errors import Cancelled, Permanent
from lyrad.model.media import Retime, Size
from lyrad.ports import ConformOrder
from lyrad.vision.compare import ssim
from tests.support.clips import write_clip
from tests.support.scenes import landscape
from tests.support.signal import FakeSignal

WIDE, HIGH = 320, 180
FILM = Fraction(24)
PLATE = cv2.resize(landscape(), (2 * WIDE, 2 * HIGH), interpolation=cv2.INTER_AREA)


def pan(at):
    """The picture of a slow pan at a moment, in seconds."""
    left = np.float32([[1, 0, -40 * at], [0, 1, -20]])
    return cv2.warpAffine(PLATE, left, (WIDE, HIGH), flags=cv2.INTER_LINEAR)


@pytest.fixture
def made(tmp_path):
    """What a model made: 17 lossless frames at 16 frames a second, one second of the pan."""
    frames = (pan(number / 16) for number in range(17))
    return write_clip(tmp_path / "made.mkv", frames, Fraction(16))


def order(source, **more):
    given = {
        "source": source, "target": source.parent / "out.mkv", "frames": 25, "rate": FILM,
        "size": Size(width=WIDE, height=HIGH), "retime": Retime.INTERPOLATE, "canvas": None,
    }  # fmt: skip
    return ConformOrder(**{**given, **more})


def conformed(wanted):
    facts = FFmpeg().conform(wanted, FakeSignal(), lambda progress: None)
    clip = FFmpeg().probe(wanted.target, FakeSignal())
    assert (clip.frames, clip.rate, clip.size) == (wanted.frames, wanted.rate, wanted.size)
    return facts, frames_of(wanted.target, wanted.size)


def frames_of(path, size):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "bgr24", "-"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    return np.frombuffer(raw, np.uint8).reshape(-1, size.height, size.width, 3)


def test_missing_frames_are_drawn_where_they_belong_and_the_ends_are_untouched(made):
    facts, frames = conformed(order(made))
    assert facts == {"retime": "interpolate", "source_frames": 17, "source_size": "320x180"}
    assert (frames[0] == pan(0)).all()
    assert (frames[-1] == pan(1)).all()
    likeness = [ssim(frame, pan(number / 24)) for number, frame in enumerate(frames)]
    assert min(likeness) > 0.95


def test_frames_shown_twice_are_the_models_own(made):
    facts, frames = conformed(order(made, retime=Retime.DUPLICATE))
    assert facts["retime"] == "duplicate"
    own = [pan(number / 16).tobytes() for number in range(17)]
    assert {frame.tobytes() for frame in frames} == set(own)


def test_a_clip_of_the_right_length_is_not_touched(made):
    facts, frames = conformed(order(made, frames=17, retime=Retime.AS_IS))
    assert facts["retime"] == "none"
    assert all((frame == pan(number / 16)).all() for number, frame in enumerate(frames))


def test_the_films_picture_is_cut_out_of_the_models_and_scaled_to_size(made):
    box = Canvas(model=Size(width=WIDE, height=HIGH), picture=Size(width=300, height=180),
                 left=10, top=0)  # fmt: skip
    _, frames = conformed(order(made, frames=17, canvas=box, size=Size(width=600, height=360)))
    inside = cv2.resize(pan(0)[:, 10:310], (600, 360), interpolation=cv2.INTER_LANCZOS4)
    assert (frames[0] == inside).all()


def test_a_cut_is_not_smeared_over_the_frames_between(tmp_path):
    two = [pan(0), np.ascontiguousarray(255 - pan(2)[::-1])]
    target = write_clip(tmp_path / "cut.mkv", two, Fraction(16))
    _, frames = conformed(order(target, frames=5))
    assert {frame.tobytes() for frame in frames} == {picture.tobytes() for picture in two}


def test_numbered_pictures_are_taken_too(made, tmp_path):
    folder = tmp_path / "frames"
    folder.mkdir()
    subprocess.run(["ffmpeg", "-v", "error", "-i", made, folder / "f_%05d.png"], check=True)
    _, frames = conformed(order(folder, target=tmp_path / "out.mkv"))
    assert (frames[-1] == pan(1)).all()


def test_what_holds_no_picture_is_refused_in_words(tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip at all")
    with pytest.raises(Permanent):
        conformed(order(broken))
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_clip_in_which_ffmpeg_gives_up_is_not_taken_for_a_short_one(made, tmp_path):
    folder = tmp_path / "frames"
    folder.mkdir()
    subprocess.run(["ffmpeg", "-v", "error", "-i", made, folder / "f_%05d.png"], check=True)
    for number in range(5, 18):  # FFmpeg gives up where more than two thirds are spoilt
        (folder / f"f_{number:05}.png").write_bytes(b"no picture")
    asked = papers.Order(
        source=["-i", str(folder / "f_%05d.png")], target=str(tmp_path / "out.mkv"),
        frames=17, rate="24", width=WIDE, height=HIGH, retime="as-is", box=None,
    )  # fmt: skip
    with pytest.raises(ValueError, match="to its end"):
        worker.conform(asked, tmp_path)


def test_a_cancelled_conforming_leaves_nothing(made):
    signal = FakeSignal()
    signal.cancel()
    with pytest.raises(Cancelled):
        FFmpeg().conform(order(made), signal, lambda progress: None)
    assert [path.name for path in made.parent.iterdir()] == ["made.mkv"]


@pytest.mark.parametrize("retime", list(Retime))
@pytest.mark.parametrize(("frames", "source"), [(25, 17), (17, 25), (2, 5), (1, 5), (9, 1)])
def test_places_only_grow_and_stay_inside(frames, source, retime):
    places = spread(frames, source, retime)
    at = [place.frame + place.on for place in places]
    assert len(at) == frames
    assert at == sorted(at)
    assert at[0] == 0
    assert at[-1] == (source - 1 if frames > 1 else 0)
