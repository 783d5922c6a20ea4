"""A model's sound, brought to the film's length by the real FFmpeg."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lyrad.backends.ffmpeg import FFmpeg
from lyrad.errors import Code, Permanent
from lyrad.model.media import Master, Size
from lyrad.ports import MasterOrder, SoundOrder
from tests.support.clips import counted, streams, write_clip
from tests.support.signal import FakeSignal

FILM = Fraction(24)


def spoken(path: Path, seconds: float, *, click: float = 0.5) -> Path:
    """Write a film with silence in it, but for a click at a time."""
    beep = f"aevalsrc='if(between(t,{click},{click}+0.02),sin(2*PI*1000*t),0)':d={seconds}:s=44100"
    picture = f"color=c=gray:s=64x36:r=25:d={seconds}"
    argv = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", beep]
    subprocess.run([*argv, "-c:v", "libx264", "-c:a", "aac", f"file:{path}"], check=True)
    return path


def fitted(source: Path, frames: int, spans: Fraction) -> Path:
    target = source.with_name("sound.wav")
    order = SoundOrder(source=source, target=target, frames=frames, rate=FILM, spans=spans)
    FFmpeg().sound(order, FakeSignal())
    return target


def heard(path: Path) -> tuple[str, int, int, float]:
    """Return codec, samples a second, samples, and when the click begins in seconds."""
    (found,) = streams(path)
    argv = ["ffmpeg", "-v", "error", "-i", f"file:{path}", "-f", "f32le", "-ac", "1", "-"]
    value = np.frombuffer(subprocess.check_output(argv), np.float32)
    rate = int(found["sample_rate"])
    return found["codec_name"], rate, len(value), float(np.argmax(np.abs(value) > 0.2)) / rate


@pytest.mark.parametrize("seconds", [1.5, 2.0, 3.0])
def test_sound_is_as_long_as_the_film_whatever_came(tmp_path: Path, seconds: float) -> None:
    made = fitted(spoken(tmp_path / "came.mp4", seconds), 48, Fraction(47, 24))
    codec, rate, count, click = heard(made)
    assert (codec, rate, count) == ("pcm_s24le", 48_000, 96_000)
    assert click == pytest.approx(0.5, abs=0.02)


def test_sound_of_pictures_that_were_slowed_is_slowed_with_them(tmp_path: Path) -> None:
    came = spoken(tmp_path / "came.mp4", 1.1, click=0.5)
    *_, click = heard(fitted(came, 49, Fraction(1)))
    assert click == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize(
    ("spans", "tempo"),
    [
        (Fraction(2), 1),
        (Fraction(49, 24), 1),
        (Fraction(47, 24), 1),
        (Fraction(3), Fraction(3, 2)),
    ],
)
def test_the_tempo_is_touched_only_where_more_than_a_frame_is_out(
    spans: Fraction, tempo: Fraction
) -> None:
    path = Path("x")
    order = SoundOrder(source=path, target=path, frames=49, rate=FILM, spans=spans)
    assert order.tempo == tempo


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    silent = write_clip(tmp_path / "silent.mkv", counted(9))
    with pytest.raises(Permanent) as refused:
        fitted(silent, 9, Fraction(8, 24))
    assert refused.value.fault.code is Code.TOOL_FAILED


@pytest.mark.parametrize(
    ("kind", "ending", "codec"),
    [
        (Master.H264, ".mp4", "aac"),
        (Master.PRORES_422_HQ, ".mov", "pcm_s24le"),
        (Master.DNXHR_HQX, ".mov", "pcm_s24le"),
    ],
)
def test_a_master_carries_the_sound(tmp_path: Path, kind: Master, ending: str, codec: str) -> None:
    clip = write_clip(tmp_path / "clip.mkv", counted(24, 256, 144))
    sound = fitted(spoken(tmp_path / "came.mp4", 1.0), 24, Fraction(23, 24))
    order = MasterOrder(
        source=clip,
        target=tmp_path / f"master{ending}",
        master=kind,
        frames=24,
        rate=FILM,
        size=Size(width=256, height=144),
        timecode="01:00:00:00",
        reel="SC010_SH0020_T01_v001",
        sound=sound,
    )
    FFmpeg().master(order, FakeSignal(), lambda _: None)
    found = FFmpeg().probe(order.target, FakeSignal())
    (heard_in,) = [one for one in streams(order.target) if one["codec_type"] == "audio"]
    assert (found.frames, found.rate, found.timecode) == (24, FILM, "01:00:00:00")
    assert heard_in["codec_name"] == codec
    assert float(heard_in["duration"]) == pytest.approx(1.0, abs=0.03)
