from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lyrad.backends.ffmpeg import FFmpeg
from lyrad.errors import Cancelled, Code, Permanent
from lyrad.model.job import Progress
from lyrad.model.media import Master, Size
from lyrad.ports import MasterOrder
from tests.support.clips import Picture, counted, flat, read_frame, streams, write_clip
from tests.support.signal import FakeSignal

NTSC = Fraction(24000, 1001)
REEL = "SC010_SH0020_T01_v001"
FILES = (Master.H264, Master.PRORES_422_HQ, Master.DNXHR_HQX)
NAMES = {Master.H264: f"{REEL}.mp4", Master.PNG: REEL}


def master(folder: Path, kind: Master, frames: list[Picture], rate: Fraction = NTSC) -> Path:
    height, width = frames[0].shape[:2]
    source = write_clip(folder / "clip.mkv", frames, rate)
    order = MasterOrder(
        source=source,
        target=folder / NAMES.get(kind, f"{REEL}.mov"),
        master=kind,
        frames=len(frames),
        rate=rate,
        size=Size(width=width, height=height),
        timecode="01:00:00:00",
        reel=REEL,
    )
    FFmpeg().master(order, FakeSignal(), lambda _: None)
    return order.target


def smallest(kind: Master) -> tuple[int, int]:
    return (256, 144) if kind is Master.DNXHR_HQX else (64, 36)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("rate", [NTSC, Fraction(25)])
def test_a_master_has_exact_frames_rate_size_and_says_what_it_is(
    tmp_path: Path, kind: Master, rate: Fraction
) -> None:
    made = master(tmp_path, kind, counted(9, *smallest(kind)), rate)
    clip = FFmpeg().probe(made, FakeSignal())
    assert (clip.frames, clip.rate, clip.timecode) == (9, rate, "01:00:00:00")
    assert (clip.size.width, clip.size.height) == smallest(kind)
    found = streams(made)[0]
    tags = ("color_space", "color_primaries", "color_transfer", "color_range")
    assert [found[tag] for tag in tags] == ["bt709", "bt709", "bt709", "tv"]
    looks = {
        Master.H264: ("h264", "High", "yuv420p"),
        Master.PRORES_422_HQ: ("prores", "HQ", "yuv422p10le"),
        Master.DNXHR_HQX: ("dnxhd", "DNXHR HQX", "yuv422p10le"),
    }
    assert (found["codec_name"], found["profile"], found["pix_fmt"]) == looks[kind]


@pytest.mark.parametrize("kind", FILES)
def test_the_reel_stands_in_the_file_and_its_index_in_front(tmp_path: Path, kind: Master) -> None:
    made = master(tmp_path, kind, counted(2, *smallest(kind)))
    data = made.read_bytes()
    assert REEL.encode() in data
    assert 0 < data.find(b"moov") < data.find(b"mdat")
    if kind is not Master.H264:
        assert streams(made)[1]["tags"]["reel_name"] == REEL


@pytest.mark.parametrize("kind", [*FILES, Master.PNG])
@pytest.mark.parametrize("bgr", [(64, 128, 192), (200, 30, 90), (16, 235, 128)])
def test_a_flat_patch_comes_through_each_master(
    tmp_path: Path, kind: Master, bgr: tuple[int, int, int]
) -> None:
    made = master(tmp_path, kind, [flat(bgr, *smallest(kind))] * 2)
    picture = made / f"{REEL}.01001.png" if kind is Master.PNG else made
    back = read_frame(picture, matrix=None if kind is Master.PNG else "bt709")
    assert np.abs(back.astype(int) - np.array(bgr)).max() <= (0 if kind is Master.PNG else 2)


@pytest.mark.parametrize("kind", FILES)
def test_every_frame_stands_in_its_place(tmp_path: Path, kind: Master) -> None:
    made = master(tmp_path, kind, counted(9, *smallest(kind)))
    grays = [round(float(read_frame(made, k, matrix="bt709").mean())) for k in range(9)]
    assert np.abs(np.array(grays) - (8 * np.arange(9) + 8)).max() <= 2


def test_a_png_master_is_a_folder_of_pictures_numbered_from_1001(tmp_path: Path) -> None:
    made = master(tmp_path, Master.PNG, counted(3, 63, 35))
    names = [f"{REEL}.{number:05d}.png" for number in (1001, 1002, 1003)]
    assert sorted(file.name for file in made.iterdir()) == names
    assert (read_frame(made / names[2]) == 24).all()
    clip = FFmpeg().probe(made, FakeSignal())
    assert (clip.frames, clip.codec, clip.size) == (3, "png", Size(width=63, height=35))


