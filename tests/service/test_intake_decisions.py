"""The ten decisions that everything rests on, each on a real folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.errors import Code, Fault
from lyrad.model.job import JobState
from lyrad.ports import Kept, Store
from lyrad.service.intake.turns import Intake
from tests.support.shoot import BROKEN, DOWN, FAST, PICTURES, SPEC, Shoot, copy, write


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path)
    yield found
    found.close()


# 1. A drop is a set.


def test_a_drop_waits_until_all_members_are_quiet(shoot: Shoot) -> None:
    folder = shoot.drop(last=False)
    shoot.turn()
    shoot.clock.advance(2.9)
    write(folder / "last.png", PICTURES["last", 2])
    shoot.turn()
    shoot.clock.advance(2.9)
    shoot.turn()
    assert not shoot.jobs()
    shoot.clock.advance(0.2)
    shoot.turn()
    assert shoot.queued() == [1]


def test_a_drop_waits_while_its_scene_is_being_copied(shoot: Shoot) -> None:
    shoot.drop("SC010/SH0020")
    for _ in range(6):
        shoot.turn()
        shoot.clock.advance(2)
        write(shoot.folder("SC010") / "board.pdf", str(shoot.clock.monotonic()))
    shoot.drop("SC020/SH0010", seed=2)
    assert not shoot.jobs()
    shoot.later()
    assert len(shoot.jobs()) == 2


def test_another_scenes_copy_holds_nobody_up(shoot: Shoot) -> None:
    shoot.drop("SC010/SH0020")
    shoot.turn()
    shoot.clock.advance(2)
    shoot.drop("SC020/SH0010", seed=2)
    shoot.turn()
    shoot.clock.advance(1.5)
    shoot.turn()
    assert [str(job.plan.shot) for job in shoot.jobs()] == ["SC010/SH0020"]


def test_a_finished_shot_that_is_edited_is_waited_for_longer(shoot: Shoot) -> None:
    folder = shoot.made()
    write(folder / "shot.yaml", FAST)
    shoot.later(30)
    assert not shoot.queued()
    shoot.clock.advance(31)
    shoot.turn()
    assert shoot.queued() == [1]


def test_what_came_to_rest_stays_at_rest_while_others_are_copied(shoot: Shoot) -> None:
    shoot.made()
    for _ in range(8):
        write(shoot.folder("SC010") / "board.pdf", str(shoot.clock.monotonic()))
        shoot.clock.advance(2)
        shoot.look_again()
    assert shoot.card() == "DONE T01"


def test_a_frame_that_only_the_spec_names_settles_with_the_drop(shoot: Shoot) -> None:
    folder = shoot.made()
    (folder / "plates").mkdir()
    write(folder / "plates" / "a.png", PICTURES["first", 1])
    shoot.edit(f"{SPEC}first: plates/a.png\n")
    assert not shoot.queued(), "it is the same picture"
    write(folder / "plates" / "a.png", PICTURES["first", 2])
    shoot.later(30)
    assert not shoot.queued()
    shoot.clock.advance(31)
    shoot.turn()
    assert shoot.queued() == [1]


class LateEditor:
    """A store to which somebody is always a moment ahead: the spec is saved before it is read."""

    def __init__(self, real: Store) -> None:
        self.real, self.saved = real, False

    def keep(self, source: Path, *, within: Path) -> Kept:
        if source.name == "shot.yaml" and not self.saved:
            self.saved = True
            write(source, FAST)
        return self.real.keep(source, within=within)

    def path(self, sha256: str) -> Path:
        return self.real.path(sha256)


def test_a_member_that_changed_after_the_look_is_not_taken(shoot: Shoot) -> None:
    editor = LateEditor(shoot.built.desk.store)
    shoot.intake = Intake(replace(shoot.built.desk, store=editor), shoot.engine)
    shoot.intake.begin()
    shoot.drop()
    shoot.later()
    assert editor.saved
    assert not shoot.jobs()
    shoot.later()
    assert "quick push-in" in shoot.job().plan.spec.description


def test_plans_are_made_from_private_copies(shoot: Shoot) -> None:
    folder = shoot.drop()
    shoot.later()
    (folder / "first.png").unlink()
    first = shoot.job().plan.member("first")
    assert first is not None
    assert shoot.built.desk.store.path(first.sha256).read_bytes() == PICTURES["first", 1]


def test_two_files_that_could_be_first_wait_and_both_are_named(shoot: Shoot) -> None:
    folder = shoot.drop()
    write(folder / "first.webp", PICTURES["first", 2])
    shoot.later()
    assert shoot.card() == "WAITING for one first frame not 2"
    assert "first.png, first.webp" in shoot.text()
    assert not shoot.jobs()


def test_the_highest_first_version_wins_and_the_card_says_so(shoot: Shoot) -> None:
    folder = shoot.drop()
    write(folder / "first_v02.png", PICTURES["first", 2])
    write(folder / "SC010_SH0020_first_v10.png", PICTURES["last", 1])
    shoot.later()
    first = shoot.job().plan.member("first")
    assert first
    assert first.path.endswith("SC010_SH0020_first_v10.png")
    shoot.make_all()
    assert "SC010_SH0020_first_v10.png is used, not first_v02.png, first.png." in shoot.text()


def test_last_none_makes_an_image_to_video_shot(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}last: none\n", last=False)
    shoot.later()
    assert [member.role for member in shoot.job().plan.members] == ["spec", "first"]


def test_frames_without_a_spec_get_a_card_and_a_draft(shoot: Shoot) -> None:
    folder = shoot.drop(spec=None)
    shoot.later()
    assert shoot.card() == "WAITING for shot.yaml"
    draft = folder / "shot.draft.yaml"
    assert draft.exists()
    shoot.later(130)
    assert shoot.card() == "WAITING for shot.yaml", "the draft is no stray file"
    draft.rename(folder / "shot.yaml")
    shoot.later()
    assert len(shoot.jobs()) == 1


# 2. Job id; nothing is rendered twice.


def test_nothing_is_rendered_twice_with_a_lost_engine_database(shoot: Shoot) -> None:
    shoot.made()
    shoot.lose_the_engine()
    shoot.later()
    assert not shoot.jobs()
    assert shoot.card() == "DONE T01"


def test_nothing_is_rendered_twice_in_a_renamed_shot(shoot: Shoot) -> None:
    folder = shoot.made()
    folder.rename(folder.with_name("SH0021"))
    shoot.later(61)
    assert not shoot.queued("SC010/SH0021")
    assert shoot.card("SC010/SH0021") == "DONE T01"
    shoot.lose_the_engine()
    shoot.later()
    assert not shoot.jobs()


def test_nothing_is_rendered_twice_in_a_moved_scene(shoot: Shoot) -> None:
    shoot.made("SC010/SH0020")
    shoot.made("SC010/SH0030", seed=2)
    shoot.folder("SC010").rename(shoot.folder("SC011"))
    shoot.later(61)
    assert not shoot.jobs(JobState.QUEUED)
    assert [shoot.card(f"SC011/SH00{n}0") for n in (2, 3)] == ["DONE T01", "DONE T01"]
    (summary,) = shoot.folder("SC011").glob("_lyrad *")
    assert summary.name == "_lyrad SC011 2 done.txt"


def test_a_renamed_shots_deleted_take_is_not_made_again(shoot: Shoot) -> None:
    folder = shoot.made()
    shoot.ask("RETAKE")
    shoot.later()
    shoot.make_all()
    shutil.rmtree(folder / "takes" / "T01")
    folder.rename(folder.with_name("SH0021"))
    shoot.later(61)
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.takes("SC010/SH0021") == ["SC010_SH0020_T02_v001.mp4"]


def test_a_renumbered_shot_is_no_copy_of_the_new_one_in_its_place(shoot: Shoot) -> None:
    folder = shoot.made()
    folder.rename(folder.with_name("SH0021"))
    shoot.later(61)
    shoot.made("SC010/SH0020", FAST, seed=2)
    shoot.later()
    shoot.look_again()
    assert shoot.card("SC010/SH0021") == "DONE T01"
    assert shoot.card("SC010/SH0020") == "DONE T02", "numbers only grow"


def test_a_copied_shot_makes_nothing_until_it_is_edited(shoot: Shoot) -> None:
    folder = shoot.made()
    copy(folder, folder.with_name("SH0040"))
    shoot.later()
    assert not shoot.queued("SC010/SH0040")
    assert shoot.card("SC010/SH0040") == "WAITING for an edit, copy of SC010 SH0020"
    assert "From SC010/SH0020, of which this is a copy, and not counted here: T01." in shoot.text(
        "SC010/SH0040"
    )
    shoot.edit(FAST, "SC010/SH0040")
    shoot.make_all()
    assert shoot.takes("SC010/SH0040")[1:] == ["SC010_SH0040_T02_v001.mp4"]
    assert shoot.card("SC010/SH0040") == "DONE T02"
    assert "From SC010/SH0020, of which this is a copy, and not counted here: T01." in shoot.text(
        "SC010/SH0040"
    )


def test_a_retake_of_an_unedited_copy_makes_one_take_of_its_own(shoot: Shoot) -> None:
    folder = shoot.made()
    copy(folder, folder.with_name("SH0040"))
    shoot.later()
    shoot.ask("RETAKE", "scenes/SC010/SH0040")
    shoot.later()
    assert shoot.queued("SC010/SH0040") == [2]
    assert shoot.card("SC010/SH0040") == "QUEUED"
    shoot.make_all()
    assert shoot.card("SC010/SH0040") == "DONE T02"


def test_comments_takes_due_and_priority_are_no_new_drop(shoot: Shoot) -> None:
    shoot.made()
    shoot.edit(f"# a note\npriority: high\ndue: 2026-12-01\n{SPEC}")
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.card() == "DONE T01"


def test_going_back_to_a_former_spec_orders_nothing(shoot: Shoot) -> None:
    shoot.made()
    shoot.edit(FAST)
    shoot.make_all()
    assert shoot.takes()[1:] == ["SC010_SH0020_T02_v002.mp4"]
    shoot.edit(SPEC)
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.card() == "DONE same as T01"
    assert "RETAKE" in shoot.text()


def test_a_deleted_take_is_not_made_again_and_its_number_is_not_used_again(shoot: Shoot) -> None:
    folder = shoot.made()
    shutil.rmtree(folder / "takes" / "T01")
    shoot.later()
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.card() == "DONE T01, deleted"
    shoot.ask("RETAKE")
    shoot.later()
    shoot.make_all()
    assert shoot.takes() == ["SC010_SH0020_T02_v001.mp4"]


# 3. What is inherited is frozen into the plan.


def test_a_scenes_edit_makes_takes_stale_and_nothing_else(shoot: Shoot) -> None:
    shoot.made()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 25\n")
    shoot.later()
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.card() == "STALE fps changed"
    assert "fps: 24 -> 25" in shoot.text()
    (shoot.folder("SC010") / "scene.yaml").unlink()
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_a_productions_edit_makes_takes_stale_when_it_has_settled(shoot: Shoot) -> None:
    shoot.made()
    mark = shoot.root / "production.yaml"
    text = mark.read_text()
    write(mark, f"{text}master: prores_422_hq\n")
    shoot.turn()
    assert shoot.card() == "DONE T01"
    shoot.clock.advance(4)
    shoot.turn()
    assert shoot.card() == "STALE master changed"
    write(mark, text)
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_a_rules_edit_makes_takes_stale(shoot: Shoot) -> None:
    shoot.made()
    shoot.settings.rules.mkdir()
    write(
        shoot.settings.rules / "mine.yaml",
        "name: render-shot\nwhen: {path: 'scenes/{scene}/{shot}/shot.yaml', with: [first, last]}\n"
        "do:\n  - render.between: {backend: builtin}\n  - publish.take: {poster: false}\n",
    )
    assert shoot.rules.refresh()
    shoot.intake.everything()
    shoot.turn()
    assert shoot.card() == "STALE rule changed"
    assert not shoot.jobs(JobState.QUEUED)


def test_a_retake_of_a_stale_shot_is_the_next_version(shoot: Shoot) -> None:
    shoot.made()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 25\n")
    shoot.ask("RETAKE", "scenes/SC010")
    shoot.later()
    shoot.make_all()
    assert shoot.takes()[1:] == ["SC010_SH0020_T02_v002.mp4"]
    assert shoot.card() == "DONE T02"


def test_a_scene_is_read_only_when_it_has_settled(shoot: Shoot) -> None:
    shoot.made()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 2\n")
    shoot.turn()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 24\n")
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_a_job_that_was_ordered_keeps_what_it_inherited(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 25\n")
    shoot.later()
    assert shoot.job().plan.spec.inherited["fps"] == "24"


# 3, further: many at once.


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path, mark="hold_over: 3\n")
    for scene, shot in (("SC010", 1), ("SC010", 2), ("SC020", 1), ("SC020", 2)):
        found.drop(f"{scene}/SH00{shot}0", seed=shot)
    found.later()
    yield found
    found.close()


def test_more_new_jobs_than_hold_over_wait_for_a_go(crowd: Shoot) -> None:
    assert not crowd.jobs()
    assert crowd.card("SC010/SH0010") == "HELD with 4 new jobs"
    assert "4 new jobs came at once" in crowd.summary()
    crowd.ask("GO", ".")
    crowd.turn()
    assert len(crowd.jobs(JobState.QUEUED)) == 4
    assert crowd.card("SC010/SH0010") == "QUEUED"
    assert "changes nothing" not in crowd.text("SC010/SH0010")
    assert not crowd.claims()
    assert len(crowd.ledger("batch")) == 1


def test_as_many_as_hold_over_start_unasked(tmp_path: Path) -> None:
    shoot = Shoot(tmp_path, mark="hold_over: 3\n")
    for number in (1, 2, 3):
        shoot.drop(f"SC010/SH00{number}0", seed=1)
    shoot.later()
    assert len(shoot.jobs(JobState.QUEUED)) == 3
    shoot.close()


def test_a_go_at_the_root_survives_a_kill_before_it_was_written_down(crowd: Shoot) -> None:
    (crowd.root / ".lyrad-request-0c6f-GO").touch()
    crowd.restart()
    crowd.turn()
    assert len(crowd.jobs(JobState.QUEUED)) == 4
    assert not crowd.claims()


def test_a_go_in_a_scene_starts_that_scene_and_the_others_go_on_waiting(crowd: Shoot) -> None:
    crowd.drop("SC030/SH0010", seed=1)
    crowd.drop("SC030/SH0020", seed=2)
    crowd.later()
    crowd.ask("GO", "scenes/SC020")
    crowd.later()
    assert {str(job.plan.shot.scene) for job in crowd.jobs()} == {"SC020"}
    assert crowd.card("SC010/SH0010") == "HELD with 4 new jobs"


def test_an_edit_in_a_waiting_crowd_does_not_start_the_others(crowd: Shoot) -> None:
    write(crowd.folder("SC010/SH0010") / "shot.yaml", FAST)
    crowd.turn()
    assert not crowd.jobs()
    crowd.clock.advance(4)
    crowd.turn()
    assert not crowd.jobs()
    assert crowd.card("SC010/SH0010") == "HELD with 4 new jobs"


# 4. One job makes one take.


def test_three_takes_are_three_jobs_with_their_own_round_and_seed(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}takes: 3\nseed: 7\n")
    shoot.drop("SC010/SH0030", seed=2)
    shoot.later()
    plans = [job.plan for job in shoot.jobs(code="SC010/SH0020")]
    assert [(plan.attempt, plan.seed) for plan in plans] == [(1, 7), (2, 8), (3, 9)]
    other = shoot.job("SC010/SH0030").plan
    assert plans[0].order == other.order < plans[1].order < plans[2].order


def test_without_a_seed_the_drop_gives_one(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}takes: 2\n")
    shoot.later()
    first, second = (job.plan.seed for job in shoot.jobs())
    assert second == first + 1


def test_takes_that_are_reduced_while_queued_are_withdrawn(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}takes: 3\n")
    shoot.later()
    shoot.work(shoot.jobs()[0].plan.job)
    write(shoot.folder() / "shot.yaml", f"{SPEC}takes: 1\n")
    shoot.later()
    assert [(job.plan.attempt, job.state) for job in shoot.jobs()] == [(1, JobState.WORKING)]


def test_two_drafts_of_one_version_are_said_to_be_the_same_picture(shoot: Shoot) -> None:
    shoot.made()
    assert "same picture" not in shoot.text()
    shoot.ask("RETAKE")
    shoot.later()
    shoot.make_all()
    assert "Drafts of one version are the same picture" in shoot.text()


# 5. Change while it runs.


def test_a_change_while_it_runs_is_the_next_version(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    running = shoot.job().plan.job
    shoot.work(running)
    write(shoot.folder() / "shot.yaml", FAST)
    shoot.later()
    assert shoot.engine.known[running].state is JobState.WORKING
    assert len(shoot.queued()) == 1
    shoot.publish(running)
    shoot.engine.finish_step(running)
    shoot.make_all()
    assert shoot.takes() == ["SC010_SH0020_T01_v001.mp4", "SC010_SH0020_T02_v002.mp4"]


def test_a_spec_that_is_replaced_while_queued_uses_no_number(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    write(shoot.folder() / "shot.yaml", FAST)
    shoot.later()
    assert len(shoot.jobs()) == 1
    shoot.make_all()
    assert shoot.takes() == ["SC010_SH0020_T01_v001.mp4"]


def test_going_back_while_queued_orders_the_former_again(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    former = shoot.job().plan.job
    for spec in (FAST, SPEC):
        write(shoot.folder() / "shot.yaml", spec)
        shoot.later()
    assert shoot.job().plan.job == former


def test_deleting_the_shots_folder_withdraws_and_cancels_after_a_while(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}takes: 2\n")
    shoot.later()
    shoot.work(shoot.jobs()[0].plan.job)
    shutil.rmtree(shoot.folder())
    shoot.turn()
    assert {job.state for job in shoot.jobs()} == {JobState.WORKING, JobState.QUEUED}
    due = shoot.intake.idle_until()
    assert due is not None
    assert due <= shoot.clock.monotonic() + 3
    shoot.clock.advance(4)
    shoot.turn()
    assert [job.state for job in shoot.jobs()] == [JobState.CANCELLED]


def test_a_folder_that_comes_back_at_once_cancels_nothing(shoot: Shoot) -> None:
    folder = shoot.drop()
    shoot.later()
    shutil.move(folder, shoot.state / "aside")
    shoot.turn()
    shutil.move(shoot.state / "aside", folder)
    shoot.later()
    assert [job.state for job in shoot.jobs()] == [JobState.QUEUED]


def test_a_root_that_is_away_deletes_nothing(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    shoot.ask("RETAKE", ".")
    shoot.root.rename(shoot.state / "unmounted")
    shoot.root.mkdir()
    shoot.later(600)
    assert [job.state for job in shoot.jobs()] == [JobState.QUEUED]
    assert not list(shoot.root.iterdir()), "nothing is written into an empty mount point"
    shoot.root.rmdir()
    (shoot.state / "unmounted").rename(shoot.root)
    shoot.later()
    assert shoot.queued() == [1, 2], "the request waited for the share"


# 6. Rules.

RULE = (
    "name: {name}\nwhen: {{path: 'scenes/{{scene}}/{{shot}}/shot.yaml', with: [first]{more}}}\n"
    "do:\n  - render.between: {{backend: builtin}}\n  - publish.take\nfinal: {final}\n"
)


def with_rules(tmp_path: Path, *rules: str) -> Shoot:
    (tmp_path / "rules").mkdir()
    for number, text in enumerate(rules):
        (tmp_path / "rules" / f"{number}.yaml").write_text(text)
    return Shoot(tmp_path)


def test_two_rules_on_one_drop_are_two_jobs(tmp_path: Path) -> None:
    shoot = with_rules(tmp_path, RULE.format(name="also", more="", final="false"))
    shoot.drop()
    shoot.later()
    assert sorted(job.plan.rule for job in shoot.jobs()) == ["also", "render-shot"]
    shoot.make_all()
    assert shoot.card() == "DONE T02"
    shoot.ask("RETAKE")
    shoot.later()
    assert sorted(job.plan.rule for job in shoot.jobs(JobState.QUEUED)) == ["also", "render-shot"]
    shoot.close()


def test_a_final_rule_ends_the_search(tmp_path: Path) -> None:
    shoot = with_rules(tmp_path, RULE.format(name="also", more="", final="true"))
    shoot.drop()
    shoot.later()
    assert [job.plan.rule for job in shoot.jobs()] == ["also"]
    shoot.close()


def test_a_hosts_rule_replaces_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    shoot = with_rules(tmp_path, RULE.format(name="render-shot", more="", final="false"))
    shoot.drop()
    shoot.later()
    assert "rules/0.yaml" in shoot.job().plan.rule_source
    shoot.close()


def test_a_rules_own_quiet_time_is_kept(tmp_path: Path) -> None:
    text = RULE.format(name="render-shot", more=", quiet: 2m", final="false")
    shoot = with_rules(tmp_path, text)
    shoot.drop()
    shoot.later(119)
    assert not shoot.jobs()
    shoot.clock.advance(2)
    shoot.turn()
    assert len(shoot.jobs()) == 1
    shoot.close()


def test_a_tool_that_is_down_fails_nothing(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    job = shoot.job().plan.job
    shoot.engine.begin(job)
    shoot.engine.delay(job, DOWN)
    shoot.look_again()
    assert shoot.card() == "WAITING for builtin"
    assert "lyrad tries again by itself" in shoot.text()


# 7. Time.


def test_receipts_are_in_utc_and_cards_in_the_productions_zone(shoot: Shoot) -> None:
    folder = shoot.made()
    receipt = json.loads((folder / "takes/T01/_info/receipt.json").read_text())
    assert receipt["published_at"].endswith("Z")
    shoot.intake.beat()
    hours = (int(receipt["published_at"][11:13]) + 1) % 24
    assert f" {hours:02d}:" in shoot.summary().splitlines()[2], "Berlin in winter"


@pytest.mark.parametrize(
    ("length", "frames"), [("duration: 4s", 96), ("duration: 97f", 97), ("frames: 9", 9)]
)
def test_frames_are_duration_times_the_exact_rate(shoot: Shoot, length: str, frames: int) -> None:
    shoot.drop(spec=f"description: x\nfps: 23.976\n{length}\n")
    shoot.later()
    spec = shoot.job().plan.spec
    assert (spec.frames, str(spec.rate)) == (frames, "24000/1001")


# 8. One daemon a production: the lease is tested in tests/disk/test_lease.py; here, what follows.


def test_a_stand_by_that_takes_over_renders_nothing_twice(shoot: Shoot) -> None:
    shoot.made()
    shoot.lose_the_engine()
    shoot.ask("RETAKE")
    shoot.later()
    assert shoot.queued() == [2]
    shoot.make_all()
    assert shoot.takes()[1:] == ["SC010_SH0020_T02_v001.mp4"]


# 9. The guard comes with the first graphics card; lanes are the engine's.


def test_every_step_of_a_plan_is_on_a_lane(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    assert [step.lane for step in shoot.job().plan.steps] == ["cpu", "cpu"]


# 10. Failed or suspicious.


def test_a_job_that_failed_for_good_says_why_on_its_card(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    job = shoot.job().plan.job
    shoot.work(job)
    shoot.engine.fail(job, BROKEN)
    shoot.look_again()
    assert shoot.card() == "FAILED FFmpeg broke off"
    assert "Mend it." in shoot.text()
    assert "RETAKE" in shoot.text()
    shoot.lose_the_engine()
    shoot.later()
    assert shoot.queued() == [1]


def test_a_result_that_cannot_be_written_waits(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    job = shoot.job().plan.job
    shoot.work(job)
    full = Fault(code=Code.DISK_FULL, what="The disk is full.", where="x", next="Make room.")
    shoot.engine.delay(job, full)
    shoot.look_again()
    assert shoot.card() == "WAITING done, cannot be written, the disk is full"
