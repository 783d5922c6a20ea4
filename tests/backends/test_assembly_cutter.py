"""Scenes cut together by the real FFmpeg: exact on frames and samples, each shot encoded once."""

from __future__ import annotations

import json
import subprocess
import wave
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lyrad.backends.assembly.cutter import FFmpegCutter
from lyrad.backends.assembly.part import ticks
from lyrad.backends.assembly.shelf import PartShelf
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.errors import Cancelled, Code, LyradError, Temporary
from lyrad.model.media import Master, Size
from lyrad.ports import BurnIn, JoinOrder, MasterOrder, MixOrder, PartOrder, Piece
from tests.support.clips import counted, read_frame, streams, write_clip
from tests.support.signal import FakeSignal

SIZE = Size(width=320, height=180)
RATES = (Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001))
SIGNAL = FakeSignal()


@pytest.fixture
def cutter(tmp_path: Path) -> FFmpegCutter:
    return FFmpegCutter(PartShelf(tmp_path / "parts"))


def order(source: Path | None, frames: int, **changes: Any) -> PartOrder:
    return replace(
        PartOrder(
            source=source,
            content=str(source),
            frames=frames,
            own_rate=Fraction(24),
            rate=Fraction(24),
            size=SIZE,
            words=("SC010_SH0020", "No take yet"),
            burn_in=None,
        ),
        **changes,
    )


def made(cutter: FFmpegCutter, one: PartOrder) -> Path:
    return cutter.part(one, SIGNAL, lambda _: None)


def join(
    cutter: FFmpegCutter, target: Path, clips: list[tuple[Path, int]], **changes: Any
) -> Path:
    order = JoinOrder(
        clips=tuple(clips),
        sound=None,
        target=target,
        rate=Fraction(24),
        timecode="01:00:00:00",
        comment="",
    )
    cutter.join(replace(order, **changes), SIGNAL)
    return target


def times(path: Path, stream: str = "v:0") -> list[int]:
    """Return when each frame is shown, in ticks of the file, in the order of showing."""
    argv = ["ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", "frame=pts"]
    found = json.loads(subprocess.check_output([*argv, "-of", "json", str(path)]))
    return [int(frame["pts"]) for frame in found["frames"]]


def grays(path: Path) -> list[int]:
    """Return how light each frame is in its middle."""
    argv = ["ffmpeg", "-v", "error", "-i", str(path), "-vf", "crop=16:16,scale=1:1,format=gray"]
    raw = subprocess.run([*argv, "-f", "rawvideo", "-"], capture_output=True, check=True).stdout
    return list(raw)


