"""Briefs and memos from a shot's folder to a draft of its spec, through the one admission path."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.model.job import JobState
from lyrad.model.plan import Done, Failed, Later
from lyrad.model.settings import OllamaSettings
from tests.support import briefs
from tests.support.briefs import BRIEF, SHOT, ScriptedTranscriber, ScriptedWriter
from tests.support.pictures import png
from tests.support.shoot import DOWN, SPEC, Shoot, write
from tests.support.speech import memo


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return memo(tmp_path_factory.mktemp("memo") / "memo.m4a").read_bytes()


def with_writer(shoot: Shoot) -> ScriptedWriter:
    """Name a language model in the settings, as the daemon would find one there."""
    shoot.settings = shoot.settings.__class__(
        state=shoot.settings.state,
        rules=shoot.settings.rules,
        templates=shoot.settings.templates,
        ollama=OllamaSettings(server="http://127.0.0.1:9", writer="writes:8b"),
    )
    shoot.restart()
    return ScriptedWriter()


def test_a_brief_becomes_a_draft_of_its_own_words_where_no_model_is_named(shoot: Shoot) -> None:
    briefs.drop(shoot)
    (job,) = briefs.jobs(shoot)
    assert (job.plan.rule, job.plan.of) == ("draft-spec", SHOT)
    assert [one.lane for one in job.plan.steps] == ["cpu", "cpu"]
    assert isinstance(briefs.work(shoot), Done)
    text = briefs.draft(shoot)
    assert "description: >-\n  The lighthouse at dusk, a slow push-in. Four seconds.\n" in text
    assert "#   brief.txt: written by you" in text
    assert shoot.card() == "WAITING for shot.yaml"
    assert (
        "A draft was written of brief.txt, from its words as they are: look at shot.draft.yaml"
        in (shoot.text())
    )
    assert "rename the file to shot.yaml" in shoot.text()


def test_a_language_model_puts_the_words_in_order_on_the_card_s_own_lane(shoot: Shoot) -> None:
    writer = with_writer(shoot)
    briefs.drop(shoot)
    (job,) = briefs.jobs(shoot)
    assert [one.lane for one in job.plan.steps] == ["cpu", "card"]
    briefs.work(shoot, writers={"ollama": writer})
    text = briefs.draft(shoot)
    assert "description: >-\n  A slow push-in on the lighthouse at dusk.\nduration: 4s\n" in text
    assert "by the language model writes:8b" in text
    assert (
        "# What brief.txt says:\n#   The lighthouse at dusk, a slow push-in. Four seconds." in text
    )
    assert 'film "The Lighthouse"' in writer.asked[0].system
    assert "by the language model writes:8b: look at shot.draft.yaml" in shoot.text()


def test_a_memo_is_written_down_beside_it_and_then_drafted(shoot: Shoot, spoken: bytes) -> None:
    listener = ScriptedTranscriber()
    briefs.drop(shoot, "idea.m4a", spoken)
    briefs.work(shoot, transcriber=listener)
    transcript = shoot.folder() / "idea.transcript.txt"
    assert transcript.read_text() == "A slow push-in on the lighthouse.\n"
    assert "#   idea.m4a: spoken by you, written down by speech to text" in briefs.draft(shoot)
    assert "A draft was written of idea.m4a" in shoot.text()
    briefs.see(shoot)
    assert len(briefs.jobs(shoot)) == 1


def test_all_that_is_told_of_a_shot_is_one_drop(shoot: Shoot, spoken: bytes) -> None:
    folder = shoot.folder()
    folder.mkdir(parents=True)
    (folder / "brief.md").write_text("Dusk.")
    (folder / "brief 2.txt").write_text("Wide.")
    briefs.drop(shoot, "later.m4a", spoken)
    briefs.work(shoot, transcriber=ScriptedTranscriber())
    words = ["Wide.", "Dusk.", "A slow push-in on the lighthouse."]
    assert "\n\n".join(f"  {word}" for word in words) in briefs.draft(shoot)
    assert len(briefs.jobs(shoot)) == 1


def test_two_memos_of_one_name_have_each_a_transcript(shoot: Shoot, spoken: bytes) -> None:
    folder = shoot.folder()
    folder.mkdir(parents=True)
    memo(folder / "idea.wav")
    briefs.drop(shoot, "idea.m4a", spoken)
    shoot.later(61)  # a WAV that ends in silence may still be filling
    briefs.work(shoot, transcriber=ScriptedTranscriber())
    found = sorted(path.name for path in folder.glob("*.transcript.txt"))
    assert found == ["idea.m4a.transcript.txt", "idea.wav.transcript.txt"]


def test_a_renamed_draft_is_a_spec_like_any_other(shoot: Shoot) -> None:
    briefs.drop(shoot)
    briefs.work(shoot)
    folder = shoot.folder()
    (folder / "shot.draft.yaml").rename(folder / "shot.yaml")
    for role, seed in (("first", 1), ("last", 2)):
        write(folder / f"{role}.png", png(32, 18, seed=seed))
    shoot.later()
    assert [job.plan.rule for job in shoot.jobs(JobState.QUEUED)] == ["render-shot"]
    shoot.make_all()
    assert shoot.card() == "DONE T01"
    shoot.later(130)
    assert "brief.txt: it may stay here; a shot.yaml stands" in shoot.text()


def test_nothing_is_rendered_of_a_draft(shoot: Shoot) -> None:
    shoot.drop(spec=None)
    briefs.drop(shoot)
    briefs.work(shoot)
    assert shoot.jobs(JobState.QUEUED) == []
    assert shoot.card() == "WAITING for shot.yaml"


def test_a_brief_beside_frames_takes_the_place_of_the_draft_that_says_nothing(
    shoot: Shoot,
) -> None:
    shoot.drop(spec=None)
    shoot.later()
    assert 'description: ""' in briefs.draft(shoot)
    briefs.drop(shoot)
    briefs.work(shoot)
    assert "The lighthouse at dusk" in briefs.draft(shoot)


def test_a_shot_with_a_spec_has_no_use_for_a_brief(shoot: Shoot) -> None:
    shoot.drop()
    briefs.drop(shoot)
    assert briefs.jobs(shoot) == []
    assert briefs.drafts(shoot) == {}


def test_a_spec_that_comes_before_the_draft_takes_the_order_back(shoot: Shoot) -> None:
    briefs.drop(shoot)
    shoot.drop(spec=SPEC)
    shoot.later()
    assert briefs.jobs(shoot) == []
    assert [job.plan.rule for job in shoot.jobs()] == ["render-shot"]


def test_a_spec_that_comes_while_the_draft_is_made_stays_alone(shoot: Shoot) -> None:
    briefs.drop(shoot)
    (job,) = briefs.jobs(shoot)
    shoot.engine.begin(job.plan.job)
    write(shoot.folder() / "shot.yaml", SPEC)
    assert isinstance(briefs.step(shoot, job, 1, ()), Done)
    assert briefs.drafts(shoot) == {}


def test_without_speech_to_text_a_memo_waits_and_says_for_what(
    shoot: Shoot, spoken: bytes
) -> None:
    briefs.drop(shoot, "idea.m4a", spoken)
    outcome = briefs.work(shoot)
    assert isinstance(outcome, Later)
    (job,) = briefs.jobs(shoot)
    shoot.engine.delay(job.plan.job, outcome.fault)
    shoot.look_again()
    assert shoot.card() == "WAITING for speech to text"
    assert "or write what the memo says as brief.txt" in shoot.text()


def test_a_language_model_that_is_down_is_waited_for(shoot: Shoot) -> None:
    writer = with_writer(shoot)
    writer.fault = DOWN
    briefs.drop(shoot)
    outcome = briefs.work(shoot, writers={"ollama": writer})
    assert isinstance(outcome, Later)
    (job,) = briefs.jobs(shoot)
    shoot.engine.delay(job.plan.job, outcome.fault)
    shoot.look_again()
    assert shoot.card() == "WAITING for ollama"


def test_a_brief_that_is_no_text_is_a_failure_by_name(shoot: Shoot) -> None:
    briefs.drop(shoot, "brief.txt", b"{\\rtf1 The lighthouse.}")
    outcome = briefs.work(shoot)
    assert isinstance(outcome, Failed)
    assert "a rich text document" in outcome.fault.what


def test_a_text_of_another_name_is_no_brief(shoot: Shoot) -> None:
    briefs.drop(shoot, "notes.txt", BRIEF)
    assert briefs.jobs(shoot) == []


def test_where_no_rule_speaks_of_briefs_nothing_is_made_of_them(
    shoot: Shoot, tmp_path: Path
) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "name: draft-spec\nwhen: {path: 'scenes/{scene}/{shot}/{brief}', kinds: [md]}\n"
        "do:\n  - transcribe.memo\n  - draft.spec\n"
    )
    shoot.restart()
    briefs.drop(shoot)
    assert briefs.jobs(shoot) == []
