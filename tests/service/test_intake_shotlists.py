"""Shot lists in `inbox/`, turn by turn: shown, applied once, and never over a person's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.killed import killed_at
from tests.support.pictures import png
from tests.support.shoot import Shoot, words, write

LIST = (
    "Scene;Shot;Action;Duration\nSC010;SH0010;Dusk.;4s\nSC010;SH0020;Dawn.;97f\nSC020;12A;Rain.;\n"
)
OTHER = LIST.replace("Dusk.", "Night.").replace("SC020;12A;Rain.;\n", "SC020;12B;Sun.;2s\n")


@pytest.fixture
def shoot(tmp_path: Path) -> Shoot:
    shoot = Shoot(tmp_path)
    (shoot.root / "inbox").mkdir()
    return shoot


def drop(shoot: Shoot, text: str = LIST, name: str = "list.csv") -> None:
    write(shoot.root / "inbox" / name, text)
    settle(shoot)


def settle(shoot: Shoot) -> None:
    shoot.later(4)
    shoot.later(10)


def go(shoot: Shoot) -> None:
    shoot.ask("GO", "inbox")
    settle(shoot)


def card(shoot: Shoot) -> str:
    """Return the name of the inbox's card, without the pages beside it."""
    (name,) = [name for name in names(shoot) if not name.endswith("shotlist diff")]
    return name


def names(shoot: Shoot) -> list[str]:
    return sorted(
        path.stem.removeprefix("_lyrad ") for path in (shoot.root / "inbox").glob("_lyrad *")
    )


def body(shoot: Shoot, name: str) -> str:
    return words(shoot.root / "inbox" / f"_lyrad {name}.txt")


def specs(shoot: Shoot) -> list[str]:
    return sorted(str(path.relative_to(shoot.root)) for path in shoot.root.rglob("shot.yaml"))


def text(shoot: Shoot, code: str) -> str:
    return (shoot.folder(code) / "shot.yaml").read_text()


def test_a_list_is_shown_and_nothing_is_made_before_somebody_says_go(shoot: Shoot) -> None:
    drop(shoot)
    assert names(shoot) == ["HELD 3 new shots", "list.csv shotlist diff"]
    assert "an empty file named GO" in body(shoot, "HELD 3 new shots")
    assert "+ SC010/SH0010  4s, Dusk." in body(shoot, "list.csv shotlist diff")
    assert specs(shoot) == []
    assert shoot.ledger("shots") == []


def test_a_go_makes_folders_and_specs_once_and_goes_away(shoot: Shoot) -> None:
    drop(shoot)
    go(shoot)
    assert card(shoot) == "DONE 3 shots made"
    assert specs(shoot) == [
        "scenes/SC010/SH0010/shot.yaml",
        "scenes/SC010/SH0020/shot.yaml",
        "scenes/SC020/12A/shot.yaml",
    ]
    assert 'description: "Dawn."\nframes: 97\n' in text(shoot, "SC010/SH0020")
    assert shoot.claims() == []
    assert not (shoot.root / "inbox" / "GO").exists()
    assert (shoot.root / "inbox" / "list.csv").read_text() == LIST
    assert len(shoot.ledger("shots")) == 2
    before = {path: path.stat().st_mtime_ns for path in shoot.root.rglob("shot.yaml")}
    go(shoot)
    shoot.restart()
    settle(shoot)
    assert card(shoot) == "DONE 3 shots made"
    assert len(shoot.ledger("shots")) == 2
    assert {path: path.stat().st_mtime_ns for path in shoot.root.rglob("shot.yaml")} == before


def test_the_shots_that_were_made_wait_for_their_frames_like_any_other(shoot: Shoot) -> None:
    drop(shoot)
    go(shoot)
    assert shoot.card("SC010/SH0010").startswith("WAITING for first.png")


def test_a_go_that_comes_with_the_list_waits_until_it_has_come_to_rest(shoot: Shoot) -> None:
    shoot.ask("GO", "inbox")
    write(shoot.root / "inbox" / "list.csv", LIST)
    shoot.turn()
    assert specs(shoot) == []
    settle(shoot)
    assert card(shoot) == "DONE 3 shots made"


