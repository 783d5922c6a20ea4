"""A scene is assembled after its takes, once, when it has been quiet: through the real intake."""

from __future__ import annotations

import json
import shutil
from typing import Any

from lyrad.core.order import AFTER_ALL
from lyrad.errors import Code, Fault
from lyrad.model.job import Job, JobState
from lyrad.model.plan import AssemblyPlan
from lyrad.ports import Assembled
from lyrad.service.engine.payload import plan_in, plan_out
from tests.support.assemblies import assembly, cue, footage, plan, shot
from tests.support.cue_takes import cue_take
from tests.support.shoot import BROKEN, SPEC, Shoot, write

MADE = {"fps": "24", "size": "128x72", "frames": 9, "start_timecode": "01:00:00:00"}
QUIET = 61.0
FIRST, SECOND, THIRD = "SC010/SH0010", "SC010/SH0020", "SC010/SH0030"


def jobs(shoot: Shoot, *states: JobState) -> list[Job]:
    found = [job for job in shoot.engine.jobs() if isinstance(job.plan, AssemblyPlan)]
    return [job for job in found if not states or job.state in states]


def shown(shoot: Shoot) -> list[list[tuple[str, int | None]]]:
    """Return what each assembly that is queued would show: shots, and their takes."""
    plans = [job.plan for job in jobs(shoot, JobState.QUEUED)]
    return [
        [(one.shot.shot, one.footage.take if one.footage else None) for one in plan.assembly.items]
        for plan in plans
        if isinstance(plan, AssemblyPlan)
    ]


def take(shoot: Shoot, code: str, **told: Any) -> None:
    """Drop a shot and make its takes."""
    shoot.drop(code)
    shoot.later()
    make(shoot, **told)


def make(shoot: Shoot, **told: Any) -> None:
    shoot.make_all(**{"spec": MADE, "draft": False, **told})


def quiet(shoot: Shoot) -> None:
    shoot.later(QUIET)


def put_together(shoot: Shoot) -> AssemblyPlan:
    """Do the work of the one assembly that is queued."""
    (job,) = jobs(shoot, JobState.QUEUED)
    shoot.engine.begin(job.plan.job)
    plan = job.plan
    assert isinstance(plan, AssemblyPlan)
    publish(shoot, plan)
    shoot.engine.finish_step(plan.job)
    shoot.intake.hurry(plan.folder)
    shoot.turn()
    return plan


def publish(shoot: Shoot, plan: AssemblyPlan) -> None:
    film = shoot.state / "work" / f"{plan.job}.mp4"
    film.parent.mkdir(parents=True, exist_ok=True)
    film.write_bytes(f"film of {plan.job}".encode())
    home = shoot.built.assemblies
    version = home.version(plan)
    assert home.publish(plan, version, Assembled(film=film, timeline=b"{}")) is not None


def files(shoot: Shoot) -> list[str]:
    return sorted(path.name for path in shoot.folder("SC010").glob("SC010_*"))


def test_many_takes_make_one_assembly_once_the_scene_is_quiet(shoot: Shoot) -> None:
    for code in (FIRST, SECOND, THIRD):
        take(shoot, code)
    shoot.later(50)
    assert jobs(shoot) == []
    shoot.later(11)
    assert shown(shoot) == [[("SH0010", 1), ("SH0020", 1), ("SH0030", 1)]]
    (job,) = jobs(shoot)
    assert job.plan.order == AFTER_ALL
    assert job.plan.of == "SC010/assembly"
    assert [step.lane for step in job.plan.steps] == ["cpu"]


def test_a_scene_without_a_take_is_not_assembled(shoot: Shoot) -> None:
    shoot.drop(FIRST)
    quiet(shoot)
    quiet(shoot)
    assert jobs(shoot) == []


def test_what_has_no_take_yet_is_a_slate_as_long_as_its_spec_says(shoot: Shoot) -> None:
    take(shoot, FIRST)
    shoot.drop(SECOND, SPEC.replace("frames: 9", "frames: 33"), last=False)
    quiet(shoot)
    assert shown(shoot) == [[("SH0010", 1), ("SH0020", None)]]
    (job,) = jobs(shoot)
    assert isinstance(job.plan, AssemblyPlan)
    slate = job.plan.assembly.items[1]
    assert (slate.frames, slate.words) == (33, "A slow push-in on the lighthouse.")


def test_a_shot_whose_spec_has_faults_is_left_out_and_told(shoot: Shoot) -> None:
    take(shoot, FIRST)
    shoot.drop(SECOND, "frames: many\n")
    quiet(shoot)
    assert shown(shoot) == [[("SH0010", 1)]]
    assert "no spec says how long it is: SH0020." in " ".join(jobs(shoot)[0].plan.remarks)


