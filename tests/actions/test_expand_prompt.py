"""The verb `expand.prompt`: asked once for all takes, told in the receipt, held to the spec."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from lyrad.actions import FOR_SHOTS
from lyrad.actions._receipt import step_receipt
from lyrad.actions.caption_dataset import CARD
from lyrad.actions.expand_prompt import ExpandPrompt
from lyrad.actions.render_between import RenderBetween
from lyrad.errors import Cancelled, Code, Fault, Permanent, Temporary
from lyrad.model.plan import Artifact, ShotPlan, Step
from lyrad.ports import Bench
from tests.actions.test_render_between import shot
from tests.support.benches import ScriptedBackend, bench
from tests.support.writers import CountingWriter

BUILT = "A slow push-in on the lighthouse."
DOWN = Fault(code=Code.BACKEND_DOWN, what="Nobody answers.", where="here", next="Start it.")
UNFIT = Fault(code=Code.ANSWER_UNFIT, what="It makes no sense.", where="here", next="Another.")


def expanded(
    folder: Path, *, prompt: str = BUILT, ask: str = "Write.", **changes: Any
) -> ShotPlan:
    steps = (
        Step(
            action="expand.prompt",
            fields={"backend": "ollama"},
            lane=CARD,
            frozen={"ask": ask, "family": "sentences"},
        ),
        Step(action="render.between", fields={"prompt": prompt}, lane="cpu"),
    )
    return replace(shot(folder), steps=steps, **changes)


def at(folder: Path, writer: CountingWriter, **changes: Any) -> Bench:
    plan = changes.pop("plan", None) or expanded(folder)
    return bench(folder, plan, writers={"ollama": writer}, **changes)


def words(made: tuple[Artifact, ...]) -> str:
    return str(made[0].facts["words"])


def test_the_prompt_of_the_step_that_renders_is_written_out(tmp_path: Path) -> None:
    writer = CountingWriter()
    (made,) = ExpandPrompt(model="writes:8b", seed=3).perform(at(tmp_path, writer))
    (order,) = writer.orders
    assert (order.prompt, order.system, order.seed) == (BUILT, "Write.", 3)
    assert (order.model, order.work) == ("writes:8b", tmp_path / "work" / "0")
    assert made.kind == "prompt"
    assert made.facts["words"] == f"{BUILT} Written out, 1."


def test_the_receipt_says_which_words_were_whose(tmp_path: Path) -> None:
    (made,) = ExpandPrompt().perform(at(tmp_path, CountingWriter()))
    told = step_receipt(made)
    assert (told.action, told.backend) == ("expand.prompt", "ollama")
    assert told.facts == {
        "built": BUILT,
        "words": f"{BUILT} Written out, 1.",
        "writer": "ollama",
        "model": "writes:8b",
        "digest": "abc123",
        "family": "sentences",
        "seed": 0,
        "remembered": False,
    }


def test_a_second_take_has_another_seed_and_the_same_words(tmp_path: Path) -> None:
    writer, tool = CountingWriter(), ScriptedBackend()
    for seed in (7, 8):
        plan = expanded(tmp_path, attempt=seed - 6, seed=seed)
        here = at(tmp_path / str(seed), writer, plan=plan)
        here = replace(
            here,
            store=lambda sha: tmp_path / "store" / sha,
            expansions=at(tmp_path, writer).expansions,
            backends={"builtin": tool},
        )
        made = ExpandPrompt().perform(here)
        RenderBetween(prompt=BUILT).perform(replace(here, step=1, earlier=made))
    assert len(writer.orders) == 1
    assert [order.prompt for order in tool.orders] == [f"{BUILT} Written out, 1."] * 2
    assert [order.seed for order in tool.orders] == [7, 8]


def test_a_kill_after_the_answer_and_before_the_render_changes_no_word(tmp_path: Path) -> None:
    writer = CountingWriter()
    first = ExpandPrompt().perform(at(tmp_path, writer))
    again = ExpandPrompt().perform(replace(at(tmp_path, writer), tries=2))
    assert words(first) == words(again)
    assert again[0].facts["remembered"] is True
    assert len(writer.orders) == 1


@pytest.mark.parametrize("changed", [{"prompt": "Another."}, {"ask": "Write less."}])
def test_other_words_or_another_task_are_asked_anew(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    writer = CountingWriter()
    ExpandPrompt().perform(at(tmp_path, writer))
    ExpandPrompt().perform(at(tmp_path, writer, plan=expanded(tmp_path, **changed)))
    ExpandPrompt(seed=1).perform(at(tmp_path, writer))
    assert len(writer.orders) == 3


def test_the_render_uses_the_words_and_its_receipt_holds_them(tmp_path: Path) -> None:
    tool = ScriptedBackend()
    here = at(tmp_path, CountingWriter("A lighthouse, far off."), backends={"builtin": tool})
    made = ExpandPrompt().perform(here)
    there = replace(here, step=1, earlier=made)
    (clip,) = RenderBetween(prompt=BUILT, negative="text").perform(there)
    assert tool.orders[0].prompt == "A lighthouse, far off."
    assert (clip.facts["prompt"], clip.facts["negative"]) == ("A lighthouse, far off.", "text")


def test_without_the_step_the_rules_own_prompt_is_rendered(tmp_path: Path) -> None:
    tool = ScriptedBackend()
    (clip,) = RenderBetween(prompt=BUILT).perform(
        at(tmp_path, CountingWriter(), backends={"builtin": tool})
    )
    assert tool.orders[0].prompt == clip.facts["prompt"] == BUILT


def test_a_tool_that_is_down_is_waited_for(tmp_path: Path) -> None:
    writer = CountingWriter()
    writer.fault = DOWN
    with pytest.raises(Temporary) as caught:
        ExpandPrompt().perform(at(tmp_path, writer))
    assert caught.value.fault is DOWN
    writer.fault = None
    assert words(ExpandPrompt().perform(at(tmp_path, writer))).endswith("Written out, 1.")


def test_what_was_written_before_needs_no_tool(tmp_path: Path) -> None:
    writer = CountingWriter()
    first = ExpandPrompt().perform(at(tmp_path, writer))
    writer.fault = DOWN
    assert words(ExpandPrompt().perform(at(tmp_path, writer))) == words(first)


@pytest.mark.parametrize("error", [Temporary(DOWN), Permanent(UNFIT)])
def test_with_a_fallback_the_specs_own_words_stand_and_that_is_told_and_not_kept(
    tmp_path: Path, error: Exception
) -> None:
    writer = CountingWriter(error)
    (made,) = ExpandPrompt(fallback="builtin").perform(at(tmp_path, writer))
    assert (made.facts["built"], made.facts["words"]) == (BUILT, BUILT)
    assert made.facts["without"] == "ollama"
    assert words(ExpandPrompt(fallback="builtin").perform(at(tmp_path, writer))) != BUILT


def test_an_answer_of_no_sense_fails_where_nothing_may_stand_in(tmp_path: Path) -> None:
    with pytest.raises(Permanent) as caught:
        ExpandPrompt().perform(at(tmp_path, CountingWriter(Permanent(UNFIT))))
    assert caught.value.fault is UNFIT


@pytest.mark.parametrize("fallback", ["", "builtin"])
def test_a_tool_that_nobody_set_up_is_named(tmp_path: Path, fallback: str) -> None:
    here = bench(tmp_path, expanded(tmp_path))
    with pytest.raises(Permanent) as caught:
        ExpandPrompt(fallback=fallback).perform(here)
    assert caught.value.fault.code is Code.BACKEND_UNKNOWN
    assert "writer" in caught.value.fault.next


def test_a_hold_is_no_failure_to_stand_in_for(tmp_path: Path) -> None:
    writer = CountingWriter(Cancelled(DOWN))
    with pytest.raises(Cancelled):
        ExpandPrompt(fallback="builtin").perform(at(tmp_path, writer))


def test_refused_words_are_kept_in_the_receipt_beside_those_that_were_used(tmp_path: Path) -> None:
    (made,) = ExpandPrompt().perform(at(tmp_path, CountingWriter(" ")))
    assert made.facts["words"] == BUILT
    assert (made.facts["refused"], made.facts["offered"]) == ("was empty", " ")


def test_no_words_are_not_written_out(tmp_path: Path) -> None:
    writer = CountingWriter()
    (made,) = ExpandPrompt().perform(at(tmp_path, writer, plan=expanded(tmp_path, prompt="")))
    assert (made.facts["words"], writer.orders) == ("", [])


def test_the_step_has_the_card_to_itself_and_knows_one_fallback() -> None:
    assert FOR_SHOTS["expand.prompt"] is ExpandPrompt
    assert ExpandPrompt.lane == CARD
    with pytest.raises(ValidationError):
        ExpandPrompt(fallback="comfyui")