def test_another_list_makes_only_the_difference_and_deletes_nothing(shoot: Shoot) -> None:
    drop(shoot)
    go(shoot)
    drop(shoot, OTHER)
    assert card(shoot) == "HELD 1 new shot 1 changed shot"
    page = body(shoot, "list.csv shotlist diff")
    assert "~ SC010/SH0010" in page
    assert "- SC020/12A" in page
    go(shoot)
    assert card(shoot) == "DONE 1 shot made 1 shot updated"
    assert "Night." in text(shoot, "SC010/SH0010")
    assert "Rain." in text(shoot, "SC020/12A")


def test_what_a_person_edited_stays_and_is_told(shoot: Shoot) -> None:
    drop(shoot)
    go(shoot)
    mine = "description: My own words.\nduration: 9s\n"
    write(shoot.folder("SC010/SH0010") / "shot.yaml", mine)
    drop(shoot, OTHER)
    assert card(shoot) == "HELD 1 new shot"
    assert "description in the tree: My own words." in body(shoot, "list.csv shotlist diff")
    go(shoot)
    assert card(shoot) == "DONE 1 shot made"
    assert text(shoot, "SC010/SH0010") == mine
    assert "1 shot differs in the tree" in body(shoot, "DONE 1 shot made")


def test_a_list_with_faults_makes_nothing_and_names_every_row(shoot: Shoot) -> None:
    drop(shoot, LIST + ";;no code;4s\nSC010;SH0030;x;soon\n")
    assert card(shoot) == "FAILED list.csv has 2 faults"
    said = body(shoot, "FAILED list.csv has 2 faults")
    assert "inbox/list.csv, row 5" in said
    assert "inbox/list.csv, row 6" in said
    go(shoot)
    assert specs(shoot) == []
    drop(shoot)
    assert card(shoot) == "HELD 3 new shots"


def test_where_the_production_says_so_a_list_is_applied_at_once_and_only_once(
    tmp_path: Path,
) -> None:
    shoot = Shoot(
        tmp_path, mark="shot_lists: apply\ntree: {scene: 's/{scene}', shot: 's/{scene}/{shot}'}\n"
    )
    (shoot.root / "inbox").mkdir()
    drop(shoot)
    assert card(shoot) == "DONE 3 shots made"
    assert specs(shoot)[0] == "s/SC010/SH0010/shot.yaml"
    (shoot.root / "s/SC020/12A/shot.yaml").unlink()
    shoot.restart()
    settle(shoot)
    assert card(shoot) == "HELD 1 new shot"


def test_frames_are_filed_to_their_shots_and_others_are_told(shoot: Shoot) -> None:
    drop(shoot)
    inbox = shoot.root / "inbox"
    picture = png(32, 18, seed=5)
    for name in ("SC010_SH0010_first.png", "SC010 SH0010 last.png", "key.png"):
        write(inbox / name, picture)
    settle(shoot)
    assert sorted(path.name for path in inbox.glob("*.png")) == [
        "SC010 SH0010 last.png",
        "SC010_SH0010_first.png",
        "key.png",
    ]
    go(shoot)
    settle(shoot)
    assert [path.name for path in inbox.glob("*.png")] == ["key.png"]
    assert (shoot.folder("SC010/SH0010") / "first.png").read_bytes() == picture
    assert card(shoot) == "NOT USED key.png"
    write(inbox / "SC010_SH0010_first.png", png(32, 18, seed=6))
    settle(shoot)
    assert (shoot.folder("SC010/SH0010") / "first.png").read_bytes() == picture
    assert "has its first frame already: first.png" in body(shoot, card(shoot))


def test_a_kill_at_any_call_into_the_system_leaves_each_shot_once_and_nobody_elses_file(
    tmp_path: Path,
) -> None:
    for call in range(0, 4000, 11):
        shoot = Shoot(tmp_path / str(call))
        (shoot.root / "inbox").mkdir()
        drop(shoot)
        shoot.ask("GO", "inbox")
        died = killed_at(call, shoot.turn)
        shoot.restart()
        settle(shoot)
        assert card(shoot) == "DONE 3 shots made", call
        assert len(specs(shoot)) == 3
        drop(shoot, OTHER)
        assert card(shoot) == "HELD 1 new shot 1 changed shot", call
        shoot.close()
        if not died:
            return
    raise AssertionError("the turn never ended")


