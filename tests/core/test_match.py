from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core import match
from lyrad.core.why import why_not
from lyrad.model.cue import CueKey
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.production import Tree
from lyrad.model.rule import Rule, Rulebook, RuleStep, When

CODES = st.text(st.characters(exclude_characters="/_\0", exclude_categories=("Cs",)), min_size=1)
FLAT = Tree(scene="shots/{scene}", shot="shots/{scene}_{shot}")


def rule(name: str = "one", *, final: bool = False, **when: object) -> Rule:
    path = when.pop("path", "scenes/{scene}/{shot}/shot.yaml")
    return Rule(
        name=name,
        when=When(path=str(path), **when),  # type: ignore[arg-type]
        steps=(),
        source="rules/x.yaml",
        final=final,
    )


@given(scene=CODES, shot=CODES)
@pytest.mark.parametrize("tree", [Tree(), FLAT, Tree(shot="{scene}/x/{shot}")])
def test_what_is_filled_into_a_pattern_is_captured_again(
    tree: Tree, scene: str, shot: str
) -> None:
    key = ShotKey(scene=scene, shot=shot)
    assert match.shot_at(tree, match.shot_folder(tree, key)) == key


@given(scene=CODES)
def test_a_scenes_folder_is_known_again(scene: str) -> None:
    assert match.scene_at(Tree(), match.scene_folder(Tree(), scene)) == scene


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("scenes/{scene}", "scenes/SC010/SH0020"),
        ("scenes/{scene}", "scenes/"),
        ("scenes/{scene}", "Scenes/SC010"),
        ("a/{x}/{x}", "a/one/two"),
        ("{a}.png", "a-png"),
    ],
)
def test_what_does_not_fit_captures_nothing(pattern: str, path: str) -> None:
    assert match.captures(pattern, path) is None


def test_a_name_that_stands_twice_captures_the_same_text_twice() -> None:
    assert match.captures("a/{x}/{x}.png", "a/one/one.png") == {"x": "one"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("first.JPG", "jpeg"), ("a/b.tif", "tiff"), ("x.yml", "yaml"), ("x.png", "png"), ("x", "")],
)
def test_a_kind_is_told_by_the_names_ending(name: str, kind: str) -> None:
    assert match.kind_of(name) == kind


def test_every_rule_that_fits_speaks_up_to_the_first_final_one() -> None:
    rules = (
        rule("a"),
        rule("b", path="inbox/{x}.csv"),
        rule("c", kinds=("png",)),
        rule("d", kinds=("yaml",), final=True),
        rule("e"),
    )
    found = match.matches(Rulebook(rules=rules), RelPath("scenes/SC010/SH0020/shot.yaml"))
    assert [one.rule.name for one in found] == ["a", "d"]
    assert (found[0].capture("scene"), found[0].capture("shot")) == ("SC010", "SH0020")
    assert found[0].capture("take") is None


REFS = rule("lora", path="characters/{who}/refs/", kinds=("png", "jpeg"), at_least=2)


@pytest.mark.parametrize(
    ("names", "fits"),
    [
        (["a.png", "b.JPG"], True),
        (["a.png", "b.jpeg", "c.txt"], True),
        (["a.png", "b.txt"], False),
        ([], False),
    ],
)
def test_a_folder_rule_wants_enough_files_of_its_kinds(names: list[str], *, fits: bool) -> None:
    folder = RelPath("characters/MIRA/refs")
    found = match.folder_matches(Rulebook(rules=(REFS,)), folder, names)
    assert [one.capture("who") for one in found] == (["MIRA"] if fits else [])


def test_a_folder_rule_speaks_of_no_file_and_a_files_rule_of_no_folder() -> None:
    flat = rule("any", path="characters/{who}/")
    assert match.match_of(flat, RelPath("characters/MIRA")) is None
    assert match.match_of_folder(rule(path="a/{x}"), RelPath("a/b"), ["c.png"]) is None
    assert match.match_of_folder(flat, RelPath("characters/MIRA"), ["c.txt"]) is not None


@pytest.mark.parametrize(
    ("one", "path", "names", "why"),
    [
        (rule(), "scenes/SC010/SH0020/shot.yaml", None, None),
        (
            rule(),
            "scenes/SC010/SH0020/spec.yaml",
            None,
            "its path wants shot.yaml where spec.yaml stands (part 4)",
        ),
        (rule(), "scenes/SC010", [], "its path goes on: {shot}/shot.yaml"),
        (rule(path="a/{x}"), "a/b/c", None, "its path ends before: c"),
        (
            rule(path="{x}/{x}"),
            "a/b",
            None,
            "its path has one name in two places, and here they differ",
        ),
        (
            rule(path="a/{x}", kinds=("png",)),
            "a/b.psd",
            None,
            "it wants a file of png, and this is psd",
        ),
        (REFS, "characters/MIRA/refs", None, "it speaks of whole folders"),
        (rule(path="a/{x}"), "a/b", [], "it speaks of single files"),
        (
            REFS,
            "characters/MIRA/refs",
            ["a.png", "b.txt"],
            "it wants 2 files of png, jpeg in the folder, and here are 1",
        ),
    ],
)
def test_a_rule_says_why_it_does_not_speak(
    one: Rule, path: str, names: list[str] | None, why: str | None
) -> None:
    assert why_not(one, RelPath(path), names) == why


def test_a_rule_that_finishes_is_asked_apart_and_says_so() -> None:
    path = RelPath("scenes/SC010/SH0020/shot.yaml")
    render = rule("a", final=True)
    finish = replace(render, name="b", steps=(RuleStep(action="finish.clip", fields={}),))
    book = Rulebook(rules=(render, finish))
    assert [one.rule.name for one in match.matches(book, path)] == ["a"]
    assert [one.rule.name for one in match.finishing(book, path)] == ["b"]
    assert why_not(finish, path) == "it waits until a FINISH asks for it"


@pytest.mark.parametrize(
    ("tree", "folder"),
    [
        (Tree(), "scenes/SC010/cues"),
        (Tree(), "scenes/SC010/Cues/1M1"),
        (Tree(scene="{scene}", shot="{scene}/{shot}"), "SC010/cues"),
        (Tree(scene="film/{scene}", shot="film/{scene}/{shot}/x"), "film/SC010/cues/x"),
    ],
)
def test_a_scenes_cues_are_no_shots(tree: Tree, folder: str) -> None:
    assert match.shot_at(tree, RelPath(folder)) is None
    assert match.cues_above(tree, RelPath(folder)) is not None


def test_a_cue_is_known_by_its_scene_and_its_folder() -> None:
    cue = CueKey(scene="SC010", cue="1M1")
    place = RelPath("scenes/SC010/cues/1M1")
    for path in (place, f"{place}/cue.yaml", f"{place}/takes/T01"):
        assert match.cue_at(Tree(), RelPath(path)) == (cue, place)
    for path in ("scenes/SC010/cues", "scenes/SC010/SH0010", "cues/1M1", "scenes/cues"):
        assert match.cue_at(Tree(), RelPath(path)) is None


def test_a_scene_may_be_called_cues() -> None:
    assert match.shot_at(Tree(), RelPath("scenes/cues/SH0010")) == ShotKey(
        scene="cues", shot="SH0010"
    )
