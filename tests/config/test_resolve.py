from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.config.reading import production_of, scene_of, shot_of
from lyrad.config.resolve import resolve
from lyrad.errors import Code
from lyrad.model.media import Fit, Master, Origin, Size, Smaller
from lyrad.model.spec import Priority
from tests.support.config_faults import only_fault
from tests.support.nouns import PRODUCTION


def resolved(shot: str, scene: str | None = None, production: str = ""):
    return resolve(
        production_of(f"id: {PRODUCTION}\n{production}", "production.yaml"),
        None if scene is None else scene_of(scene, "scenes/SC010/scene.yaml", code="SC010"),
        shot_of(shot, "scenes/SC010/SH0020/shot.yaml"),
    )


def test_a_shot_that_says_nothing_has_the_built_in_defaults():
    spec = resolved("")
    assert (spec.frames, spec.rate, spec.size) == (96, Fraction(24), Size(width=1280, height=720))
    assert (spec.fit, spec.master, spec.origin) == (Fit.CROP, Master.H264, Origin.AI)
    assert (spec.takes, spec.seed, spec.priority, spec.due) == (1, None, Priority.NORMAL, None)
    assert spec.own == {}
    assert spec.inherited == {
        "description": "",
        "duration": "4s",
        "fps": "24",
        "size": "1280x720",
        "fit": "crop",
        "origin": "ai",
        "master": "h264",
        "start_timecode": "01:00:00:00",
    }


def test_the_productions_start_timecode_is_frozen_with_what_is_inherited():
    spec = resolved("", production="start_timecode: 10:00:00:00\n")
    assert spec.inherited["start_timecode"] == "10:00:00:00"


def test_defaults_flow_from_production_to_scene_to_shot():
    spec = resolved(
        "size: 320x180\n",
        "fps: 25\nsize: 640x360\ndue: 2026-11-30\npriority: low\n",
        "fps: 30\nfit: pad\nsize: 1920x1080\n",
    )
    assert (spec.size, spec.rate, spec.fit) == (Size(width=320, height=180), 25, Fit.PAD)
    assert (spec.due, spec.priority) == (date(2026, 11, 30), Priority.LOW)
    assert spec.own == {"size": "320x180"}
    assert spec.inherited["fps"] == "25"


def test_a_smaller_render_is_never_allowed_unless_shot_scene_or_production_say_so():
    assert resolved("").smaller is Smaller.NEVER
    assert resolved("smaller: allow\n").own == {"smaller": "allow"}
    assert resolved("", production="smaller: allow\n").inherited["smaller"] == "allow"
    spec = resolved("smaller: never\n", "smaller: allow\n")
    assert spec.smaller is Smaller.NEVER


def test_frames_and_duration_replace_each_other_from_floor_to_floor():
    assert resolved("frames: 10\n", "duration: 2s\n").frames == 10
    spec = resolved("duration: 1s\n", "frames: 10\n", "fps: 25\n")
    assert spec.frames == 25
    assert "frames" not in spec.inherited


def test_a_duration_that_the_rate_makes_too_short_or_long_is_a_fault_where_it_stands():
    fault = only_fault(lambda: resolved("description: x\nduration: 10ms\n"))
    assert fault.code is Code.BAD_VALUE
    assert fault.where == "scenes/SC010/SH0020/shot.yaml, line 2, column 11"
    assert "0 frames" in fault.what
    assert "100000" in only_fault(lambda: resolved("duration: 90000s\n")).what


def test_takes_due_priority_and_frame_names_do_not_make_the_picture():
    spec = resolved("takes: 2\ndue: 2026-11-30\npriority: now\nfirst: a.png\nlast: b.png\n")
    assert spec.own == {}
    assert resolved("").inherited == spec.inherited
    assert (spec.takes, spec.first.path) == (2, "a.png")


def test_no_last_frame_makes_another_picture():
    assert resolved("last: none\n").own == {"last": "none"}


def test_a_change_of_the_scene_changes_what_is_inherited_and_not_what_is_own():
    before, after = resolved("seed: 1\n", "fps: 24\n"), resolved("seed: 1\n", "fps: 25\n")
    assert before.own == after.own
    assert before.inherited != after.inherited


def test_identities_are_plain_data():
    spec = resolved("description: Küche\nfps: 23.976\nduration: 1.5s\nseed: 3\n")
    assert json.loads(json.dumps([spec.own, spec.inherited])) == [spec.own, spec.inherited]
    assert all(type(value) in {str, int} for value in spec.own.values())


SPELLINGS = [
    ("duration", ["4s", "4 s", "4.0s", "'4s'", "4000ms", "“4 s”"]),
    ("fps", ["23.976", "24000/1001", '"23.976"', "23.98"]),
    ("size", ["1280x720", "1280 x 720", "'1280X720'"]),
    ("fit", ["crop", "Crop", "CROP"]),
    ("seed", ["7", "'7'", "007"]),
    ("last", ["none", "None", "~"]),
    ("master", ["prores_422_hq", "prores-422-hq", "ProRes 422 HQ"]),
    ("description", ["A pan, left.", '"A pan, left."', "  A pan, left.  ", "“A pan, left.”"]),
]


@given(st.data())
def test_own_is_the_same_however_a_file_is_spelt(data):
    usual = "".join(f"{key}: {spellings[0]}\n" for key, spellings in SPELLINGS)
    lines = [f"{key}: {data.draw(st.sampled_from(words))}" for key, words in SPELLINGS]
    extra = data.draw(st.lists(st.sampled_from(["# a note", "", "takes: 3", "due: 2026-11-30"]),
                               unique=True))  # fmt: skip
    shuffled = data.draw(st.permutations([*lines, *extra]))
    ending = data.draw(st.sampled_from(["\n", "  # said so\n"]))
    assert resolved(ending.join(shuffled) + "\n").own == resolved(usual).own


@pytest.mark.parametrize("line", ["seed: 8", "fps: 24", "description: B", "duration: 5s"])
def test_another_value_is_another_identity(line):
    assert resolved(f"{line}\n").own != resolved("seed: 7\n").own


def test_composed_and_decomposed_letters_are_the_same_words():
    assert resolved("description: Ku\u0308che\n").own == resolved("description: Küche\n").own