def test_the_main_folder_says_that_a_list_waits_for_a_person(shoot: Shoot) -> None:
    drop(shoot)
    assert "In inbox: HELD 3 new shots." in shoot.summary()
    go(shoot)
    assert "In inbox" not in shoot.summary()


def test_a_list_that_is_taken_away_takes_its_card_and_page_along(shoot: Shoot) -> None:
    drop(shoot)
    (shoot.root / "inbox" / "list.csv").unlink()
    settle(shoot)
    assert names(shoot) == []


def test_a_list_that_is_not_all_there_is_waited_for(shoot: Shoot) -> None:
    inbox = shoot.root / "inbox"
    write(inbox / "cut.otio", '{"OTIO_SCHEMA": "Timeline.1", ')
    settle(shoot)
    assert card(shoot) == "WAITING for the rest of cut.otio"


def test_other_requests_go_away_and_change_nothing(shoot: Shoot) -> None:
    drop(shoot)
    shoot.ask("RETAKE", "inbox")
    settle(shoot)
    assert card(shoot) == "HELD 3 new shots"
    assert not (shoot.root / "inbox" / "RETAKE").exists()
    assert shoot.claims() == []


def test_two_lists_are_told_beside_each_other_and_applied_together(shoot: Shoot) -> None:
    write(shoot.root / "inbox" / "b.csv", "Shot;Action\nSC030_SH0010;x\nSC010_SH0010;Other.\n")
    drop(shoot)
    assert names(shoot) == ["HELD 2 new shots", "b.csv shotlist diff", "list.csv shotlist diff"]
    go(shoot)
    assert len(specs(shoot)) == 4
    assert "HELD 1 changed shot" in card(shoot)


def test_lists_of_other_kinds_are_told(shoot: Shoot) -> None:
    write(shoot.root / "inbox" / "list.numbers", "no table that lyrad knows")
    settle(shoot)
    assert card(shoot) == "NOT USED list.numbers"


def test_without_the_ledger_every_spec_is_a_persons(shoot: Shoot) -> None:
    drop(shoot)
    go(shoot)
    (shoot.root / ".lyrad" / "ledger.jsonl").unlink()
    shoot.restart()
    drop(shoot, OTHER)
    go(shoot)
    assert card(shoot) == "DONE 1 shot made"
    assert "Dusk." in text(shoot, "SC010/SH0010")


def test_a_card_and_page_that_somebody_deleted_are_shown_again(shoot: Shoot) -> None:
    drop(shoot)
    before = names(shoot)
    for path in (shoot.root / "inbox").glob("_lyrad *"):
        path.unlink()
    shoot.later(61)
    assert names(shoot) == before


def test_a_go_before_its_list_is_all_there_is_said_to_wait(shoot: Shoot) -> None:
    write(shoot.root / "inbox" / "cut.otio", '{"OTIO_SCHEMA": "Timeline.1", ')
    go(shoot)
    assert "GO was heard." in body(shoot, card(shoot))
    assert len(shoot.claims()) == 1


def test_a_tree_that_leads_elsewhere_is_told_and_nothing_is_made_there(
    shoot: Shoot, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (shoot.root / "scenes").symlink_to(elsewhere)
    drop(shoot)
    go(shoot)
    assert card(shoot).startswith("FAILED")
    assert "outside the production" in body(shoot, card(shoot))
    assert list(elsewhere.iterdir()) == []


def test_a_code_that_the_layout_would_read_as_another_shot_is_a_fault(tmp_path: Path) -> None:
    shoot = Shoot(tmp_path, mark="tree: {scene: 's/{scene}', shot: 'shots/{scene}_{shot}'}\n")
    (shoot.root / "inbox").mkdir()
    drop(shoot, "Scene;Shot\nSC010;SH0010\nSC_20;SH0010\n")
    assert card(shoot) == "FAILED list.csv has a fault"
    assert "inbox/list.csv, row 3" in body(shoot, card(shoot))
