from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from lyrad.backends.ffmpeg import FFmpeg
from lyrad.backends.ffmpeg_run import failure
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.media import Size
from tests.support.clips import counted, flat, read_frame, write_clip
from tests.support.signal import FakeSignal

NTSC = Fraction(24000, 1001)
HOSTILE = (
    "-i.mkv",
    "a:b.mkv",
    "http:x.mkv",
    "concat:a|b.mkv",
    "50%d.mkv",
    "%03d 'q' \"d\" [x];y,z.mkv",
    "\\back.mkv",
    "Küche 海.mkv",
)


@pytest.mark.parametrize("rate", [NTSC, Fraction(24), Fraction(25), Fraction(30000, 1001)])
def test_a_probe_tells_frames_rate_and_size_exactly(tmp_path: Path, rate: Fraction) -> None:
    clip = FFmpeg().probe(write_clip(tmp_path / "c.mkv", counted(9), rate), FakeSignal())
    assert (clip.frames, clip.rate, clip.size) == (9, rate, Size(width=64, height=36))
    assert (clip.codec, clip.timecode) == ("ffv1", None)


@pytest.mark.parametrize("share", [0.97, 0.6, 0.1])
def test_a_clip_that_is_cut_off_is_wrong(tmp_path: Path, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (9, 36, 64, 3), dtype=np.uint8)
    whole = write_clip(tmp_path / "whole.mkv", noise)
    proxy = tmp_path / "whole.mp4"
    FFmpeg().proxy(whole, proxy, height=36, rate=NTSC, signal=FakeSignal())
    for file in (whole, proxy):
        data = file.read_bytes()
        cut = tmp_path / f"cut{file.suffix}"
        cut.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(Permanent) as caught:
            FFmpeg().probe(cut, FakeSignal())
        assert caught.value.fault.code is Code.CLIP_WRONG
        assert cut.name in caught.value.fault.what