def heard(path: Path) -> np.ndarray:
    """Return the sound as a player hears it: edit lists obeyed, one row for each sample."""
    argv = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-ar", "48000", "-ac", "2"]
    raw = subprocess.run([*argv, "-"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.float32).reshape(-1, 2)


def click(path: Path, samples: int, at: int, channels: int = 2) -> Path:
    """Write a silent WAV with one short, loud burst that begins at a sample."""
    sound = np.zeros((samples, channels), np.int16)
    sound[at : at + 480] = 24_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(sound.tobytes())
    return path


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_frame_of_every_part_is_there_once_at_its_exact_time(
    cutter: FFmpegCutter, tmp_path: Path, rate: Fraction
) -> None:
    lengths = (7, 25, 13, 25, 9)
    parts = []
    for number, frames in enumerate(lengths):
        clip = write_clip(tmp_path / f"{number}.mkv", counted(frames, 320, 180), rate)
        parts.append((made(cutter, order(clip, frames, rate=rate, own_rate=rate)), frames))
    parts.insert(2, (made(cutter, order(None, 11, rate=rate, own_rate=rate)), 11))
    whole = join(cutter, tmp_path / "whole.mp4", parts, rate=rate)
    found = cutter.probe(whole, SIGNAL)
    assert (found.frames, found.rate, found.size) == (90, rate, SIZE)
    assert found.timecode == "01:00:00:00"
    assert times(whole) == [frame * ticks(rate)[1] for frame in range(90)]
    (video,) = streams(whole, "-select_streams", "v:0")
    assert Fraction(video["time_base"]) == Fraction(1, ticks(rate)[0])
    assert int(video["duration_ts"]) == 90 * ticks(rate)[1]
    seen = grays(whole)
    expected = [8 * k + 8 for k in range(7)] + [8 * k + 8 for k in range(25)]
    assert max(abs(a - b) for a, b in zip(seen[:32], expected, strict=True)) <= 4
    assert max(abs(a - b) for a, b in zip(seen[-9:], expected[7:16], strict=True)) <= 4


def test_parts_are_joined_as_they_are_without_being_encoded_again(
    cutter: FFmpegCutter, tmp_path: Path
) -> None:
    clips = [write_clip(tmp_path / f"{n}.mkv", counted(5 + n, 320, 180)) for n in range(3)]
    parts = [made(cutter, order(clip, 5 + n)) for n, clip in enumerate(clips)]
    assert cutter.alike(parts, Fraction(24), SIGNAL)
    lengths = zip(parts, (5, 6, 7), strict=True)
    whole = join(cutter, tmp_path / "whole.mp4", list(lengths))

    def pictures(path: Path) -> list[str]:
        argv = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v", "-f", "framemd5", "-"]
        lines = subprocess.check_output(argv, text=True).splitlines()
        return [line.rpartition(",")[2].strip() for line in lines if not line.startswith("#")]

    assert pictures(whole) == [one for part in parts for one in pictures(part)]


def test_a_part_is_made_once_for_its_content_and_place(
    cutter: FFmpegCutter, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "a.mkv", counted(5, 320, 180))
    burnt = BurnIn(label="SC010_SH0010  T01", start=86400, drop=False)
    first = made(cutter, order(clip, 5, content="x", burn_in=burnt))
    stamp = first.stat().st_ino
    moved = clip.rename(tmp_path / "elsewhere.mkv")
    again = made(cutter, order(moved, 5, content="x", burn_in=burnt))
    assert (again, again.stat().st_ino) == (first, stamp)
    later = made(cutter, order(moved, 5, content="x", burn_in=replace(burnt, start=86401)))
    assert later != first


def test_a_second_part_steps_aside_while_one_is_made(cutter: FFmpegCutter) -> None:
    met: list[LyradError] = []

    def meanwhile(_: object) -> None:
        if not met:
            with pytest.raises(Temporary) as aside:
                made(cutter, order(None, 7))
            met.append(aside.value)

    cutter.part(order(None, 48), SIGNAL, meanwhile)
    assert met[0].fault.code is Code.BUSY
    assert made(cutter, order(None, 7)).is_file()


def test_what_a_killed_maker_left_on_the_shelf_is_removed_too(tmp_path: Path) -> None:
    left = tmp_path / "parts" / "0123.drawn"
    left.mkdir(parents=True)
    (left / "counter.raw").write_bytes(b"pixels")
    shelf, now = PartShelf(tmp_path / "parts"), datetime.now(UTC)
    shelf.prune(now + timedelta(days=13))
    assert left.is_dir()
    shelf.prune(now + timedelta(days=15))
    assert not left.exists()


def test_parts_that_nothing_used_for_long_are_removed(tmp_path: Path) -> None:
    shelf = PartShelf(tmp_path / "parts")
    part = shelf.place(order(None, 3))
    part.write_bytes(b"part")
    now = datetime.now(UTC)
    shelf.prune(now + timedelta(days=13))
    assert part.exists()
    shelf.prune(now + timedelta(days=15))
    assert not part.exists()


def test_clips_of_other_sizes_rates_and_kinds_all_become_frames_of_the_film(
    cutter: FFmpegCutter, tmp_path: Path
) -> None:
    slow = write_clip(tmp_path / "slow.mkv", counted(25, 320, 180), Fraction(25))
    tall = write_clip(tmp_path / "tall.mkv", counted(12, 180, 320))
    tiny = write_clip(tmp_path / "tiny.mkv", counted(12, 64, 36))
    pictures = tmp_path / "SC010_SH0040_T01_v001"
    FFmpeg().master(
        MasterOrder(
            source=write_clip(tmp_path / "png.mkv", counted(12, 320, 180)),
            target=pictures,
            master=Master.PNG,
            frames=12,
            rate=Fraction(24),
            size=SIZE,
            timecode="01:00:00:00",
            reel="reel",
        ),
        SIGNAL,
        lambda _: None,
    )
    parts = [
        made(cutter, order(slow, 24, own_rate=Fraction(25))),
        made(cutter, order(tall, 12)),
        made(cutter, order(tiny, 12)),
        made(cutter, order(pictures, 12)),
        made(cutter, order(None, 12)),
    ]
    assert cutter.alike(parts, Fraction(24), SIGNAL)
    lengths = zip(parts, (24, 12, 12, 12, 12), strict=True)
    whole = join(cutter, tmp_path / "whole.mp4", list(lengths))
    assert cutter.probe(whole, SIGNAL).frames == 72
    assert times(whole) == [1000 * frame for frame in range(72)]
    picture = read_frame(whole, 30)
    assert picture[90, 10].max() < 20  # bars beside the upright picture
    assert picture[90, 160].min() > 40


def test_what_was_shorter_than_its_receipt_says_is_held_and_what_is_longer_is_cut(
    cutter: FFmpegCutter, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "a.mkv", counted(10, 320, 180))
    longer = grays(made(cutter, order(clip, 14)))
    assert len(longer) == 14
    assert longer[10:] == [longer[9]] * 4
    assert len(grays(made(cutter, order(clip, 6)))) == 6


def test_the_burn_in_lies_over_the_lowest_lines_and_changes_with_each_frame(
    cutter: FFmpegCutter, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "a.mkv", [np.full((180, 320, 3), 128, np.uint8)] * 3)
    burnt = BurnIn(label="SC010_SH0010  T01 v001", start=86399, drop=False)
    plain = made(cutter, order(clip, 3))
    part = made(cutter, order(clip, 3, burn_in=burnt))
    clear, first, last = read_frame(plain), read_frame(part), read_frame(part, 2)
    assert np.abs(clear[:160].astype(int) - first[:160]).max() < 12
    assert first[168:].max() > 200
    assert first[171:, 150:160].mean() < 90
    label, counter = slice(0, 150), slice(200, 320)
    assert np.abs(first[168:, label].astype(int) - last[168:, label]).mean() < 4
    assert np.abs(first[168:, counter].astype(int) - last[168:, counter]).mean() > 4


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001)], ids=str)
def test_masters_that_are_alike_are_joined_as_they_are_and_no_joint_shifts_a_frame(
    cutter: FFmpegCutter, tmp_path: Path, rate: Fraction
) -> None:
    masters = [_master(tmp_path / f"{n}.mp4", 20 + n, rate=rate) for n in range(2)]
    assert cutter.alike(masters, rate, SIGNAL)
    many = list(zip(masters, (20, 21), strict=True)) * 20
    whole = join(cutter, tmp_path / "whole.mp4", many, rate=rate)
    found = cutter.probe(whole, SIGNAL)
    assert (found.frames, found.rate) == (820, rate)
    assert times(whole) == [frame * ticks(rate)[1] for frame in range(820)]