def test_the_same_assembly_is_made_once_however_often_lyrad_starts(shoot: Shoot) -> None:
    take(shoot, FIRST)
    quiet(shoot)
    put_together(shoot)
    assert files(shoot) == ["SC010_assembly_v001.mp4", "SC010_assembly_v001.otio"]
    shoot.restart()
    quiet(shoot)
    shoot.lose_the_engine()
    quiet(shoot)
    quiet(shoot)
    assert jobs(shoot) == []
    assert len(shoot.ledger("assembled")) == 1


def test_a_new_take_makes_the_next_one_and_the_old_ones_stay(shoot: Shoot) -> None:
    take(shoot, FIRST)
    quiet(shoot)
    put_together(shoot)
    shoot.ask("RETAKE", "scenes/SC010/SH0010")
    shoot.later()
    make(shoot)
    quiet(shoot)
    assert shown(shoot) == [[("SH0010", 2)]]
    put_together(shoot)
    assert len(files(shoot)) == 4


def test_a_scene_that_goes_back_to_what_it_was_is_assembled_once_more(shoot: Shoot) -> None:
    take(shoot, FIRST)
    quiet(shoot)
    put_together(shoot)
    take(shoot, SECOND)
    quiet(shoot)
    put_together(shoot)
    shutil.rmtree(shoot.folder(SECOND))
    quiet(shoot)
    assert shown(shoot) == [[("SH0010", 1)]]
    put_together(shoot)
    quiet(shoot)
    assert len(shoot.ledger("assembled")) == 3
    shoot.lose_the_engine()
    quiet(shoot)
    assert jobs(shoot) == []


def test_an_assembly_that_waits_while_a_better_one_is_wanted_is_never_made(shoot: Shoot) -> None:
    take(shoot, FIRST)
    quiet(shoot)
    first = jobs(shoot)[0].plan.job
    take(shoot, SECOND)
    quiet(shoot)
    (job,) = jobs(shoot)
    assert job.plan.job != first
    assert shown(shoot) == [[("SH0010", 1), ("SH0020", 1)]]


def test_one_that_is_being_made_is_finished_and_the_next_one_follows(shoot: Shoot) -> None:
    take(shoot, FIRST)
    quiet(shoot)
    (job,) = jobs(shoot)
    shoot.engine.begin(job.plan.job)
    take(shoot, SECOND)
    quiet(shoot)
    assert [one.state for one in jobs(shoot)] == [JobState.WORKING, JobState.QUEUED]


def test_a_scene_that_never_comes_to_rest_is_assembled_all_the_same(shoot: Shoot) -> None:
    take(shoot, FIRST)
    for number in range(30):
        write(shoot.folder(FIRST) / "notes.txt", f"note {number}")
        shoot.later(25)
    assert len(jobs(shoot)) == 1


def test_dragging_a_take_into_selects_circles_it_wherever_it_lies_now(shoot: Shoot) -> None:
    take(shoot, FIRST)
    shoot.ask("RETAKE", "scenes/SC010/SH0010")
    shoot.later()
    make(shoot)
    quiet(shoot)
    put_together(shoot)
    selects = shoot.root / "selects/for the director"
    selects.mkdir(parents=True)
    (shoot.folder(FIRST) / "takes/T01").rename(selects / "T01")
    quiet(shoot)
    assert shown(shoot) == [[("SH0010", 1)]]
    (job,) = jobs(shoot, JobState.QUEUED)
    assert isinstance(job.plan, AssemblyPlan)
    (footage,) = job.plan.assembly.footage
    assert footage.circled
    assert footage.path == "selects/for the director/T01/SC010_SH0010_T01_v001.mp4"


def test_a_file_that_was_dragged_out_of_its_take_is_found_in_selects(shoot: Shoot) -> None:
    take(shoot, FIRST)
    (shoot.root / "selects").mkdir(exist_ok=True)
    name = "SC010_SH0010_T01_v001.mp4"
    (shoot.folder(FIRST) / "takes/T01" / name).rename(shoot.root / "selects" / name)
    quiet(shoot)
    (job,) = jobs(shoot)
    assert isinstance(job.plan, AssemblyPlan)
    (footage,) = job.plan.assembly.footage
    assert (footage.circled, footage.path) == (True, f"selects/{name}")


