"""A file of `style/`: what it may say, and every way in which it can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.config.reading import read_style, scene_of, shot_of
from lyrad.errors import Code, ConfigError
from lyrad.model.style import Aspect, Parent, Style
from tests.support.config_faults import faults, only_fault

WHOLE = """\
inherits: [base, night]
look: A 1940s film noir.
lens: 35 mm anamorphic
light: One hard lamp.
palette: Black and white.
grain: 16 mm.
camera: Locked off.
negative: neon, daylight
tags:
  look: film noir, monochrome
  negative: neon
"""


@pytest.fixture
def read(tmp_path: Path):
    def _read(text: str) -> Style:
        path = tmp_path / "noir.yaml"
        path.write_text(text, "utf-8")
        return read_style(path, "style/noir.yaml", "noir")

    return _read


def test_a_style_with_everything_said_is_read(read):
    found = read(WHOLE)
    assert (found.name, found.shown) == ("noir", "style/noir.yaml")
    assert found.inherits == (
        Parent(name="base", where="style/noir.yaml, line 1, column 12"),
        Parent(name="night", where="style/noir.yaml, line 1, column 18"),
    )
    assert list(found.words) == list(Aspect)
    assert found.words[Aspect.LENS] == "35 mm anamorphic"
    assert found.tags == {Aspect.LOOK: "film noir, monochrome", Aspect.NEGATIVE: "neon"}


def test_an_empty_style_says_nothing_and_is_right(read):
    assert read("") == Style(name="noir", shown="style/noir.yaml")
    assert read("look:\ntags:\n").words == {}


def test_one_parent_needs_no_brackets(read):
    assert [one.name for one in read("inherits: base\n").inherits] == ["base"]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("lighting: x\n", Code.UNKNOWN_KEY, "Did you mean `light`?"),
        ("colour: x\n", Code.UNKNOWN_KEY, "Did you mean `palette`?"),
        ("extends: base\n", Code.UNKNOWN_KEY, "Did you mean `inherits`?"),
        ("zzz: x\n", Code.UNKNOWN_KEY, "The keys are `camera`, `grain`"),
        ("look: [a, b]\n", Code.BAD_VALUE, "straight quotes"),
        (f"look: {'x' * 2001}\n", Code.BAD_VALUE, "Keep what can be seen"),
        ("inherits: [a, a]\n", Code.BAD_VALUE, "Keep one of the entries"),
        ("inherits: [../a]\n", Code.BAD_VALUE, "Write `style: noir` for noir.yaml."),
        ("inherits: [_a]\n", Code.BAD_VALUE, "Write `style: noir` for noir.yaml."),
        ("tags: film noir\n", Code.BAD_VALUE, "on a line of its own"),
        ("tags: {inherits: [a]}\n", Code.UNKNOWN_KEY, "The keys are"),
        ("look: x\nlook: y\n", Code.DUPLICATE_KEY, ""),
        ("look: x\n---\nlook: y\n", Code.YAML_SYNTAX, ""),
    ],
)
def test_a_fault_says_what_to_write_instead(read, text, code, hint):
    fault = only_fault(lambda: read(text))
    assert fault.code is code
    assert fault.where.startswith("style/noir.yaml")
    assert hint in fault.next


def test_every_fault_of_a_style_comes_at_once(read):
    found = faults(lambda: read("lok: x\nlight: [y]\ntags:\n  lens: [z]\n"))
    assert [fault.where.removeprefix("style/noir.yaml, ") for fault in found] == [
        "line 1, column 1",
        "line 2, column 8",
        "line 4, column 9",
    ]


# How a spec names them.


def said(line: str):
    return shot_of(f"{line}\n", "shot.yaml").fields.get("style")


def test_a_spec_names_one_style_or_several():
    assert said("style: noir") == ["noir"]
    assert said("style: [noir, Film Noir]") == ["noir", "Film Noir"]
    assert said("style:") is None
    assert scene_of("style: rain\n", "scene.yaml", code="SC010").defaults == {"style": ["rain"]}


def test_none_takes_away_what_the_scene_says():
    assert said("style: none") == []
    assert said("style: []") == []


@pytest.mark.parametrize("names", ["[noir, none]", "[noir, noir]", "a/b", "_x", "{a: b}"])
def test_what_names_no_style_is_refused(names):
    with pytest.raises(ConfigError):
        said(f"style: {names}")


def test_the_camera_is_words():
    assert shot_of("camera: slow push-in, 35 mm\n", "shot.yaml").fields == {
        "camera": "slow push-in, 35 mm"
    }