@pytest.mark.parametrize("master", [Master.PRORES_422_HQ, Master.DNXHR_HQX])
def test_editors_masters_are_joined_as_they_are_too(
    cutter: FFmpegCutter, tmp_path: Path, master: Master
) -> None:
    masters = [_master(tmp_path / f"{n}.mov", 5 + n, master=master) for n in range(2)]
    assert cutter.alike(masters, Fraction(24), SIGNAL)
    whole = join(cutter, tmp_path / "whole.mov", list(zip(masters, (5, 6), strict=True)))
    assert cutter.probe(whole, SIGNAL).frames == 11


def test_masters_that_differ_are_told_apart(cutter: FFmpegCutter, tmp_path: Path) -> None:
    one = _master(tmp_path / "1.mp4", 5)
    small = _master(tmp_path / "2.mp4", 5, size=Size(width=160, height=90))
    fast = _master(tmp_path / "3.mp4", 5, rate=Fraction(25))
    mezzanine = write_clip(tmp_path / "4.mkv", counted(5, 320, 180))
    assert not cutter.alike([one, small], Fraction(24), SIGNAL)
    assert not cutter.alike([one, fast], Fraction(24), SIGNAL)
    assert not cutter.alike([fast], Fraction(24), SIGNAL)
    assert not cutter.alike([mezzanine], Fraction(24), SIGNAL)
    assert not cutter.alike([one, tmp_path], Fraction(24), SIGNAL)


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_music_is_heard_at_the_sample_of_its_frame(
    cutter: FFmpegCutter, tmp_path: Path, rate: Fraction
) -> None:
    whole = _scored(cutter, tmp_path, rate, frames=50, at=17, skip=5, clicked=9)
    sound = heard(whole)
    where = int((17 - 5 + 9) * 48_000 / rate + Fraction(1, 2))
    loud = np.flatnonzero(np.abs(sound).max(axis=1) > 0.2)
    assert abs(int(loud[0]) - where) <= 24  # AAC smears a click by a few samples, not by a frame
    assert abs(int(loud[-1]) - where - 480) <= 48
    (stream,) = streams(whole, "-select_streams", "a:0")
    assert (stream["sample_rate"], stream["channels"]) == ("48000", 2)
    exact = 50 * 48_000 / rate
    assert abs(len(sound) - exact) <= 1024
    assert times(whole) == [frame * ticks(rate)[1] for frame in range(50)]


