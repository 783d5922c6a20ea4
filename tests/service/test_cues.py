"""A cue from a folder to takes, through the one admission path."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from lyrad.cli.main import lyrad
from lyrad.disk.state_files import write_status
from lyrad.errors import Code, Fault, Temporary
from lyrad.model.job import JobState
from lyrad.model.names import RelPath
from lyrad.service.page import status
from lyrad.service.post import Post
from tests.support import score
from tests.support.score import CUE, EDITED, KEY, SETTLED, YAML, dropped, plans
from tests.support.shoot import BROKEN, DOWN, Shoot, copy, write

QUEUED = [("SC010/cues/1M1", 1, "queued")]


def test_a_cue_is_ordered_once_for_the_whole_of_its_scene(shoot: Shoot) -> None:
    score.scene(shoot, 48, 72, 120)
    score.drop(shoot)
    shoot.later(1)
    assert plans(shoot) == []
    shoot.later(SETTLED)
    assert plans(shoot) == QUEUED
    shoot.later(SETTLED)
    (job,) = score.jobs(shoot)
    plan = score.cue(job)
    assert (plan.of, plan.rule, plan.folder) == (CUE, "score-cue", f"scenes/{CUE}")
    assert (plan.span.frames, plan.span.timecode, plan.span.source) == (
        240,
        "01:00:00:00",
        "the shots' lengths",
    )
    assert [member.role for member in plan.members] == ["spec"]
    assert score.card(shoot) == "QUEUED"
    assert "It lies at 01:00:00:00 and is 10.00 s long" in score.text(shoot)


def test_its_words_are_what_a_composer_is_told(shoot: Shoot) -> None:
    dropped(shoot, YAML + "bpm: 72\nhits:\n  - SH0030: she turns\n")
    plan = score.cue(score.jobs(shoot)[0])
    step = plan.steps[0]
    assert (step.action, step.lane) == ("score.cue", "cpu")
    assert step.fields["prompt"] == (
        "Low strings, a slow pulse, 72 bpm, instrumental film score, no vocals"
    )
    assert [(hit.frame, hit.words) for hit in plan.hits] == [(120, "she turns")]


def test_a_take_ends_it_and_its_card_says_what_it_is(shoot: Shoot) -> None:
    dropped(shoot)
    score.compose(shoot, licence="No commercial use.", draft=True)
    assert score.card(shoot) == "DONE T01"
    assert "The newest: 1M1_the-lighthouse_v001_01-00-00-00.wav" in score.text(shoot)
    assert "Its use is limited: No commercial use." in score.text(shoot)
    assert "This is a scratch score" in score.text(shoot)
    shoot.lose_the_engine()
    shoot.later(SETTLED)
    assert plans(shoot) == []
    assert score.card(shoot) == "DONE T01"


def test_two_cues_of_a_scene_are_two_jobs(shoot: Shoot) -> None:
    score.drop(shoot, "mood: calm\nout: SH0010\n", "SC010/cues/1M2")
    dropped(shoot)
    assert sorted(plans(shoot)) == [*QUEUED, ("SC010/cues/1M2", 1, "queued")]
    score.compose(shoot)
    assert (score.card(shoot), score.card(shoot, "SC010/cues/1M2")) == ("DONE T01", "DONE T01")


def test_several_takes_are_several_jobs_with_seeds_that_count_on(shoot: Shoot) -> None:
    dropped(shoot, YAML + "takes: 3\nseed: 7\n")
    assert [(job.plan.attempt, job.plan.seed) for job in score.jobs(shoot)] == [
        (1, 7), (2, 8), (3, 9),
    ]  # fmt: skip


def test_another_length_of_the_scene_makes_it_stale_and_orders_nothing(shoot: Shoot) -> None:
    dropped(shoot)
    score.compose(shoot)
    score.scene(shoot, 48, 72, 168)
    shoot.later(SETTLED)
    assert score.card(shoot) == "STALE length changed"
    assert "length: 240 frames at 24 fps -> 288 frames at 24 fps" in score.text(shoot)
    assert plans(shoot) == [("SC010/cues/1M1", 1, "done")]


def test_a_retake_makes_a_new_take_of_the_new_length(shoot: Shoot) -> None:
    dropped(shoot)
    (first,) = score.compose(shoot)
    score.scene(shoot, 48, 72, 168)
    shoot.later(SETTLED)
    score.ask(shoot, "RETAKE slower.txt")
    (second,) = score.compose(shoot)
    assert (second.attempt, second.seed) == (2, first.seed + 1)
    assert (first.span.frames, second.span.frames) == (240, 288)
    assert second.note == "slower"
    assert score.card(shoot) == "DONE T02"
    assert shoot.claims() == []


def test_a_cue_that_only_moved_is_stale_for_its_timecode(shoot: Shoot) -> None:
    dropped(shoot, YAML + "in: SH0020\nout: SH0020\n")
    score.compose(shoot)
    score.scene(shoot, 60, 72, 120)
    shoot.later(SETTLED)
    assert score.card(shoot) == "STALE place changed"
    assert "place: 01:00:02:00 -> 01:00:02:12" in score.text(shoot)


def test_hits_that_move_in_the_cue_make_it_stale(shoot: Shoot) -> None:
    dropped(shoot, YAML + "hits:\n  - SH0030: she turns\n")
    score.compose(shoot)
    score.scene(shoot, 48, 60, 132)
    shoot.later(SETTLED)
    assert score.card(shoot) == "STALE hits changed"
    assert "hits: frames 120 -> frames 108" in score.text(shoot)


def test_going_back_to_the_old_length_is_no_change(shoot: Shoot) -> None:
    dropped(shoot)
    score.compose(shoot)
    score.scene(shoot, 48, 72, 168)
    shoot.later(SETTLED)
    score.scene(shoot, 48, 72, 120)
    shoot.later(SETTLED)
    assert score.card(shoot) == "DONE T01"


def test_two_timecodes_rest_on_no_shot(shoot: Shoot) -> None:
    score.drop(shoot, YAML + "in: 01:00:10:00\nout: 01:00:20:00\n")
    shoot.later(SETTLED)
    (job,) = score.jobs(shoot)
    assert score.cue(job).span.source == "cue.yaml"
    score.compose(shoot)
    score.scene(shoot, 48)
    shoot.later(SETTLED)
    assert score.card(shoot) == "DONE T01"


def test_other_words_are_another_cue_once_the_edit_has_settled(shoot: Shoot) -> None:
    place = dropped(shoot)
    score.compose(shoot)
    write(place / "cue.yaml", YAML.replace("slow", "quick"))
    shoot.later(SETTLED)
    assert plans(shoot) == [("SC010/cues/1M1", 1, "done")]
    shoot.later(EDITED)
    assert plans(shoot) == [("SC010/cues/1M1", 1, "done"), ("SC010/cues/1M1", 1, "queued")]


def test_another_title_makes_no_other_music(shoot: Shoot) -> None:
    place = dropped(shoot)
    score.compose(shoot)
    write(place / "cue.yaml", YAML.replace("The Lighthouse", "Main Title"))
    shoot.later(EDITED)
    assert plans(shoot) == [("SC010/cues/1M1", 1, "done")]


def test_a_spec_that_is_replaced_while_it_waits_is_not_made(shoot: Shoot) -> None:
    place = dropped(shoot)
    (before,) = score.jobs(shoot)
    write(place / "cue.yaml", YAML.replace("slow", "quick"))
    shoot.later(SETTLED)
    (after,) = score.jobs(shoot)
    assert before.plan.job != after.plan.job


def test_a_cue_over_a_scene_without_a_length_waits_for_one(shoot: Shoot) -> None:
    score.drop(shoot)
    shoot.later(SETTLED)
    assert score.card(shoot) == "WAITING for the length of SC010"
    score.scene(shoot, 48)
    shoot.later(SETTLED)
    assert plans(shoot) == QUEUED


def test_a_shot_that_cannot_be_read_is_named_on_the_cues_card(shoot: Shoot) -> None:
    score.scene(shoot, 48, 72)
    write(shoot.folder("SC010/SH0020") / "shot.yaml", "frames: many\n")
    score.drop(shoot)
    shoot.later(SETTLED)
    assert score.card(shoot) == "WAITING for the length of SH0020"


def test_a_place_that_is_not_there_is_a_fault_until_it_is(shoot: Shoot) -> None:
    dropped(shoot, YAML + "in: SH0040\n")
    assert score.card(shoot) == "FAILED cue.yaml has a fault"
    assert "`SH0040` names no shot of the scene as it is cut." in score.text(shoot)
    score.scene(shoot, 48, 72, 120, 96)
    shoot.later(SETTLED)
    assert plans(shoot) == QUEUED


def test_a_wrong_cue_yaml_is_told_with_every_fault(shoot: Shoot) -> None:
    place = dropped(shoot, "prompt: Low strings\nbpm: 1000\ntempo: 3\n")
    assert score.card(shoot) == "FAILED cue.yaml has 2 faults"
    write(place / "cue.yaml", YAML)
    shoot.later(SETTLED)
    assert plans(shoot) == QUEUED


def test_a_folder_without_words_gets_a_draft_and_says_what_it_waits_for(shoot: Shoot) -> None:
    place = dropped(shoot, None)
    assert score.card(shoot) == "WAITING for cue.yaml"
    assert "rename this file to cue.yaml" in (place / "cue.draft.yaml").read_text()
    assert plans(shoot) == []


def test_a_folder_that_has_no_name_yet_waits_for_one(shoot: Shoot) -> None:
    place = dropped(shoot, None, "SC010/cues/untitled folder")
    assert score.card(shoot, "SC010/cues/untitled folder") == "WAITING for a name"
    assert not (place / "cue.draft.yaml").exists()


def test_cues_are_no_shot_and_nothing_of_theirs_is_unused(shoot: Shoot) -> None:
    dropped(shoot)
    shoot.clock.advance(600)
    shoot.turn()
    assert {shot.shot for shot in shoot.intake.agenda.shots.values()} == {
        "SH0010", "SH0020", "SH0030",
    }  # fmt: skip
    assert list((shoot.root / "scenes/SC010/cues").glob("_lyrad*")) == []
    assert score.card(shoot) == "QUEUED"


def test_a_cue_that_changes_has_no_shot_looked_at(shoot: Shoot) -> None:
    dropped(shoot)
    shoot.later(SETTLED)
    path = RelPath(f"scenes/{CUE}/cue.yaml")
    shoot.intake.agenda.changed([path], shoot.built.desk.watch.index)
    assert shoot.intake.agenda.take_due(0.0) == ()


def test_a_hold_holds_it_and_a_go_lets_it_go_on(shoot: Shoot) -> None:
    dropped(shoot)
    score.ask(shoot, "HOLD")
    assert plans(shoot) == [("SC010/cues/1M1", 1, "held")]
    assert score.card(shoot) == "HELD by you"
    score.ask(shoot, "GO")
    assert plans(shoot) == QUEUED


@pytest.mark.parametrize("where", ["scenes/SC010", "."])
def test_a_retake_in_the_scene_or_the_root_reaches_its_cues(shoot: Shoot, where: str) -> None:
    dropped(shoot)
    score.compose(shoot)
    score.ask(shoot, "RETAKE", where)
    assert plans(shoot) == [("SC010/cues/1M1", 1, "done"), ("SC010/cues/1M1", 2, "queued")]
    shoot.later(1)
    assert shoot.claims() == []


def test_a_retake_that_comes_before_the_cue_is_whole_is_counted(shoot: Shoot) -> None:
    score.drop(shoot)
    shoot.later(SETTLED)
    score.ask(shoot, "RETAKE")
    assert "RETAKE is counted" in score.text(shoot)
    score.scene(shoot, 48)
    shoot.later(SETTLED)
    assert [attempt for _, attempt, _ in plans(shoot)] == [1, 2]
    assert shoot.claims() == []


def test_a_go_that_changes_nothing_is_said_and_goes_away(shoot: Shoot) -> None:
    dropped(shoot)
    score.compose(shoot)
    score.ask(shoot, "GO")
    assert "GO changes nothing here now." in score.text(shoot)
    assert shoot.claims() == []


def test_what_failed_is_tried_again_by_a_retake(shoot: Shoot) -> None:
    dropped(shoot)
    (job,) = score.jobs(shoot)
    shoot.engine.begin(job.plan.job)
    shoot.engine.fail(job.plan.job, BROKEN)
    score.see(shoot)
    assert score.card(shoot).startswith("FAILED")
    score.ask(shoot, "RETAKE")
    assert plans(shoot) == QUEUED


def test_a_composer_that_is_down_is_waited_for_and_said(shoot: Shoot) -> None:
    dropped(shoot)
    (job,) = score.jobs(shoot)
    shoot.engine.begin(job.plan.job)
    shoot.engine.delay(job.plan.job, DOWN)
    score.see(shoot)
    assert score.card(shoot) == "WAITING for builtin"


def test_a_folder_that_is_deleted_takes_its_jobs_along(shoot: Shoot) -> None:
    place = dropped(shoot)
    shutil.rmtree(place)
    shoot.later(SETTLED)
    shoot.later(SETTLED)
    assert plans(shoot) == []
    assert shoot.intake.cue_sheet.shown == {}


def test_a_take_that_is_deleted_is_not_made_again(shoot: Shoot) -> None:
    place = dropped(shoot)
    score.compose(shoot)
    shutil.rmtree(place / "takes")
    score.see(shoot)
    shoot.lose_the_engine()
    score.see(shoot)
    assert plans(shoot) == []
    assert score.card(shoot) == "DONE T01, deleted"


def test_a_copied_folder_waits_for_an_edit(shoot: Shoot) -> None:
    place = dropped(shoot)
    score.compose(shoot)
    copy(place, place.with_name("1M2"))
    shoot.later(SETTLED)
    shoot.later(EDITED)
    assert score.card(shoot, "SC010/cues/1M2") == "WAITING for an edit, copy of SC010 1M1"
    write(place.with_name("1M2") / "cue.yaml", YAML.replace("slow", "quick"))
    shoot.later(EDITED)
    assert [one for one in plans(shoot) if one[2] == "queued"] == [("SC010/cues/1M2", 1, "queued")]


def test_a_renamed_folder_keeps_its_takes(shoot: Shoot) -> None:
    place = dropped(shoot)
    score.compose(shoot)
    place.rename(place.with_name("2M1"))
    shoot.later(SETTLED)
    shoot.later(EDITED)
    assert score.card(shoot, "SC010/cues/2M1") == "DONE T01"
    assert [one for one in plans(shoot) if one[2] == "queued"] == []


def test_a_copy_that_is_still_arriving_is_waited_for(shoot: Shoot) -> None:
    score.scene(shoot, 48)
    score.drop(shoot)
    for number in range(4):
        shoot.later(2)
        assert plans(shoot) == []
        write(score.folder(shoot) / f"note {number}.txt", f"{number}\n")
    shoot.later(SETTLED)
    assert plans(shoot) == QUEUED


def test_a_kill_between_the_order_and_the_ledger_makes_one_take(shoot: Shoot) -> None:
    dropped(shoot)
    (job,) = score.jobs(shoot)
    plan = score.cue(job)
    score.at_last(shoot, plan)
    score.publish(shoot, plan)
    shoot.lose_the_engine()
    shoot.later(SETTLED)
    assert plans(shoot) == []
    assert score.card(shoot) == "DONE T01"
    assert len(shoot.built.desk.ledger.history.cue(KEY).published) == 1


def test_a_kill_between_the_request_and_the_order_orders_once(shoot: Shoot) -> None:
    dropped(shoot)
    score.compose(shoot)
    shoot.ask("RETAKE", f"scenes/{CUE}")
    fault = Fault(code=Code.ENGINE_GONE, what="Gone.", where="here", next="Wait.")
    shoot.engine.refuse = Temporary(fault)
    shoot.turn()
    shoot.engine.refuse = None
    shoot.restart()
    shoot.later(SETTLED)
    shoot.later(SETTLED)
    assert [one for one in plans(shoot) if one[2] == "queued"] == [("SC010/cues/1M1", 2, "queued")]
    assert shoot.claims() == []


def test_where_scenes_lie_below_the_root_cues_are_found_too(tmp_path: Path) -> None:
    layout = "tree:\n  scene: '{scene}'\n  shot: '{scene}/{shot}'\n"
    other = Shoot(tmp_path / "other", mark=layout)
    place = other.root / "SC010/cues/1M1"
    place.mkdir(parents=True)
    write(place / "cue.yaml", YAML + "in: 01:00:00:00\nout: 01:00:10:00\n")
    other.later(SETTLED)
    assert plans(other) == QUEUED
    assert other.intake.agenda.shots == {}
    other.close()


def test_a_faulty_rule_is_said_on_the_card_and_orders_nothing(shoot: Shoot) -> None:
    shoot.settings.rules.mkdir(parents=True)
    (shoot.settings.rules / "score.yaml").write_text(
        "name: score-cue\nwhen: {path: 'scenes/{scene}/cues/{cue}/cue.yaml'}\n"
        "do:\n  - score.cue: {steps: '{{ music.key }}'}\n  - publish.cue\n"
    )
    shoot.restart()
    dropped(shoot, YAML + "key: Dm\n")
    assert score.card(shoot) == "FAILED a rule has faults"
    assert score.jobs(shoot, JobState.QUEUED) == []


def test_a_cue_and_its_job_stand_on_the_status_page(shoot: Shoot) -> None:
    dropped(shoot)
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, threading.Event())
    found = status([post], shoot.engine, shoot.clock)  # type: ignore[arg-type]
    (row,) = (row for row in found.productions[0].shots if row.scene == "SC010/cues")
    assert (row.code, row.folder, row.state) == (CUE, f"scenes/{CUE}", "QUEUED")
    (job,) = found.jobs
    assert (job.code, job.rule, job.action) == (CUE, "score-cue", "score.cue")


def test_show_tells_of_a_cues_takes_what_their_receipts_say(
    shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped(shoot)
    score.compose(shoot, licence="No commercial use.")
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, threading.Event())
    write_status(shoot.state, status([post], shoot.engine, shoot.clock))  # type: ignore[arg-type]
    monkeypatch.setenv("LYRAD_STATE", str(shoot.state))
    said = CliRunner().invoke(lyrad, ["show", CUE]).output
    assert "take numbers given so far: 1" in said
    assert f"T01  scenes/{CUE}/takes/T01" in said
    assert "attempt 1, seed" in said
    assert "Its use is limited: No commercial use." in said
