"""Real programs, stopped at any moment for longer than is waited: no half file is taken."""

from __future__ import annotations

import hashlib

import pytest

from lyrad.core.settle import LONGEST
from lyrad.model.names import ShotKey
from tests.support.zoo.formats import made
from tests.support.zoo.gate import Gate
from tests.support.zoo.programs import stalling

SHOT = ShotKey(scene="SC010", shot="SH0010")
QUIET = 8.0
"""Seconds that each stop lasts for the watch: longer than the usual quiet time."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A folder of whole files, as they lie on somebody's own disk."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ("still.png", "clip.mov", "box.zip", "zip.exr"):
        (folder / name).write_bytes(made(name))
    return folder


def taken_while(program, gate, path):
    """Offer the file at each stop for a while, and at last for longer; return what was taken."""
    taken = set()
    for _ in program.slices():
        taken |= offered(gate, path, QUIET)
    return taken | offered(gate, path, 2 * LONGEST)


def offered(gate, path, seconds):
    """Look and offer for so long, as a post does, and return the hashes of what was taken."""
    taken, end = set(), gate.clock.monotonic() + seconds
    while gate.clock.monotonic() < end:
        gate.look()
        seen = gate.seen(path)
        answer = gate.offer(SHOT, seen) if seen else gate.clock.monotonic()
        taken |= {answer} if isinstance(answer, str) else set()
        gate.clock.advance(QUIET / 4)
    return taken


def judged(tmp_path, name, command):
    """Let a program write a file, and see that nothing but what it wrote at last was taken."""
    gate = Gate(tmp_path)
    target = gate.folder(SHOT) / name
    with stalling(*command(target)) as program:
        taken = taken_while(program, gate, f"scenes/{SHOT}/{name}")
    gate.close()
    assert taken == {hashlib.sha256(target.read_bytes()).hexdigest()}
    return target.read_bytes()


@pytest.mark.parametrize("name", ["still.png", "clip.mov", "box.zip", "zip.exr"])
@pytest.mark.parametrize(
    "command",
    [
        ("rsync", "--bwlimit=3000", "-t"),
        ("rsync", "--bwlimit=3000", "-t", "--inplace"),
        ("cp", "-p"),
    ],
    ids=" ".join,
)
def test_a_copy_that_is_stopped_is_taken_when_it_is_whole(tmp_path, sources, name, command):
    judged(tmp_path, name, lambda target: (*command, sources / name, target))


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_a_clip_whose_index_is_moved_to_the_front_is_taken_when_that_is_done(tmp_path, suffix):
    words = "-v error -nostdin -f lavfi -i testsrc2=size=640x360:rate=24:duration=3"
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-movflags", "+faststart")
    command = ("ffmpeg", *words.split(), *coded)
    data = judged(tmp_path, f"clip{suffix}", lambda target: (*command, target))
    assert data.index(b"moov") < data.index(b"mdat")
