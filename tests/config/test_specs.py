from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.config.checked import keys_of
from lyrad.config.production_file import ProductionFile
from lyrad.config.reading import (
    production_of,
    read_production,
    read_scene,
    read_shot,
    scene_of,
    shot_of,
)
from lyrad.config.specs import ShotFile
from lyrad.errors import Code, ConfigError
from lyrad.model.production import Tree
from lyrad.model.spec import FrameChoice
from tests.support.config_faults import faults, only_fault
from tests.support.nouns import PRODUCTION

SHOWN = "scenes/SC010/SH0020/shot.yaml"


def shot(text: str):
    return shot_of(text, SHOWN)


def test_a_shot_with_everything_said_is_read():
    read = shot(
        "description: A slow push-in.\nfirst: a/opening.png\nlast: none\nduration: 97f\n"
        "fps: 23.976\nsize: 1920 x 1080\nfit: pad\ntakes: 3\nseed: 7\norigin: captured\n"
        "master: ProRes 422 HQ\npriority: high\ndue: 2026-11-30\n"
    )
    assert read.first == FrameChoice(path="a/opening.png")
    assert read.last == FrameChoice(none=True)
    assert read.fields == {
        "description": "A slow push-in.",
        "first": "a/opening.png",
        "last": "none",
        "frames": 97,
        "fps": "24000/1001",
        "size": "1920x1080",
        "fit": "pad",
        "takes": 3,
        "seed": 7,
        "origin": "captured",
        "master": "prores_422_hq",
        "priority": "high",
        "due": "2026-11-30",
    }


def test_an_empty_spec_says_nothing_and_is_right():
    assert shot("").fields == {}
    assert shot("description:\nseed:\nlast: \n").fields == {}


@pytest.mark.parametrize("words", ["yes", "no", "12:30", "010", "1e3", "true", "2026-11-30", "~x"])
def test_a_description_stays_the_words_that_were_written(words):
    assert shot(f"description: {words}\n").fields == {"description": words}


@pytest.mark.parametrize("word", ["none", "None", "NONE", "no", "~", "null", "'none'"])
def test_no_last_frame_can_be_said_in_every_way(word):
    assert shot(f"last: {word}\n").last == FrameChoice(none=True)


def test_every_fault_of_a_shot_comes_at_once_with_its_place_and_its_cure():
    found = faults(
        lambda: shot(
            "durration: 4s\nsize: 1281x720\nfps: fast\nfps: 24\nmaster: prores\nmood: noir\n"
            "prompt: a house\ntakes: many\n"
        )
    )
    assert [(fault.code, fault.where.removeprefix(SHOWN + ", ")) for fault in found] == [
        (Code.DUPLICATE_KEY, "line 4, column 1"),
        (Code.UNKNOWN_KEY, "line 1, column 1"),
        (Code.BAD_VALUE, "line 2, column 7"),
        (Code.BAD_VALUE, "line 3, column 6"),
        (Code.BAD_VALUE, "line 5, column 9"),
        (Code.NOT_YET, "line 6, column 1"),
        (Code.UNKNOWN_KEY, "line 7, column 1"),
        (Code.BAD_VALUE, "line 8, column 8"),
    ]
    assert "`duration`" in found[1].next
    assert "`1280x720`" in found[2].next
    assert "`prores_422_hq`" in found[4].next
    assert found[5].what == "`mood` is not built yet."
    assert "`description`" in found[6].next
    assert "`many`" in found[7].what
    assert "1 to 99" in found[7].what


def test_a_key_like_no_other_lists_the_keys():
    assert "`description`" in only_fault(lambda: shot("zzz: 1\n")).next


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd", "/etc/passwd", "..", "a/../../b.png", "C:\\pictures\\a.png",
        "\\\\nas\\film\\a.png", "~/a.png", "https://example.com/a.png", "file:///a.png", "c:a.png",
    ],
)  # fmt: skip
def test_a_reference_that_leaves_the_shots_folder_is_refused(path):
    fault = only_fault(lambda: shot(f"first: '{path}'\n"))
    assert fault.code is Code.PATH_OUTSIDE
    assert "Copy the picture" in fault.next


@pytest.mark.parametrize(
    ("written", "path"),
    [("./a.png", "a.png"), ("b\\a.png", "b/a.png"), ("b/../a.png", "a.png"), ("Küche 1.png",) * 2],
)
def test_a_reference_inside_is_kept_without_detours(written, path):
    assert shot(f"first: {written}\n").first == FrameChoice(path=path)


