"""What of a mark outlives what people do to a file, by the real FFmpeg: as docs/marks.md says.

The signed mark and the XMP outlive copying only; the tag `comment` outlives most, but no joining.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lyrad.backends.marks.marker import C2paMarker
from lyrad.core.marking import comment, faults
from tests.support.marks import AI, COMMENT, ffmpeg, mark, marker, sample

FLAGS = ("-movflags", "+faststart+use_metadata_tags")
Step = Callable[[Path, Path], object]


def again(*arguments: str) -> Step:
    return lambda source, target: ffmpeg(target, "-i", str(source), *arguments)


def joined(*arguments: str) -> Step:
    def step(source: Path, target: Path) -> None:
        listed = source.with_suffix(".list")
        listed.write_text(f"file '{source}'\nfile '{source}'\n")
        ffmpeg(target, "-f", "concat", "-safe", "0", "-i", str(listed), "-c", "copy", *arguments)

    return step


def joined_anew(source: Path, target: Path) -> None:
    both = ("-i", str(source), "-i", str(source))
    ffmpeg(target, *both, "-filter_complex", "[0:v][1:v]concat=n=2:v=1:a=0")


def with_other_sound(source: Path, target: Path) -> None:
    sound = sample(source.parent, "wav", "other")
    ffmpeg(target, "-i", str(source), "-i", str(sound), "-c:v", "copy", "-map", "0:v", "-map", "1")


MOVING = {
    "copy": (shutil.copyfile, True, True),
    "rename": (lambda source, target: source.rename(target), True, True),
    "ffmpeg -c copy": (again("-c", "copy"), False, True),
    "ffmpeg -c copy, faststart, tags": (again("-c", "copy", *FLAGS), False, True),
    "encode again": (again("-c:v", "libx264"), False, True),
    "join without encoding": (joined(), False, False),
    "join without encoding, comment added": (joined(*COMMENT), False, True),
    "join and encode": (joined_anew, False, True),
    "other sound": (with_other_sound, False, True),
}
STILL = {
    ("png", "png"): again(),
    ("png", "jpg"): again(),
    ("jpg", "jpg"): again(),
}
SOUND = {
    "wav copied": ("wav", again("-c", "copy")),
    "wav louder": ("wav", again("-af", "loudnorm")),
    "flac copied": ("flac", again("-c", "copy")),
    "flac louder": ("flac", again("-af", "loudnorm")),
}


@pytest.fixture
def signs(tmp_path: Path) -> C2paMarker:
    return marker(tmp_path)


@pytest.mark.parametrize(("step", "sealed", "said"), MOVING.values(), ids=MOVING)
def test_a_clip_keeps(
    tmp_path: Path, signs: C2paMarker, *, step: Step, sealed: bool, said: bool
) -> None:
    source = sample(tmp_path, "mp4")
    signs.sign(source, mark())
    before = signs.read(source)
    step(source, tmp_path / "after.mp4")
    after = signs.read(tmp_path / "after.mp4")
    assert (after.signed is not None, bool(after.xmp)) == (sealed, sealed)
    assert after.comment == (comment(AI) if said else "")
    assert bool(faults(after, before)) is not sealed


@pytest.mark.parametrize(("kinds", "step"), STILL.items(), ids=["-".join(one) for one in STILL])
def test_a_picture_that_is_written_anew_keeps_nothing(
    tmp_path: Path, signs: C2paMarker, kinds: tuple[str, str], step: Step
) -> None:
    source = sample(tmp_path, kinds[0])
    signs.sign(source, mark())
    step(source, tmp_path / f"after.{kinds[1]}")
    after = signs.read(tmp_path / f"after.{kinds[1]}")
    assert (after.signed, after.xmp) == (None, "")


@pytest.mark.parametrize(("ending", "step"), SOUND.values(), ids=SOUND)
def test_a_sound_that_is_written_anew_keeps_its_comment(
    tmp_path: Path, signs: C2paMarker, ending: str, step: Step
) -> None:
    source = sample(tmp_path, ending)
    signs.sign(source, mark())
    step(source, tmp_path / f"after.{ending}")
    after = signs.read(tmp_path / f"after.{ending}")
    assert (after.signed, after.comment) == (None, comment(AI))


def test_prores_keeps_the_comment_only(tmp_path: Path, signs: C2paMarker) -> None:
    source = sample(tmp_path, "mp4")
    signs.sign(source, mark())
    again("-c:v", "prores_ks")(source, tmp_path / "after.mov")
    after = signs.read(tmp_path / "after.mov")
    assert (after.signed, after.xmp, after.comment) == (None, "", comment(AI))
