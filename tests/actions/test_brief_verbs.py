"""The verbs over briefs: who is asked, what is believed, and what stands where nobody can."""

from __future__ import annotations

from typing import Any

import pytest

from lyrad.errors import Code, Fault, Permanent
from lyrad.model.plan import Done, Failed, Later
from tests.support import briefs
from tests.support.briefs import SAID, ScriptedTranscriber, ScriptedWriter
from tests.support.shoot import DOWN, Shoot

UNFIT = Permanent(
    Fault(code=Code.ANSWER_UNFIT, what="The model gave no sense.", where="here", next="Another.")
)
BROKEN = Permanent(
    Fault(code=Code.OUT_OF_MEMORY, what="The card is too small.", where="here", next="Smaller.")
)


@pytest.fixture
def shoot(tmp_path: Any) -> Any:
    (tmp_path / "rules").mkdir()
    rule = (
        "name: draft-spec\nwhen: {path: 'scenes/{scene}/{shot}/{brief}'}\n"
        "do:\n  - transcribe.memo\n  - draft.spec: {backend: ollama%s}\n"
    )
    (tmp_path / "rules" / "mine.yaml").write_text(rule % "")
    (tmp_path / "fallback.yaml").write_text(rule % ", fallback: builtin")
    found = Shoot(tmp_path)
    yield found
    found.close()


def drafted(shoot: Shoot, writer: ScriptedWriter, words: str = briefs.BRIEF) -> str:
    briefs.drop(shoot, words=words)
    assert isinstance(briefs.work(shoot, writers={"ollama": writer}), Done)
    return briefs.draft(shoot)


def test_an_answer_that_is_no_spec_is_handed_back_once_with_what_was_wrong(shoot: Shoot) -> None:
    writer = ScriptedWriter(answers=[{"description": "Dusk.", "duration": "0s"}, SAID])
    assert "duration: 4s" in drafted(shoot, writer)
    first, second = (order.prompt for order in writer.asked)
    assert second.startswith(first)
    assert '"duration": "0s"' in second
    assert "`duration` is" in second


def test_of_two_answers_that_are_no_spec_the_words_stand(shoot: Shoot) -> None:
    bad = {"description": "Dusk.", "duration": "0s"}
    text = drafted(shoot, ScriptedWriter(answers=[bad, bad]))
    assert "# What the model writes:8b made of it is no spec, twice.\n" in text
    assert "  The lighthouse at dusk, a slow push-in. Four seconds.\n" in text


def test_of_a_model_without_sense_the_words_stand_and_say_why(shoot: Shoot) -> None:
    text = drafted(shoot, ScriptedWriter(answers=[UNFIT]))
    assert "# The model gave no sense.\n" in text
    assert "  No people.\n" in text


def test_a_model_that_breaks_down_is_a_failure_by_name(shoot: Shoot) -> None:
    briefs.drop(shoot)
    outcome = briefs.work(shoot, writers={"ollama": ScriptedWriter(answers=[BROKEN])})
    assert isinstance(outcome, Failed)
    assert outcome.fault.code is Code.OUT_OF_MEMORY
    assert briefs.drafts(shoot) == {}


def test_a_length_and_a_count_that_nobody_spoke_of_are_left_out(shoot: Shoot) -> None:
    answer = {**SAID, "takes": 3, "negative": "", "characters": []}
    text = drafted(shoot, ScriptedWriter(answers=[answer]), "The lighthouse at dusk.")
    assert "duration" not in text
    assert "takes" not in text
    assert "negative" not in text


def test_only_characters_that_the_production_has_may_be_named(shoot: Shoot) -> None:
    (shoot.root / "characters" / "MIRA").mkdir(parents=True)
    writer = ScriptedWriter(answers=[{**SAID, "characters": ["MIRA"]}])
    assert "characters:\n- MIRA\n" in drafted(shoot, writer)
    (order,) = writer.asked
    assert "Characters of this production: MIRA." in order.prompt
    keys: Any = order.schema["properties"]
    assert keys["characters"] == {"type": "array", "items": {"enum": ["MIRA"]}}


def test_a_fallback_says_that_nobody_put_the_words_in_order(shoot: Shoot) -> None:
    rules = shoot.settings.rules
    (rules.parent / "fallback.yaml").replace(rules / "mine.yaml")
    shoot.restart()
    text = drafted(shoot, ScriptedWriter(fault=DOWN))
    assert "ComfyUI does not answer. So nobody put the words in order." in text


def test_without_a_fallback_a_draft_waits_for_its_model(shoot: Shoot) -> None:
    briefs.drop(shoot)
    assert isinstance(briefs.work(shoot, writers={"ollama": ScriptedWriter(fault=DOWN)}), Later)


def test_a_writer_that_is_not_set_up_is_named(shoot: Shoot) -> None:
    briefs.drop(shoot)
    outcome = briefs.work(shoot)
    assert isinstance(outcome, Failed)
    assert "There is nobody named ollama to write." in outcome.fault.what


def test_a_transcript_that_is_there_is_not_asked_for_again(shoot: Shoot) -> None:
    briefs.drop(shoot, "idea.aac", b"nobody looks inside")
    shoot.later(61)
    (job,) = briefs.jobs(shoot)
    listener = ScriptedTranscriber()
    for _ in range(2):
        first = briefs.step(shoot, job, 0, (), transcriber=listener)
        assert isinstance(first, Done)
        work = shoot.state / "work" / job.plan.job / "1-transcribe.memo"
        (work / "done.json").unlink()
    assert listener.heard == ["idea.aac"]