@pytest.mark.parametrize("path", ["_old/a.png", ".a.png", "b/.a.png"])
def test_a_name_that_lyrad_never_looks_at_is_refused_as_a_frame(path):
    assert only_fault(lambda: shot(f"first: {path}\n")).code is Code.BAD_VALUE


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("duration: 4s\nframes: 97\n", 2),
        ("first: none\nlast: none\n", 2),
        ("frames: 1\n", 1),
        ("frames: 100001\n", 1),
        ("takes: 0\n", 1),
        ("takes: 100\n", 1),
        ("seed: -1\n", 1),
        ("seed: 9223372036854775808\n", 1),
        ("size: 8194x720\n", 1),
        ("size: 14x720\n", 1),
        ("size: [1280, 720]\n", 1),
        ("duration: {a: 1}\n", 1),
        ("due: 30.11.2026\n", 1),
        ("due: 2026-02-30\n", 1),
        ("description: [a]\n", 1),
        ("priority: soon\n", 1),
        ("first: ''\n", 1),
        ("duration: 999999999 s\n", 1),
    ],
)
def test_values_beyond_their_limits_are_refused_where_they_stand(text, line):
    fault = only_fault(lambda: shot(text))
    assert fault.code is Code.BAD_VALUE
    assert f"line {line}, " in fault.where


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n", "fps\uff1a24\n"])
def test_a_file_without_keys_is_told_what_a_line_looks_like(text):
    assert "`key: value`" in only_fault(lambda: shot(text)).what


def test_a_production_is_read_whole():
    read = production_of(
        f"id: {PRODUCTION.upper()}\ntitle: 12\ntimezone: Europe/Berlin\nfps: 25\nsize: 640x360\n"
        "tree: {scene: 'seq/{scene}', shot: 'seq/{scene}/{scene}_{shot}'}\nhold_over: 5\n"
        "start_timecode: 10:00:00:00\n",
        "production.yaml",
    )
    assert read.id == PRODUCTION
    assert read.title == "12"
    assert read.defaults == {"fps": "25", "size": "640x360"}
    assert read.tree == Tree(scene="seq/{scene}", shot="seq/{scene}/{scene}_{shot}")
    assert (read.hold_over, read.start_timecode) == (5, "10:00:00:00")


def test_a_production_needs_only_its_id():
    read = production_of(f"id: {PRODUCTION}\n", "production.yaml")
    assert (read.timezone, read.tree, read.hold_over) == ("UTC", Tree(), 100)


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("timezone: Europe/Berln", Code.BAD_VALUE, "`Europe/Berlin`"),
        ("timezone: ../../etc/passwd", Code.BAD_VALUE, "Europe/Berlin"),
        ("timezone: Europe", Code.BAD_VALUE, "Europe"),
        ("start_timecode: 01:00:00;00", Code.BAD_VALUE, "colons"),
        ("tree: {shot: 'a/{shot}'}", Code.BAD_VALUE, "{scene}/{shot}"),
        ("tree: {scene: '../{scene}'}", Code.BAD_VALUE, "shots/{scene}"),
        ("tree: scenes", Code.BAD_VALUE, "line of its own"),
        ("tree: {shots: x}", Code.UNKNOWN_KEY, "`shot`"),
        ("hold_over: 0", Code.BAD_VALUE, "1"),
        ("budgets: {}", Code.NOT_YET, "Remove"),
        ("colour: rec709", Code.NOT_YET, "Remove"),
        ("first: a.png", Code.UNKNOWN_KEY, ""),
    ],
)
def test_what_is_wrong_in_a_production_is_said(line, code, hint):
    fault = only_fault(lambda: production_of(f"id: {PRODUCTION}\n{line}\n", "production.yaml"))
    assert fault.code is code
    assert hint in fault.next
    assert fault.where.startswith("production.yaml, line 2, ")


def test_a_production_without_an_id_is_told_how_to_get_one():
    fault = only_fault(lambda: production_of("title: x\n", "production.yaml"))
    assert fault.code is Code.MISSING_KEY
    assert "lyrad init --new-id" in fault.next


def test_a_folder_without_production_yaml_is_refused_and_lyrad_init_named(tmp_path: Path):
    fault = only_fault(lambda: read_production(tmp_path / "production.yaml"))
    assert fault.code is Code.NOT_A_PRODUCTION
    assert "lyrad init" in fault.next


def test_a_scene_holds_defaults_and_a_day():
    read = scene_of("duration: 2s\ndue: 2026-11-30\n", "scenes/SC010/scene.yaml", code="SC010")
    assert read.code == "SC010"
    assert read.path == "scenes/SC010/scene.yaml"
    assert read.defaults == {"duration": "2s", "due": "2026-11-30"}


def test_files_are_read_from_a_copy_and_named_as_people_know_them(tmp_path: Path):
    copy = tmp_path / "f00"
    copy.write_bytes("description: Küche\n".encode("utf-16"))
    assert read_shot(copy, SHOWN).fields == {"description": "Küche"}
    assert only_fault(lambda: read_scene(copy, "scene.yaml", code="A")).where.startswith("scene")
    copy.write_text(f"id: {PRODUCTION}\n")
    assert read_production(copy).id == PRODUCTION


@given(st.sampled_from(keys_of(ProductionFile) + keys_of(ShotFile)), st.text(max_size=30))
def test_any_words_for_any_key_are_read_or_refused_with_a_fault(key, words):
    text = f"{key}: {json.dumps(words)}\n"
    for read in (lambda: shot(text), lambda: production_of(text, "production.yaml")):
        try:
            read()
        except ConfigError as error:
            refused = error.faults
        else:
            continue
        assert all(fault.what and fault.where and fault.next for fault in refused)
