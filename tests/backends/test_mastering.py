"""What is delivered is exactly as long as the film says, as loud as was asked, and safe."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from lyrad.backends.mastering import LocalMastering
from lyrad.errors import Cancelled, Code, Permanent
from lyrad.model.cue import Loudness
from lyrad.model.sound import Mastered
from lyrad.ports import MusicOrder, TimedHit, WaveformOrder
from tests.support.cues import RATES, put, samples_of, span, tone
from tests.support.signal import FakeSignal

MASTERING = LocalMastering()


def order(source: Path, **changes) -> MusicOrder:
    usual = {
        "source": source,
        "target": source.with_name("master.wav"),
        "span": span(),
        "fade_in": Fraction(0),
        "fade_out": Fraction(0),
        "loudness": Loudness.EBU,
        "words": "SC010/cues/1M1 Harbour at dusk",
    }
    return MusicOrder(**{**usual, **changes})


def mastered(wanted: MusicOrder) -> Mastered:
    return MASTERING.master(wanted, FakeSignal(), lambda _: None)


def probed(path: Path) -> dict:
    asked = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)]
    return json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("name", RATES)
def test_the_length_is_exact_to_the_sample_at_every_rate(tmp_path: Path, name: str) -> None:
    rate, frames = RATES[name], 101
    found = span(rate=rate, frames=frames, head=int(3600 * rate))
    made = mastered(order(tone(tmp_path / "a.wav", 6), span=found))
    exact = Fraction(frames * 48_000) / rate
    assert made.heard.samples == found.samples == int(exact + Fraction(1, 2))
    stream = probed(tmp_path / "master.wav")["streams"][0]
    assert int(stream["duration_ts"]) == found.samples
    assert (stream["codec_name"], stream["sample_rate"], stream["channels"]) == (
        "pcm_s24le",
        "48000",
        2,
    )
    assert (made.heard.rate, made.heard.channels, made.heard.bits) == (48_000, 2, 24)


@pytest.mark.parametrize("name", RATES)
def test_the_first_sample_lies_where_the_films_clock_says(tmp_path: Path, name: str) -> None:
    rate = RATES[name]
    head = 86_486
    made = mastered(order(tone(tmp_path / "a.wav", 6), span=span(rate=rate, head=head)))
    wanted = int(Fraction(head * 48_000) / rate + Fraction(1, 2))
    assert made.heard.time_reference == wanted
    tags = probed(tmp_path / "master.wav")["format"]["tags"]
    assert int(tags["time_reference"]) == wanted
    assert (tags["comment"], tags["encoded_by"]) == ("SC010/cues/1M1 Harbour at dusk", "lyrad")


@pytest.mark.parametrize("loudness", [Loudness.EBU, Loudness.ATSC, Loudness.WEB])
@pytest.mark.parametrize("level", [0.02, 0.3])
def test_the_loudness_is_the_one_that_was_asked(
    tmp_path: Path, loudness: Loudness, level: float
) -> None:
    made = mastered(order(tone(tmp_path / "a.wav", 6, level=level), loudness=loudness))
    assert made.heard.loudness is not None
    assert abs(made.heard.loudness - (loudness.target or 0)) <= 0.5
    assert not made.held
    assert made.heard.true_peak is not None
    assert made.heard.true_peak <= -1.0


def peaky(path: Path) -> Path:
    """Write quiet music with a few strokes at full scale."""
    samples = samples_of(tone(path, 6, level=0.02)).copy()
    for at in range(24_000, len(samples), 48_000):
        samples[at : at + 40] = np.sin(np.arange(40) * 2.9)[:, None] * 0.98
    return put(path, samples)


def test_music_with_high_peaks_is_delivered_quieter_rather_than_clipped(tmp_path: Path) -> None:
    made = mastered(order(peaky(tmp_path / "a.wav"), loudness=Loudness.WEB))
    assert made.held
    assert made.heard.true_peak is not None
    assert made.heard.true_peak <= -1.0
    assert made.heard.true_peak >= -1.3
    assert (made.heard.loudness or 0) < -16.5


def test_with_no_loudness_the_level_stays_but_the_true_peak_holds(tmp_path: Path) -> None:
    quiet = mastered(order(tone(tmp_path / "a.wav", 6, level=0.1), loudness=Loudness.NONE))
    assert (quiet.gain, quiet.held) == (0.0, False)
    loud = mastered(order(tone(tmp_path / "b.wav", 6, level=1.6), loudness=Loudness.NONE))
    assert loud.held
    assert loud.gain < 0
    assert (loud.heard.true_peak or 0) <= -1.0


def test_a_cue_too_short_for_a_meter_is_delivered_as_it_is(tmp_path: Path) -> None:
    made = mastered(order(tone(tmp_path / "a.wav", 3), span=span(frames=7)))
    assert made.heard.samples == 14_000
    assert (made.heard.loudness, made.gain) == (None, 0.0)


def test_fades_take_the_time_that_was_asked_and_no_edge_clicks(tmp_path: Path) -> None:
    steady = put(tmp_path / "a.wav", np.full((288_000, 2), 0.25))
    mastered(order(steady, fade_in=Fraction(1), fade_out=Fraction(2), loudness=Loudness.NONE))
    level = samples_of(tmp_path / "master.wav")[:, 0] / 0.25
    assert len(level) == 192_000
    assert abs(level[0]) < 1e-4
    assert abs(level[-1]) < 1e-4
    assert level[24_000] == pytest.approx(0.5, abs=0.01)
    assert level[48_000:96_000] == pytest.approx(1, abs=1e-3)
    assert level[144_000] == pytest.approx(0.5, abs=0.01)
    mastered(order(steady, loudness=Loudness.NONE))
    bare = samples_of(tmp_path / "master.wav")[:, 0] / 0.25
    assert np.abs(np.diff(bare)).max() < 0.01
    assert bare[300:-300] == pytest.approx(1, abs=1e-3)


def test_music_that_ends_a_little_early_is_faded_at_its_own_end(tmp_path: Path) -> None:
    source = put(tmp_path / "a.wav", np.full((168_000, 2), 0.25))
    mastered(order(source, fade_out=Fraction(1), loudness=Loudness.NONE))
    level = samples_of(tmp_path / "master.wav")[:, 0] / 0.25
    assert len(level) == 192_000
    assert level[144_000] == pytest.approx(0.5, abs=0.01)
    assert np.abs(level[168_000:]).max() < 1e-4


def test_fades_longer_than_the_cue_share_it(tmp_path: Path) -> None:
    source = put(tmp_path / "a.wav", np.full((288_000, 2), 0.25))
    mastered(order(source, fade_in=Fraction(9), fade_out=Fraction(3), loudness=Loudness.NONE))
    level = samples_of(tmp_path / "master.wav")[:, 0] / 0.25
    assert level.argmax() == pytest.approx(144_000, abs=50)
    assert level.max() == pytest.approx(1, abs=0.01)


def test_one_channel_becomes_two_that_are_as_loud(tmp_path: Path) -> None:
    source = put(tmp_path / "a.wav", np.full((288_000, 1), 0.25))
    mastered(order(source, loudness=Loudness.NONE))
    samples = samples_of(tmp_path / "master.wav")
    assert samples[96_000] == pytest.approx([0.25, 0.25], abs=1e-3)


def test_another_rate_is_brought_to_the_films(tmp_path: Path) -> None:
    made = mastered(order(tone(tmp_path / "a.wav", 6, rate=44_100)))
    assert made.heard.samples == 192_000


def test_the_end_of_the_music_is_found_before_silence(tmp_path: Path) -> None:
    sound = samples_of(tone(tmp_path / "a.wav", 2))
    silent_tail = put(tmp_path / "b.wav", np.concatenate([sound, np.zeros((96_000, 2)), sound,
                                                          np.zeros((72_000, 2))]))  # fmt: skip
    heard = MASTERING.hear(silent_tail, FakeSignal())
    assert heard.ends == pytest.approx(6, abs=0.05)
    assert heard.samples == 360_000
    assert not heard.silent


def test_silence_is_heard_as_silence_and_broken_samples_are_counted(tmp_path: Path) -> None:
    silent = MASTERING.hear(put(tmp_path / "a.wav", np.zeros((96_000, 2))), FakeSignal())
    assert silent.silent
    assert (silent.loudness, silent.true_peak) == (None, None)
    sound = samples_of(tone(tmp_path / "b.wav", 2)).copy()
    sound[1000:1010] = np.nan
    sound[2000] = np.inf
    broken = MASTERING.hear(put(tmp_path / "c.wav", sound), FakeSignal())
    assert broken.broken >= 11


def films_without_sound(path: Path) -> None:
    asked = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=s=32x32:d=1", "-c:v", "libx264"]
    subprocess.run([*asked, str(path)], check=True)


def aac(path: Path) -> bytes:
    tone(path.with_suffix(".wav"), 4)
    asked = ["ffmpeg", "-v", "error", "-i", str(path.with_suffix(".wav")), "-f", "mp4", str(path)]
    subprocess.run(asked, check=True)
    return path.read_bytes()


def cut_off(path: Path) -> None:
    data = aac(path)
    path.write_bytes(data[: len(data) // 2])


def spoilt(path: Path) -> None:
    data = aac(path)
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes(range(256)) * 20 + data[middle + 5120 :])


@pytest.mark.parametrize(
    ("name", "write", "word"),
    [
        ("words.wav", lambda path: path.write_text("no sound at all " * 50), "cannot be read"),
        ("empty.wav", lambda path: path.write_bytes(b""), "cannot be read"),
        ("film.mp4", films_without_sound, "holds no sound"),
        ("cut.m4a", cut_off, "cannot be read"),
        ("spoilt.m4a", spoilt, "does not decode"),
    ],
)
def test_what_is_no_music_is_named(tmp_path: Path, name: str, write, word: str) -> None:
    path = tmp_path / name
    write(path)
    with pytest.raises(Permanent) as error:
        MASTERING.hear(path, FakeSignal())
    assert error.value.fault.code is Code.MUSIC_WRONG
    assert name in error.value.fault.what
    assert word in error.value.fault.what


def test_a_cancelled_mastering_leaves_no_file_and_no_process(tmp_path: Path) -> None:
    source, signal = tone(tmp_path / "a.wav", 6), FakeSignal()

    def cancel(_) -> None:
        signal.cancel()

    with pytest.raises(Cancelled):
        MASTERING.master(order(source), signal, cancel)
    assert not (tmp_path / "master.wav").exists()


def test_the_preview_is_as_long_and_plays_anywhere(tmp_path: Path) -> None:
    MASTERING.preview(tone(tmp_path / "a.wav", 4), tmp_path / "a.m4a", FakeSignal())
    found = probed(tmp_path / "a.m4a")
    assert found["streams"][0]["codec_name"] == "aac"
    assert float(found["format"]["duration"]) == pytest.approx(4, abs=0.05)


def test_the_waveform_shows_where_there_is_sound_and_where_hits_fall(tmp_path: Path) -> None:
    sound = samples_of(tone(tmp_path / "a.wav", 2))
    source = put(tmp_path / "b.wav", np.concatenate([sound, np.zeros_like(sound)]))
    MASTERING.waveform(
        WaveformOrder(
            source=source,
            target=tmp_path / "b.png",
            span=span(),
            fade_in=Fraction(0),
            fade_out=Fraction(1),
            hits=(TimedHit(sample=144_000, words="Türe fällt zu"),),
            title="1M1 Harbour at dusk",
            figures="-23.0 LUFS, -9.4 dBTP",
        ),
        FakeSignal(),
    )
    picture = cv2.imread(str(tmp_path / "b.png"))
    assert picture.shape == (540, 1920, 3)
    row = picture[210]
    left, right = row[60:900].astype(int), row[1000:1300].astype(int)
    assert left.mean() > 2 * right.mean()
    hit = 48 + round(0.75 * (1920 - 96))
    red = picture[300, hit - 3 : hit + 4, 2].astype(int) - picture[300, hit - 3 : hit + 4, 0]
    assert red.max() > 80
