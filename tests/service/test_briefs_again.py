"""Briefs that change, drafts that people edit, kills: one draft of each content, no edit lost."""

from __future__ import annotations

import shutil

import pytest

from lyrad.model.job import JobState
from tests.support import briefs
from tests.support.briefs import ScriptedTranscriber
from tests.support.shoot import BROKEN, Shoot, write
from tests.support.speech import memo


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return memo(tmp_path_factory.mktemp("memo") / "memo.m4a").read_bytes()


def test_a_corrected_transcript_makes_the_next_draft_without_listening_again(
    shoot: Shoot, spoken: bytes
) -> None:
    listener = ScriptedTranscriber()
    briefs.drop(shoot, "idea.m4a", spoken)
    briefs.work(shoot, transcriber=listener)
    write(shoot.folder() / "idea.transcript.txt", "A slow push-in on the light house keeper.\n")
    shoot.later()
    briefs.work(shoot, transcriber=listener)
    assert listener.heard == ["idea.m4a"]
    assert "light house keeper" in briefs.draft(shoot)
    assert "#   idea.transcript.txt: spoken by you, and corrected by you" in briefs.draft(shoot)


def test_a_changed_brief_replaces_a_draft_that_nobody_edited(shoot: Shoot) -> None:
    path = briefs.drop(shoot)
    briefs.work(shoot)
    write(path, "The lighthouse in fog.")
    shoot.later()
    briefs.work(shoot)
    assert "The lighthouse in fog." in briefs.draft(shoot)
    assert "dusk" not in briefs.draft(shoot)


def test_an_edited_draft_stays_and_the_next_one_lies_beside_it(shoot: Shoot) -> None:
    path = briefs.drop(shoot)
    briefs.work(shoot)
    mine = "description: My own words.\n"
    write(shoot.folder() / "shot.draft.yaml", mine)
    for words in ("In fog.", "In rain."):
        write(path, words)
        shoot.later()
        briefs.work(shoot)
        found = briefs.drafts(shoot)
        assert sorted(found) == ["shot.draft.2.yaml", "shot.draft.yaml"]
        assert found["shot.draft.yaml"] == mine
        assert words in found["shot.draft.2.yaml"]
    assert "look at shot.draft.2.yaml" in shoot.text()
    assert "Your own shot.draft.yaml was left as it is." in shoot.text()


def test_a_draft_that_was_deleted_is_not_made_again_of_the_same_words(shoot: Shoot) -> None:
    briefs.drop(shoot)
    briefs.work(shoot)
    (shoot.folder() / "shot.draft.yaml").unlink()
    briefs.see(shoot)
    shoot.lose_the_engine()
    briefs.see(shoot)
    assert briefs.jobs(shoot) == []
    assert briefs.drafts(shoot) == {}


def test_the_same_words_under_another_name_want_no_other_draft(shoot: Shoot) -> None:
    path = briefs.drop(shoot)
    briefs.work(shoot)
    path.rename(path.with_name("brief final.txt"))
    briefs.see(shoot)
    assert len(briefs.jobs(shoot)) == 1


def test_what_failed_is_tried_again_by_a_retake(shoot: Shoot) -> None:
    briefs.drop(shoot)
    (job,) = briefs.jobs(shoot)
    shoot.engine.begin(job.plan.job)
    shoot.engine.fail(job.plan.job, BROKEN)
    shoot.look_again()
    assert shoot.card().startswith("FAILED")
    shoot.ask("RETAKE")
    shoot.later()
    assert briefs.jobs(shoot, JobState.QUEUED)


def test_a_hold_holds_a_draft_until_a_go(shoot: Shoot) -> None:
    briefs.drop(shoot)
    shoot.ask("HOLD")
    shoot.later()
    assert briefs.jobs(shoot, JobState.HELD)
    assert shoot.card() == "HELD by you"
    shoot.ask("GO")
    shoot.later()
    assert briefs.jobs(shoot, JobState.QUEUED)


def test_a_shot_that_is_deleted_takes_its_draft_along(shoot: Shoot) -> None:
    path = briefs.drop(shoot)
    shutil.rmtree(path.parent)
    shoot.later()
    shoot.later(10)
    assert briefs.jobs(shoot, JobState.QUEUED) == []


@pytest.mark.parametrize("kill", ["before", "named", "written", "noted"])
def test_a_kill_at_any_moment_leaves_one_draft_and_one_line(
    shoot: Shoot, kill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kill is a run that ends at that moment; the next one does the step again."""
    briefs.drop(shoot)
    (job,) = briefs.jobs(shoot)
    ledger = shoot.built.desk.ledger
    end = {"before": 0, "named": 1, "written": 1, "noted": 2}[kill]
    appended: list[object] = []
    append = ledger.append

    def dying(line: object) -> None:
        if len(appended) >= end:
            raise RuntimeError(kill)
        appended.append(line)
        append(line)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "append", dying)
    if kill == "named":
        monkeypatch.setattr("lyrad.disk.brief_home.write_new", _die)
    briefs.step(shoot, job, 1, ())
    monkeypatch.undo()
    shoot.restart()
    briefs.work(shoot)
    assert list(briefs.drafts(shoot)) == ["shot.draft.yaml"]
    assert len(shoot.ledger("drafted")) == 1
    assert len(shoot.ledger("words")) == 1


def _die(*_: object) -> None:
    raise RuntimeError


def test_an_older_order_does_not_write_over_a_newer_draft(shoot: Shoot) -> None:
    path = briefs.drop(shoot)
    (old,) = briefs.jobs(shoot)
    shoot.engine.begin(old.plan.job)
    write(path, "The lighthouse in fog.")
    shoot.later()
    briefs.work(shoot)
    briefs.step(shoot, old, 1, ())
    assert "in fog" in briefs.draft(shoot)
