from __future__ import annotations

from fractions import Fraction

import pytest

from lyrad.config.reading import shot_of
from lyrad.core.shotlist import codes, difference, spec_text, words
from lyrad.model.names import Fields, RelPath, ShotKey
from lyrad.model.production import Tree
from lyrad.model.shotlist import (
    Difference,
    Fate,
    FieldChange,
    ListedShot,
    ShotList,
    SpecFound,
    TreeShot,
)

RATE = Fraction(24)
LAYOUT = Tree(scene="sequences/{scene}", shot="sequences/{scene}/{shot}")


def key(code: str) -> ShotKey:
    scene, shot = code.split("/")
    return ShotKey(scene=scene, shot=shot)


def listed(**shots: Fields) -> ShotList:
    return ShotList(
        name="list.csv",
        shots=tuple(
            ListedShot(shot=key(code.replace("_", "/")), fields=fields, where=f"row {row}")
            for row, (code, fields) in enumerate(shots.items(), 2)
        ),
    )


def standing(code: str, fields: Fields | None, sha256: str = "theirs") -> TreeShot:
    folder = RelPath(f"sequences/{code}")
    spec = SpecFound(path=RelPath(f"{folder}/shot.yaml"), sha256=sha256, fields=fields)
    return TreeShot(shot=key(code), folder=folder, spec=spec)


def compared(found: ShotList, *tree: TreeShot) -> Difference:
    ours = {one.spec.path: {"ours"} for one in tree if one.spec}
    return difference.difference(found, tree, layout=LAYOUT, ours=ours, rate=RATE)


def fates(found: Difference) -> dict[str, Fate]:
    return {str(change.shot): change.fate for change in found.changes}


def test_what_the_tree_has_not_is_new_and_stands_where_the_production_says() -> None:
    found = compared(listed(A_1={"description": "Dusk."}))
    (new,) = found.open
    assert (new.fate, new.folder) == (Fate.NEW, "sequences/A/1")
    assert new.fields == {"description": "Dusk."}


def test_a_folder_without_a_spec_gets_one() -> None:
    bare = TreeShot(shot=key("A/1"), folder=RelPath("sequences/A/1"), spec=None)
    assert fates(compared(listed(A_1={}), bare)) == {"A/1": Fate.NEW}


def test_what_differs_is_written_anew_only_where_nobody_edited_what_lyrad_wrote() -> None:
    now = listed(A_1={"description": "Night."}, A_2={"description": "Night."})
    found = compared(
        now,
        standing("A/1", {"description": "Dusk.", "frames": 97}, "ours"),
        standing("A/2", {"description": "Dusk.", "frames": 97}),
    )
    assert fates(found) == {"A/1": Fate.UPDATE, "A/2": Fate.KEEP}
    update, keep = found.changes
    assert update.fields == {"description": "Night.", "frames": 97}
    assert keep.fields is None
    assert keep.changes == (FieldChange(name="description", was="Dusk.", now="Night."),)


def test_a_spec_that_cannot_be_read_is_kept() -> None:
    found = compared(listed(A_1={"frames": 9}), standing("A/1", None, "ours"))
    assert fates(found) == {"A/1": Fate.KEEP}


def test_what_the_list_does_not_say_differs_from_nothing() -> None:
    found = compared(listed(A_1={}), standing("A/1", {"description": "Dusk.", "frames": 97}))
    assert fates(found) == {"A/1": Fate.SAME}


@pytest.mark.parametrize(
    ("was", "now", "fate"),
    [
        ({"frames": 96}, {"duration": "4s"}, Fate.SAME),
        ({"duration": "4s"}, {"frames": 97}, Fate.KEEP),
        ({"duration": "4s", "fps": "25"}, {"frames": 100}, Fate.SAME),
        ({}, {"frames": 97}, Fate.KEEP),
        ({"fps": "24"}, {"fps": "24"}, Fate.SAME),
        ({}, {"fps": "25"}, Fate.KEEP),
        ({"description": "A  cat.\n"}, {"description": "A cat."}, Fate.SAME),
    ],
)
def test_fields_are_compared_by_what_they_mean(was: Fields, now: Fields, fate: Fate) -> None:
    assert fates(compared(listed(A_1=now), standing("A/1", was))) == {"A/1": fate}


def test_a_shot_of_a_scene_in_the_list_that_is_not_listed_is_gone_others_are_only_counted() -> (
    None
):
    found = compared(listed(A_1={}), standing("A/1", {}), standing("A/2", {}), standing("B/1", {}))
    assert fates(found) == {"A/1": Fate.SAME, "A/2": Fate.GONE}
    assert found.elsewhere == 1


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("SC010/SH0020", "SC010/SH0020"),
        ("10/20", "SC010/SH0020"),
        ("sc010/sh0020", "SC010/SH0020"),
        ("Scene 10/Shot 20", "SC010/SH0020"),
        ("10/30", "SC010/30"),
        ("11/20", "11/20"),
        ("12/12a", "12/12A"),
        ("ku\u0308che/1", "Küche/1"),
    ],
)
def test_a_code_means_the_shot_of_the_tree_that_it_can_only_mean(said: str, meant: str) -> None:
    known = codes.Known([key("SC010/SH0020"), key("12/12A"), key("Küche/1")])
    assert str(known.meant(key(said))) == meant


def test_a_code_that_could_mean_two_shots_means_itself() -> None:
    known = codes.Known([key("SC10/1"), key("SC010/1")])
    assert str(known.meant(key("10/1"))) == "10/1"


@pytest.mark.parametrize(
    "description",
    ['He says "no".', "a: b # c", "“Curly” quotes", "&anchor *alias", "", "- x", "\\n", "é 🎬"],
)
def test_what_lyrad_writes_passes_its_own_reader_and_says_the_same(description: str) -> None:
    fields: Fields = {"description": description, "frames": 97, "fps": "24000/1001"}
    read = shot_of(spec_text.spec_text(fields), "shot.yaml").fields
    assert read == {name: value for name, value in fields.items() if value}


def test_the_words_tell_every_fate_and_the_counts() -> None:
    found = compared(
        listed(A_1={"frames": 97, "description": "Dusk."}, A_2={"frames": 9}, A_3={"frames": 9}),
        standing("A/2", {"frames": 97}, "ours"),
        standing("A/3", {"frames": 97}),
        standing("A/4", {}),
        standing("B/1", {}),
    )
    assert words.counted(found) == "1 new shot 1 changed shot"
    assert "\n".join(words.lines(found)) == (
        "list.csv: 1 new shot 1 changed shot, 0 unchanged.\n"
        "1 shot differs in the tree and stays as somebody wrote it.\n"
        "\n"
        "New in the list: the folder and its shot.yaml are made (1).\n"
        "  + A/1  97 frames, Dusk.\n"
        "\n"
        "Changed in the list: the shot.yaml is lyrad's own still, and is written anew (1).\n"
        "  ~ A/2  row 3\n"
        "      length in the tree: 97 frames\n"
        "      length in the list: 9 frames\n"
        "\n"
        "Different in the tree: the shot.yaml is a person's, and stays as it is (1).\n"
        "  ! A/3  row 4\n"
        "      length in the tree: 97 frames\n"
        "      length in the list: 9 frames\n"
        "\n"
        "Not in the list any more: nothing is deleted (1).\n"
        "  - A/4\n"
        "\n"
        "The list does not speak of the scenes of 1 shot."
    )
    data = words.as_fields(found)
    assert [len(data[fate.value]) for fate in Fate] == [1, 1, 1, 1, 0]  # type: ignore[arg-type]