def test_a_text_file_is_not_a_clip_and_a_missing_one_is_gone(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("not a clip")
    for name, kind, code in (
        ("text.mp4", Permanent, Code.CLIP_WRONG),
        ("none.mp4", Temporary, Code.FILE_GONE),
    ):
        with pytest.raises(kind) as caught:
            FFmpeg().probe(tmp_path / name, FakeSignal())
        assert caught.value.fault.code is code


def test_a_playlist_does_not_lead_to_other_files(tmp_path: Path) -> None:
    write_clip(tmp_path / "secret.mkv", counted(2))
    for name, text in {
        "list.mkv": "ffconcat version 1.0\nfile secret.mkv\n",
        "hls.mkv": "#EXTM3U\n#EXTINF:1,\nsecret.mkv\n#EXT-X-ENDLIST\n",
    }.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(Permanent):
            FFmpeg().probe(tmp_path / name, FakeSignal())


@pytest.mark.parametrize("name", HOSTILE)
def test_names_never_become_options_protocols_or_patterns(tmp_path: Path, name: str) -> None:
    media, signal = FFmpeg(), FakeSignal()
    source = tmp_path / name
    write_clip(tmp_path / "plain.mkv", counted(3)).rename(source)
    proxy, still = source.with_suffix(".mp4"), source.with_suffix(".jpg")
    media.proxy(source, proxy, height=18, rate=NTSC, signal=signal)
    media.picture(source, still, frame=1, signal=signal)
    assert media.probe(proxy, signal).frames == 3
    assert still.is_file()


@pytest.mark.parametrize("name", ["%04d", "-x", "a:b%s"])
def test_a_folder_of_pictures_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    for number, picture in enumerate(counted(3), 1001):
        (folder / f"-%d.{number}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    media, signal = FFmpeg(), FakeSignal()
    assert media.probe(folder, signal).frames == 3
    media.picture(folder, tmp_path / "two.png", frame=2, signal=signal)
    assert (read_frame(tmp_path / "two.png") == 24).all()
    media.proxy(folder, tmp_path / "p.mp4", height=18, rate=NTSC, signal=signal)
    with pytest.raises(Permanent):
        media.picture(folder, tmp_path / "four.png", frame=3, signal=signal)
    proxy = media.probe(tmp_path / "p.mp4", signal)
    assert (proxy.frames, proxy.rate) == (3, NTSC)


def test_a_gap_or_a_broken_picture_in_a_folder_is_wrong(tmp_path: Path) -> None:
    for number, picture in enumerate(counted(4), 1):
        (tmp_path / f"a.{number:04d}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    last = tmp_path / "a.0004.png"
    last.write_bytes(last.read_bytes()[:60])
    with pytest.raises(Permanent):
        FFmpeg().probe(tmp_path, FakeSignal())
    last.unlink()
    assert FFmpeg().probe(tmp_path, FakeSignal()).frames == 3
    (tmp_path / "a.0002.png").unlink()
    with pytest.raises(Permanent, match="a gap"):
        FFmpeg().probe(tmp_path, FakeSignal())


def test_a_proxy_is_small_and_as_long_and_never_scaled_up(tmp_path: Path) -> None:
    media, signal = FFmpeg(), FakeSignal()
    source = write_clip(tmp_path / "c.mkv", counted(9, 250, 101), NTSC)
    for height, size in ((50, Size(width=124, height=50)), (360, Size(width=248, height=100))):
        media.proxy(source, tmp_path / "p.mp4", height=height, rate=NTSC, signal=signal)
        clip = media.probe(tmp_path / "p.mp4", signal)
        assert (clip.frames, clip.rate, clip.size) == (9, NTSC, size)


@pytest.mark.parametrize("rate", [NTSC, Fraction(24), Fraction(25), Fraction(30000, 1001)])
@pytest.mark.parametrize("name", ["c.mkv", "c.mp4"])
def test_a_picture_is_exactly_the_frame_asked_for(
    tmp_path: Path, name: str, rate: Fraction
) -> None:
    media, signal = FFmpeg(), FakeSignal()
    source = write_clip(tmp_path / "c.mkv", counted(30), rate)
    media.proxy(source, tmp_path / "c.mp4", height=36, rate=rate, signal=signal)
    for frame in (0, 1, 7, 13, 28, 29):
        still = tmp_path / ("still.png" if frame % 2 else "still.jpg")
        media.picture(tmp_path / name, still, frame=frame, signal=signal)
        assert abs(float(cv2.imread(str(still)).mean()) - (8 * frame + 8)) <= 3


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_a_picture_keeps_its_colour(tmp_path: Path, suffix: str) -> None:
    media, signal = FFmpeg(), FakeSignal()
    source = write_clip(tmp_path / "c.mkv", [flat((64, 128, 192))] * 2)
    media.proxy(source, tmp_path / "c.mp4", height=36, rate=NTSC, signal=signal)
    for clip in (source, tmp_path / "c.mp4"):
        still = tmp_path / f"still{suffix}"
        media.picture(clip, still, frame=1, signal=signal)
        assert np.abs(cv2.imread(str(still)).astype(int) - (64, 128, 192)).max() <= 4


@pytest.mark.parametrize("name", ["c.mkv", "c.mp4"])
def test_a_frame_beyond_the_end_is_refused(tmp_path: Path, name: str) -> None:
    media, signal = FFmpeg(), FakeSignal()
    source = write_clip(tmp_path / "c.mkv", counted(3))
    media.proxy(source, tmp_path / "c.mp4", height=36, rate=NTSC, signal=signal)
    with pytest.raises(Permanent) as caught:
        media.picture(tmp_path / name, tmp_path / "still.png", frame=3, signal=signal)
    assert caught.value.fault.code is Code.CLIP_WRONG
    assert not (tmp_path / "still.png").exists()


def test_a_full_disk_is_told_from_a_fault_of_the_clip(tmp_path: Path) -> None:
    log = tmp_path / "ffmpeg.log"
    source = write_clip(tmp_path / "c.mkv", counted(3, 320, 180))
    argv = ["ffmpeg", "-v", "error", "-y", "-i", str(source), "-f", "rawvideo", "/dev/full"]
    with log.open("wb") as words:
        code = subprocess.run(argv, stderr=words, check=False).returncode
    full = failure(code, log, tmp_path / "out.mp4")
    assert isinstance(full, Temporary)
    assert full.fault.code is Code.DISK_FULL
    log.write_text("Unknown encoder\n")
    assert failure(1, log, tmp_path / "out.mp4").fault.code is Code.TOOL_FAILED
    assert isinstance(failure(-9, log, tmp_path / "out.mp4"), Temporary)


def test_ffmpeg_tells_its_version() -> None:
    assert FFmpeg().version()[0].isdigit() or FFmpeg().version().startswith("n")
