"""Whatever ACE-Step does wrong has a name, and says what to do; what may pass is waited for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.backends.acestep import paper
from lyrad.backends.acestep.following import MOST_BLIND
from lyrad.errors import Code, LyradError, Permanent, Temporary
from lyrad.ports import ComposeOrder, Composer, Finished, Lost, Working
from tests.standins.acestep.quirks import BASE
from tests.support.acestep import (
    AceStep,
    Composers,
    brought,
    compose_order,
    waited,
)  # fmt: skip
from tests.support.acestep import (
    acestep as acestep_server,
)
from tests.support.signal import FakeSignal


@pytest.fixture
def order(tmp_path: Path) -> ComposeOrder:
    return compose_order(tmp_path / "work")


def failure(tool: Composer, order: ComposeOrder) -> LyradError:
    with pytest.raises(LyradError) as caught:
        brought(tool, order)
    return caught.value


@pytest.mark.parametrize(
    ("quirks", "said", "where"),
    [
        ({"service": "Some other API"}, "is no ACE-Step.", ""),
        ({"older": True}, "is ACE-Step 1.0, which lyrad does not speak with", ""),
        ({"version": "later", "initialised": False}, "has not loaded its models", "/health"),
        ({"sick": True}, "does not answer", "/health answers 503"),
        ({"key": "another"}, "does not take lyrad's key", "Invalid API key"),
        ({"full": True}, "more to do than it takes", "queue is full"),
    ],
)
def test_a_server_that_cannot_be_used_is_named(
    acestep: AceStep, composers: Composers, order: ComposeOrder, quirks: dict[str, object],
    said: str, where: str,
) -> None:  # fmt: skip
    acestep.quirks(**quirks)
    fault = composers(acestep, key="mine").probe(order)
    assert fault
    assert said in fault.what
    assert acestep.url in fault.where
    assert where in fault.where
    assert fault.code is Code.BACKEND_DOWN


def test_nobody_there_is_told_with_the_address(composers: Composers, order: ComposeOrder) -> None:
    fault = composers("http://127.0.0.1:9").probe(order)
    assert fault
    assert fault.where == "http://127.0.0.1:9: nobody answers there"


def test_no_proxy_of_the_environment_is_asked(
    acestep: AceStep, composers: Composers, order: ComposeOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert composers(acestep).probe(order) is None


@pytest.mark.parametrize("version", ["feb", "later"])
def test_a_model_of_the_rule_that_is_not_loaded_is_waited_for(
    acestep: AceStep, composers: Composers, order: ComposeOrder, version: str
) -> None:
    acestep.quirks(version=version, on_disk=[BASE])
    fault = composers(acestep).probe(replace(order, options={"model": BASE}))
    assert fault
    assert fault.code is Code.MODEL_MISSING
    assert "it has acestep-v15-turbo" in fault.where
    assert BASE in fault.next


def test_music_that_another_model_made_than_the_rule_names_is_refused(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    error = failure(composers(acestep), replace(order, options={"model": BASE}))
    assert isinstance(error, Permanent)
    assert error.fault.code is Code.MODEL_MISSING
    assert f"used acestep-v15-turbo instead of {BASE}" in error.fault.what


@pytest.mark.parametrize(
    ("quirk", "said"),
    [
        ("busy", "more to do than it takes"),
        ("busy inside", "more to do than it takes"),
        ("moved", "is no ACE-Step"),
        ("gateway", "does not answer"),
        ("deaf", "does not answer"),
    ],
)
def test_an_order_that_may_be_taken_later_waits(
    acestep: AceStep, composers: Composers, order: ComposeOrder, quirk: str, said: str
) -> None:
    acestep.quirks(refuses=[quirk])
    tool = composers(acestep)
    error = failure(tool, order)
    assert isinstance(error, Temporary)
    assert said in error.fault.what
    made = brought(tool, order)
    doubled = "more than once" in str(made.facts["remarks"])
    assert doubled == (quirk in {"gateway", "deaf"})


def test_an_order_that_never_left_is_not_counted_as_taken(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    ours = paper.Paper(order="x", server="y").asking({})
    assert (ours.unsure, ours.answered("").unsure) == (1, 0)
    with pytest.raises(Temporary):
        composers("http://127.0.0.1:9").submit(order)
    assert paper.read(order.work) is None


@pytest.mark.parametrize(
    ("quirk", "said"),
    [
        ("code", "generation error: no handler"),
        ("bad", "JSON payload must be an object"),
        ("wrong", "bpm: Input should be an integer"),
        ("broken", "Internal Server Error"),
        ("numberless", "it gives it no number"),
    ],
)
def test_an_order_that_is_refused_fails_with_the_servers_words(
    acestep: AceStep, composers: Composers, order: ComposeOrder, quirk: str, said: str
) -> None:
    acestep.quirks(refuses=[quirk])
    error = failure(composers(acestep), order)
    assert isinstance(error, Permanent)
    assert error.fault.what == f"ACE-Step does not take the order: {said}."


@pytest.mark.parametrize(
    ("version", "quirk", "said"),
    [
        ("later", "fails", "RuntimeError: the VAE did not decode."),
        ("later", "fails silently", "it gives no reason."),
        ("feb", "fails", "it gives no reason."),
    ],
)
def test_a_task_that_fails_tells_the_end_of_its_error_and_never_the_rest(
    acestep: AceStep, composers: Composers, order: ComposeOrder, version: str, quirk: str,
    said: str,
) -> None:  # fmt: skip
    acestep.quirks(version=version, ends=[quirk])
    tool = composers(acestep)
    error = failure(tool, order)
    assert isinstance(error, Permanent)
    assert error.fault.what == f"ACE-Step could not make the music: {said}"
    assert "Traceback" not in str(error)
    assert "/opt/" not in str(error)
    assert brought(tool, order).path.is_file()  # RETAKE begins anew


def test_a_card_that_is_full_once_is_waited_for_and_twice_fails(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    acestep.quirks(version="later", ends=["memory", "memory"])
    tool = composers(acestep)
    first = failure(tool, order)
    assert isinstance(first, Temporary)
    assert first.fault.code is Code.OUT_OF_MEMORY
    second = failure(tool, order)
    assert isinstance(second, Permanent)
    assert "twice" in second.fault.what


def test_success_with_nothing_saved_is_a_failure(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    acestep.quirks(ends=["silent"])
    error = failure(composers(acestep), order)
    assert isinstance(error, Permanent)
    assert "silence" in error.fault.what
    assert "another seed" in error.fault.next


def test_a_cue_that_is_longer_than_anything_it_makes_is_refused_before_it_is_asked_for(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    before = len(acestep.asked())
    error = failure(composers(acestep), compose_order(tmp_path / "work", seconds=601))
    assert "601 s long, and ACE-Step makes 600 s at most" in error.fault.what
    assert len(acestep.asked()) == before


def test_music_that_a_small_card_made_too_short_is_not_taken(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    acestep.quirks(most=12.0)
    error = failure(composers(acestep), compose_order(tmp_path / "work", seconds=20))
    assert isinstance(error, Permanent)
    assert error.fault.code is Code.BACKEND_FAILED
    assert "made 12.0 s of music, and the cue is 20.0 s long" in error.fault.what


@pytest.mark.parametrize(
    ("quirk", "said", "orders"),
    [
        ("cut", "it came only in part", 1),
        ("cut quietly", "it is cut off", 1),
        ("broken", "the server answers 500", 1),
        ("gone", "the server has it no more", 2),
        ("outside", "does not give away its own file", 2),
        ("page", "it is no music", 2),
        ("empty", "it is empty", 2),
    ],
)
def test_music_that_does_not_come_whole_is_brought_again_or_made_again(
    acestep: AceStep, composers: Composers, order: ComposeOrder, quirk: str, said: str, orders: int
) -> None:
    acestep.quirks(sends=[quirk])
    tool, before = composers(acestep), len(acestep.asked())
    error = failure(tool, order)
    assert isinstance(error, Temporary)
    assert said in error.fault.what
    assert not list(order.work.glob("music*"))
    assert brought(tool, order).path.is_file()
    assert len(acestep.asked()) - before == orders


def test_music_that_never_comes_whole_fails_at_the_third_time(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    acestep.quirks(sends=["cut", "gone", "cut"])
    tool = composers(acestep)
    assert [type(failure(tool, order)) for _ in range(3)] == [Temporary, Temporary, Permanent]


def test_a_file_on_another_server_is_not_asked_for_with_our_key(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    acestep.quirks(ends=["afar"])
    error = failure(composers(acestep), order)
    assert isinstance(error, Temporary)
    assert "another server" in error.fault.what


def test_a_question_that_fails_is_asked_again_and_loses_no_task(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    tool = composers(acestep)
    acestep.quirks(asks=["broken"])
    ticket = tool.submit(order)
    with pytest.raises(Temporary) as caught:
        tool.poll(order, ticket)
    assert "/query_result answers 500" in caught.value.fault.where
    assert isinstance(waited(tool, order, ticket), Finished)


@pytest.mark.parametrize("quirk", ["odd", "empty"])
def test_an_answer_that_says_nothing_loses_no_task(
    acestep: AceStep, composers: Composers, order: ComposeOrder, quirk: str
) -> None:
    tool, before = composers(acestep), len(acestep.asked())
    acestep.quirks(asks=[quirk])
    ticket = tool.submit(order)
    assert isinstance(tool.poll(order, ticket), Working)
    assert isinstance(waited(tool, order, ticket), Finished)
    assert len(acestep.asked()) == before + 1


def test_a_task_that_a_server_never_heard_of_is_lost_after_some_looks(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    tool = composers(acestep)
    ticket = tool.submit(order)
    acestep.quirks(do="forget")
    stands = [type(tool.poll(order, ticket)) for _ in range(MOST_BLIND)]
    assert stands == [Working] * (MOST_BLIND - 1) + [Lost]
    assert isinstance(waited(tool, order, tool.submit(order)), Finished)


def test_a_task_that_was_seen_once_and_then_no_more_is_lost_at_once(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    tool = composers(acestep)
    ticket = tool.submit(order)
    assert isinstance(tool.poll(order, ticket), Working)
    acestep.quirks(do="forget")
    assert isinstance(composers(acestep).poll(order, ticket), Lost)


def test_a_task_that_a_killed_server_says_it_runs_is_lost(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    tool = composers(acestep)
    ticket = tool.submit(order)
    assert isinstance(tool.poll(order, ticket), Working)
    acestep.quirks(do="orphan")
    assert isinstance(waited(tool, order, ticket), Lost)
    assert isinstance(waited(tool, order, tool.submit(order)), Finished)


def test_a_task_that_timed_out_with_its_server_is_lost_and_has_not_failed(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    tool = composers(acestep)
    ticket = tool.submit(order)
    assert isinstance(tool.poll(order, ticket), Working)
    acestep.quirks(do="orphan")
    acestep.quirks(do="expire")
    assert isinstance(waited(tool, order, ticket), Lost)


def test_a_long_task_of_a_busy_server_is_not_taken_for_lost(
    acestep: AceStep, composers: Composers, order: ComposeOrder
) -> None:
    tool = composers(acestep)
    ticket = tool.submit(order)
    acestep.quirks(held=True)
    assert {type(tool.poll(order, ticket)) for _ in range(50)} == {Working}
    acestep.quirks(counts=False)
    assert {type(tool.poll(order, ticket)) for _ in range(50)} == {Working}


def test_a_server_that_goes_away_in_the_middle_is_waited_for_and_asked_again(
    composers: Composers, tmp_path: Path
) -> None:
    order = compose_order(tmp_path / "work")
    with acestep_server(tmp_path / "server") as mortal:
        tool = composers(mortal)
        ticket = tool.submit(order)
        assert isinstance(tool.poll(order, ticket), Working)
        mortal.kill()
        with pytest.raises(Temporary) as caught:
            tool.poll(order, ticket)
        assert caught.value.fault.code is Code.BACKEND_DOWN
        ours = paper.read(order.work)
        assert ours
        assert ours.task == ticket.id
        mortal.start_again()
        assert isinstance(tool.poll(order, ticket), Lost)
        assert brought(tool, order).path.is_file()


def test_a_server_that_goes_away_before_its_music_is_brought_spoils_nothing(
    composers: Composers, tmp_path: Path
) -> None:
    order = compose_order(tmp_path / "work")
    with acestep_server(tmp_path / "server") as mortal:
        tool = composers(mortal)
        ticket = tool.submit(order)
        waited(tool, order, ticket)
        mortal.kill()
        with pytest.raises(Temporary):
            tool.fetch(order, ticket, FakeSignal(), lambda _: None)
        ours = paper.read(order.work)
        assert ours
        assert (ours.task, ours.spoiled) == (ticket.id, 0)
        mortal.start_again()