def test_the_newest_cue_lies_under_the_scene(shoot: Shoot) -> None:
    take(shoot, FIRST)
    cue_take(shoot.root, "SC010", "1M1", 1, head=86400, frames=40)
    cue_take(shoot.root, "SC010", "1M1", 2, head=86402, frames=40)
    quiet(shoot)
    (job,) = jobs(shoot)
    assert isinstance(job.plan, AssemblyPlan)
    (laid,) = job.plan.assembly.cues
    assert (laid.footage.take, laid.at, laid.frames) == (2, 2, 7)


def test_the_scenes_summary_says_where_its_film_is_and_what_it_lacks(shoot: Shoot) -> None:
    take(shoot, FIRST)
    shoot.drop(SECOND, last=False)
    quiet(shoot)
    assert "will be put together again" in shoot.summary("scenes/SC010")
    put_together(shoot)
    text = shoot.summary("scenes/SC010")
    assert "The scene in one piece: SC010_assembly_v001.mp4. 1 of 2 shots have a take" in text
    assert "A slate stands for what has no take yet: SH0020." in text
    assert "will be put together again" not in text


def test_what_failed_is_told_on_the_summary_and_retried_by_the_next_take(shoot: Shoot) -> None:
    take(shoot, FIRST)
    quiet(shoot)
    (job,) = jobs(shoot)
    shoot.engine.begin(job.plan.job)
    shoot.engine.fail(job.plan.job, BROKEN)
    shoot.intake.hurry(job.plan.folder)
    shoot.turn()
    assert "could not be put together: FFmpeg broke off." in shoot.summary("scenes/SC010")
    take(shoot, SECOND)
    quiet(shoot)
    assert len(jobs(shoot, JobState.QUEUED)) == 1


def test_a_take_that_went_and_came_back_is_assembled_after_all(shoot: Shoot) -> None:
    take(shoot, FIRST)
    quiet(shoot)
    (job,) = jobs(shoot)
    shoot.engine.begin(job.plan.job)
    gone = Fault(code=Code.FILE_GONE, what="A take is gone.", where="there", next="Nothing.")
    shoot.engine.fail(job.plan.job, gone)
    write(shoot.folder(FIRST) / "notes.txt", "it is back")
    quiet(shoot)
    assert len(jobs(shoot, JobState.QUEUED)) == 1


def test_assemblies_trigger_nothing_are_no_takes_and_lie_in_no_shots_way(shoot: Shoot) -> None:
    take(shoot, FIRST)
    quiet(shoot)
    put_together(shoot)
    before = shoot.engine.jobs()
    quiet(shoot)
    quiet(shoot)
    assert shoot.engine.jobs() == before
    assert shoot.card(FIRST) == "DONE T01"
    assert "assembly" not in shoot.text(FIRST)


def test_without_a_rule_that_speaks_of_scenes_none_is_assembled(shoot: Shoot) -> None:
    shoot.settings.rules.mkdir(parents=True)
    rule = "name: assemble-scene\nwhen: {path: 'scenes/SC999/'}\ndo:\n  - assemble.scene\n"
    (shoot.settings.rules / "mine.yaml").write_text(rule)
    shoot.restart()
    take(shoot, FIRST)
    quiet(shoot)
    assert jobs(shoot) == []


def test_a_rule_may_say_how_long_a_scene_has_to_be_quiet(shoot: Shoot) -> None:
    shoot.settings.rules.mkdir(parents=True)
    rule = (
        "name: assemble-scene\nwhen: {path: 'scenes/{scene}/', quiet: 5m}\n"
        "do:\n  - assemble.scene: {burn_in: false}\n"
    )
    (shoot.settings.rules / "mine.yaml").write_text(rule)
    shoot.restart()
    take(shoot, FIRST)
    shoot.later(200)
    assert jobs(shoot) == []
    shoot.later(101)
    (job,) = jobs(shoot)
    assert job.plan.steps[0].fields == {"burn_in": False}


def test_a_copied_shots_takes_are_not_shown_twice(shoot: Shoot) -> None:
    take(shoot, FIRST)
    copied = shoot.folder(FIRST).with_name("SH0020")
    shutil.copytree(shoot.folder(FIRST), copied, ignore=shutil.ignore_patterns("_lyrad*"))
    shoot.later()
    quiet(shoot)
    (items,) = shown(shoot)
    assert items == [("SH0010", 1), ("SH0020", None)]


def test_a_plan_over_a_scene_survives_the_engines_database() -> None:
    whole = assembly(shot("SH0010", footage("SH0010")), shot("SH0020"), cues=(cue(),))
    before = plan(whole)
    assert plan_in(json.loads(json.dumps(plan_out(before)))) == before