@pytest.mark.parametrize("kind", FILES)
def test_an_odd_size_is_refused_with_a_way_out(tmp_path: Path, kind: Master) -> None:
    with pytest.raises(Permanent) as caught:
        master(tmp_path, kind, counted(2, 257, 145))
    assert caught.value.fault.code is Code.BAD_VALUE
    assert "257x145" in caught.value.fault.what
    assert "png" in caught.value.fault.next


def test_dnxhr_refuses_what_avid_has_no_room_for(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="at least 256x120"):
        master(tmp_path, Master.DNXHR_HQX, counted(2, 254, 144))


def test_a_clip_of_another_size_is_not_delivered(tmp_path: Path) -> None:
    order = MasterOrder(
        source=write_clip(tmp_path / "clip.mkv", counted(2)),
        target=tmp_path / "out.mp4",
        master=Master.H264,
        frames=2,
        rate=Fraction(24),
        size=Size(width=128, height=72),
        timecode="01:00:00:00",
        reel=REEL,
    )
    with pytest.raises(Permanent) as caught:
        FFmpeg().master(order, FakeSignal(), lambda _: None)
    assert caught.value.fault.code is Code.CLIP_WRONG
    assert not order.target.exists()


def test_progress_ends_at_the_last_frame(tmp_path: Path) -> None:
    told: list[Progress] = []
    order = MasterOrder(
        source=write_clip(tmp_path / "clip.mkv", counted(9)),
        target=tmp_path / "out.mp4",
        master=Master.H264,
        frames=9,
        rate=Fraction(24),
        size=Size(width=64, height=36),
        timecode="01:00:00:00",
        reel=REEL,
    )
    FFmpeg().master(order, FakeSignal(), told.append)
    assert told[-1] == Progress(done=9, total=9)


def test_what_is_cancelled_leaves_no_master(tmp_path: Path) -> None:
    pulled = FakeSignal()
    pulled.cancel()
    source = write_clip(tmp_path / "clip.mkv", counted(2))
    with pytest.raises(Cancelled):
        FFmpeg().proxy(source, tmp_path / "p.mp4", height=18, rate=NTSC, signal=pulled)
    assert not (tmp_path / "p.mp4").exists()


def test_a_cancelled_master_is_gone_in_two_seconds_and_its_ffmpeg_too(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (40, 720, 1280, 3), dtype=np.uint8)
    source = write_clip(tmp_path / "clip.mkv", noise)
    order = MasterOrder(
        source=source,
        target=tmp_path / "out.mp4",
        master=Master.H264,
        frames=40,
        rate=Fraction(24),
        size=Size(width=1280, height=720),
        timecode="01:00:00:00",
        reel=REEL,
    )
    pulled, moment = FakeSignal(), list[float]()

    def pull(_: Progress) -> None:
        moment.append(time.monotonic())
        pulled.cancel()

    with pytest.raises(Cancelled):
        FFmpeg().master(order, pulled, pull)
    assert time.monotonic() - moment[0] < 2.0
    assert not order.target.exists()
    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
    assert not [line for line in running if bytes(tmp_path) in line]


def test_nothing_but_the_master_is_left_behind(tmp_path: Path) -> None:
    made = master(tmp_path, Master.H264, counted(2))
    assert {file.name for file in tmp_path.iterdir()} == {"clip.mkv", made.name}


def test_what_an_interrupted_try_left_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / f".{REEL}.mp4.making"
    half.mkdir()
    (half / "part.mp4").write_bytes(b"half")
    made = master(tmp_path, Master.H264, counted(2))
    assert FFmpeg().probe(made, FakeSignal()).frames == 2
    assert not half.exists()


@pytest.mark.parametrize("kind", [Master.H264, Master.PNG])
def test_of_a_failed_master_only_the_log_remains(tmp_path: Path, kind: Master) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (9, 36, 64, 3), dtype=np.uint8)
    whole = write_clip(tmp_path / "clip.mkv", noise)
    source = tmp_path / "cut.mp4"
    FFmpeg().proxy(whole, source, height=36, rate=Fraction(24), signal=FakeSignal())
    source.write_bytes(source.read_bytes()[: source.stat().st_size * 3 // 4])
    order = MasterOrder(
        source=source,
        target=tmp_path / "out",
        master=kind,
        frames=9,
        rate=Fraction(24),
        size=Size(width=64, height=36),
        timecode="01:00:00:00",
        reel=REEL,
    )
    with pytest.raises(Permanent) as caught:
        FFmpeg().master(order, FakeSignal(), lambda _: None)
    assert caught.value.fault.code is Code.TOOL_FAILED
    assert not order.target.exists()
    left = tmp_path / ".out.making"
    assert [file.name for file in left.iterdir()] == ["ffmpeg.log"]
    assert str(left / "ffmpeg.log") in caught.value.fault.next
