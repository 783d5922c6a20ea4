"""Decision 1: a drop is a set, and settles as one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from lyrad.ports import Kept, Store
from lyrad.service.intake.turns import Intake
from tests.support.shoot import FAST, PICTURES, SPEC, Shoot, write

# 1. A drop is a set.


def test_a_drop_waits_until_all_members_are_quiet(shoot: Shoot) -> None:
    folder = shoot.drop(last=False)
    shoot.turn()
    shoot.clock.advance(1)
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
    assert [str(job.plan.shot) for job in shoot.jobs()] == ["SC020/SH0010"], "no pauses there"
    shoot.clock.advance(3)
    shoot.turn()
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


class PinnedWriter(LateEditor):
    """A store just before which a copying program goes on, and sets size and time as they were."""

    def keep(self, source: Path, *, within: Path) -> Kept:
        if source.name == "first.png" and not self.saved:
            self.saved = True
            before = source.stat()
            source.write_bytes(b"\0" * before.st_size)
            while source.stat().st_ctime_ns == before.st_ctime_ns:
                os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
            os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
        return self.real.keep(source, within=within)


def test_a_member_that_changed_under_a_time_of_before_is_not_taken(shoot: Shoot) -> None:
    writer = PinnedWriter(shoot.built.desk.store)
    shoot.intake = Intake(replace(shoot.built.desk, store=writer), shoot.engine)
    shoot.intake.begin()
    shoot.drop()
    shoot.later()
    assert writer.saved
    assert not shoot.jobs()
    assert "first.png" not in shoot.card(), "nothing was judged by what nobody settled on"


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
