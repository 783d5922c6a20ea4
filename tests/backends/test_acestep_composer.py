"""Music comes from ACE-Step: asked for once, waited for, brought whole, and told truly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lyrad.backends.acestep import paper
from lyrad.errors import Cancelled
from lyrad.ports import Finished, Lost, Working
from tests.standins.acestep.quirks import BASE, TURBO
from tests.standins.acestep.sound import tone
from tests.support.acestep import AceStep, Composers, brought, compose_order, waited
from tests.support.signal import FakeSignal
from tests.support.sounds import lowest_note


def test_music_is_asked_for_waited_for_and_brought(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    acestep.quirks(version="later")
    order = compose_order(tmp_path / "work")
    made = brought(composers(acestep), order)
    assert made.path == order.work / "music.wav"
    assert made.seed == 1234
    assert not made.draft
    assert lowest_note(made.path) == pytest.approx(tone(1234), abs=0.5)
    assert (made.facts["model"], made.facts["model_licence"]) == (TURBO, "MIT")
    assert (made.facts["seconds"], made.facts["remarks"]) == (10.0, [])
    assert made.facts["asked"]["audio_duration"] == 10.0
    assert sorted(path.name for path in order.work.iterdir()) == [paper.NAME, "music.wav"]


def test_its_music_may_be_sold_needs_the_card_and_outlives_lyrad(composers: Composers) -> None:
    tool = composers("http://127.0.0.1:9")
    assert (tool.licence, tool.commercial, tool.card, tool.outlives) == ("", True, True, True)


def test_a_server_of_february_takes_no_seed_and_the_one_it_used_is_told(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    made = brought(composers(acestep), compose_order(tmp_path / "work"))
    assert made.seed not in {None, 1234}
    assert lowest_note(made.path) == pytest.approx(tone(made.seed or 0), abs=0.5)
    assert "instead of the one that it was given" in str(made.facts["remarks"])


def test_a_seed_that_is_not_told_is_not_made_up(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    acestep.quirks(ends=["n/a"])
    made = brought(composers(acestep), compose_order(tmp_path / "work"))
    assert (made.seed, made.facts["model"]) == (None, "")
    assert "does not say which seed" in str(made.facts["remarks"])


def test_of_a_batch_that_nobody_asked_for_the_first_is_taken_with_its_seed(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    acestep.quirks(ends=["batch"])
    made = brought(composers(acestep), compose_order(tmp_path / "work"))
    assert lowest_note(made.path) == pytest.approx(tone(made.seed or 0), abs=0.5)


def test_a_file_is_called_what_it_is_whatever_was_asked_for(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    acestep.quirks(ends=["mp3"])
    made = brought(composers(acestep), compose_order(tmp_path / "work"))
    assert made.path.name == "music.mp3"
    assert made.facts["format"] == "mp3"


def test_how_far_it_is_is_told(acestep: AceStep, composers: Composers, tmp_path: Path) -> None:
    tool, order = composers(acestep), compose_order(tmp_path / "work")
    acestep.quirks(looks=4)
    ticket, notes = tool.submit(order), []
    while isinstance(stand := tool.poll(order, ticket), Working):
        notes.append(stand.progress.note if stand.progress else "")
    assert notes[0] == "waiting for its turn at ACE-Step"
    assert notes[-1] == "at work at ACE-Step, 35%"


def test_a_server_is_not_asked_more_often_than_once_a_second(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    tool, order = composers(acestep, every=1.0), compose_order(tmp_path / "work")
    ticket, before = tool.submit(order), len(acestep.asked("/query_result"))
    assert tool.poll(order, ticket) != Working(progress=None)
    assert tool.poll(order, ticket) == tool.poll(order, ticket) == Working(progress=None)
    assert len(acestep.asked("/query_result")) == before + 1


def test_the_key_goes_into_a_header_everywhere(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    acestep.quirks(key="a secret")
    tool, order = composers(acestep, key="a secret"), compose_order(tmp_path / "work")
    assert tool.probe(order) is None
    assert brought(tool, order).path.is_file()
    assert "a secret" not in str(acestep.asked()) + (order.work / paper.NAME).read_text()


def test_a_restarted_lyrad_takes_up_the_task_that_is_at_work(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    order, before = compose_order(tmp_path / "work"), len(acestep.asked())
    ticket = composers(acestep).submit(order)
    later = composers(acestep)
    assert later.submit(order) == ticket
    assert isinstance(waited(later, order, ticket), Finished)
    assert len(acestep.asked()) == before + 1


def test_a_kill_before_the_number_came_asks_once_more_and_says_so(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    tool, order = composers(acestep), compose_order(tmp_path / "work")
    tool.submit(order)
    ours = paper.read(order.work)
    assert ours
    paper.write(ours.asking(ours.asked), order.work)  # as it lay there until the answer came
    made = brought(composers(acestep), order)
    assert "more than once" in str(made.facts["remarks"])


def test_another_order_in_the_same_folder_is_another_task(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    tool, order = composers(acestep), compose_order(tmp_path / "work")
    first = tool.submit(order)
    second = tool.submit(replace(order, prompt="flutes"))
    assert first.id != second.id
    assert isinstance(tool.poll(order, first), Lost)


def test_another_server_in_the_settings_is_given_the_order_anew(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    order = compose_order(tmp_path / "work")
    ticket = composers(acestep).submit(order)
    moved = composers(acestep.url.replace("127.0.0.1", "localhost"))
    assert isinstance(moved.poll(order, ticket), Lost)
    assert moved.submit(order).id != ticket.id


def test_music_that_was_refused_after_it_was_brought_is_made_anew(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    tool, order = composers(acestep), compose_order(tmp_path / "work")
    brought(tool, order)
    before = len(acestep.asked())
    brought(tool, order)
    assert len(acestep.asked()) == before + 1


def test_a_kill_after_the_music_was_brought_brings_it_again(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    tool, order = composers(acestep), compose_order(tmp_path / "work")
    ticket = tool.submit(order)
    waited(tool, order, ticket)
    tool.fetch(order, ticket, FakeSignal(), lambda _: None)
    later = composers(acestep)
    assert isinstance(later.poll(order, ticket), Finished)
    assert later.fetch(order, ticket, FakeSignal(), lambda _: None).path.is_file()


def test_what_is_cancelled_is_forgotten_and_the_server_makes_it_all_the_same(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    tool, order = composers(acestep), compose_order(tmp_path / "work")
    ticket = tool.submit(order)
    tool.cancel(order, ticket)
    assert isinstance(tool.poll(order, ticket), Lost)
    assert list(order.work.iterdir()) == []
    assert tool.submit(order).id != ticket.id


def test_a_cancel_is_heard_while_the_music_comes(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    tool, order, signal = composers(acestep), compose_order(tmp_path / "work"), FakeSignal()
    ticket = tool.submit(order)
    waited(tool, order, ticket)
    signal.cancel()
    with pytest.raises(Cancelled):
        tool.fetch(order, ticket, signal, lambda _: None)
    assert not (order.work / "music.wav").exists()


def test_a_model_of_the_rule_is_asked_for_with_its_own_pace(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    acestep.quirks(models=[TURBO, BASE])
    order = compose_order(tmp_path / "work", options={"model": f"acestep/{BASE}"})
    tool = composers(acestep, model=TURBO)
    assert tool.probe(order) is None
    acestep.quirks(models=[BASE, TURBO])
    order = replace(order, options={"model": BASE})
    assert brought(tool, order).facts["model"] == BASE
    asked = acestep.asked()[-1]
    assert (asked["model"], asked["inference_steps"], asked["shift"]) == (BASE, 50, 1.0)


def test_a_model_of_the_settings_that_is_not_loaded_is_done_without_and_told(
    acestep: AceStep, composers: Composers, tmp_path: Path
) -> None:
    tool, order = composers(acestep, model=BASE), compose_order(tmp_path / "work")
    assert tool.probe(order) is None
    made = brought(tool, order)
    assert made.facts["model"] == TURBO
    assert f"{BASE} was not loaded" in str(made.facts["remarks"])


@pytest.mark.parametrize("lists", ["openrouter", "documented", "nothing"])
@pytest.mark.parametrize("version", ["feb", "later"])
def test_steps_fit_the_servers_own_model_however_it_lists_it(
    acestep: AceStep, composers: Composers, tmp_path: Path, lists: str, version: str
) -> None:
    acestep.quirks(models=[BASE, TURBO], on_disk=["acestep-v15-xl"], lists=lists, version=version)
    composers(acestep).submit(compose_order(tmp_path / "work"))
    assert acestep.asked()[-1]["inference_steps"] == (8 if lists == "nothing" else 50)


def test_one_note_is_told_from_another(tmp_path: Path) -> None:
    assert len({tone(seed) for seed in range(64)}) == 64
    assert np.isfinite(tone(2**32))