def test_two_cues_are_mixed_sample_by_sample_and_neither_gets_quieter(
    cutter: FFmpegCutter, tmp_path: Path
) -> None:
    first = click(tmp_path / "it's 100% 1M1.wav", 48_000, 1_000)
    second = click(tmp_path / "1M2.wav", 48_000, 2_000, channels=1)
    pieces = (
        Piece(source=first, at=10_000, skip=500, samples=40_000),
        Piece(source=second, at=12_345, skip=0, samples=48_000),
    )
    target = tmp_path / "mix.wav"
    cutter.mix(MixOrder(target=target, pieces=pieces, samples=96_001), SIGNAL)
    sound = heard(target)
    assert len(sound) == 96_001
    loud = np.flatnonzero(np.abs(sound[:, 0]) > 0.5)
    starts = [int(at) for at in loud if at - 1 not in set(loud.tolist())]
    assert starts == [10_500, 14_345]
    assert abs(float(sound[10_600, 0]) - 24_000 / 32_768) < 0.01


def test_a_part_that_is_cancelled_leaves_nothing_behind(
    cutter: FFmpegCutter, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / "a.mkv", counted(5, 320, 180))
    cancelled = FakeSignal()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        cutter.part(order(clip, 5), cancelled, lambda _: None)
    assert [path for path in (tmp_path / "parts").iterdir() if path.suffix == ".mp4"] == []


def test_a_take_that_is_no_clip_is_refused_by_name(cutter: FFmpegCutter, tmp_path: Path) -> None:
    broken = tmp_path / "SC010_SH0010_T01_v001.mp4"
    broken.write_bytes(b"no clip")
    with pytest.raises(LyradError) as error:
        made(cutter, order(broken, 5))
    assert broken.name in error.value.fault.what


def _scored(
    cutter: FFmpegCutter,
    folder: Path,
    rate: Fraction,
    *,
    frames: int,
    at: int,
    skip: int,
    clicked: int,
) -> Path:
    """Return an assembly with one cue, whose music clicks at one of its own frames."""

    def sample(frame: int) -> int:
        return int(frame * 48_000 / rate + Fraction(1, 2))

    cue = click(folder / "1M1.wav", sample(40), sample(clicked))
    pieces = (Piece(source=cue, at=sample(at), skip=sample(skip), samples=sample(30)),)
    mix = folder / "mix.wav"
    cutter.mix(MixOrder(target=mix, pieces=pieces, samples=sample(frames)), SIGNAL)
    clip = write_clip(folder / "a.mkv", counted(25, 320, 180) * 2, rate)
    part = made(cutter, order(clip, frames, rate=rate, own_rate=rate))
    return join(cutter, folder / "whole.mp4", [(part, frames)], sound=mix, rate=rate)


def _master(
    target: Path,
    frames: int,
    *,
    rate: Fraction = Fraction(24),
    size: Size = SIZE,
    master: Master = Master.H264,
) -> Path:
    clip = counted(frames, size.width, size.height)
    FFmpeg().master(
        MasterOrder(
            source=write_clip(target.with_suffix(".mkv"), clip, rate),
            target=target,
            master=master,
            frames=frames,
            rate=rate,
            size=size,
            timecode="01:00:00:00",
            reel=target.stem,
        ),
        SIGNAL,
        lambda _: None,
    )
    return target
