"""How trainings fail, and what a person reads of it; each by a program that fails so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lyrad.backends.kohya.flight import Patience
from lyrad.backends.kohya.leftovers import marked
from lyrad.backends.kohya.proof import head_of
from lyrad.backends.kohya.trainer import KILLS
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.character import Base
from lyrad.ports import Lost
from tests.support.clock import FakeClock
from tests.support.kohya import ended, preset, trained, until


def failed(trainer, order, kind=Permanent):
    """Train until it fails; return the fault."""
    ticket = trainer.submit(order)
    with pytest.raises(kind) as caught:
        ended(trainer, order, ticket)
    assert list(marked(ticket.id)) == []
    fault = caught.value.fault
    assert all(line and "\n" not in line for line in (fault.what, fault.where, fault.next))
    return fault


def test_a_loss_that_is_no_number_ends_the_training_at_once(shop):
    shop.quirks(nan_at=4, pause=0.05)
    fault = failed(shop.trainer(), shop.order(preset=long_preset(shop)))
    assert fault.code is Code.TRAINING_DIVERGED
    assert "at step" in fault.what
    assert "learning_rate" in fault.next


def long_preset(shop, steps=2000):
    return shop.order().preset.replace("steps = 24", f"steps = {steps}")


def test_a_card_that_is_too_small_gets_the_smaller_settings_once(shop):
    shop.quirks(oom=1)
    result = trained(shop.trainer(), shop.order())
    first, second = shop.journal()
    assert (first["training"]["network_dim"], second["training"]["network_dim"]) == (32, 16)
    assert second["training"]["network_alpha"] == 8.0
    assert (first["dataset"][0]["resolution"], second["dataset"][0]["resolution"]) == (1024, 768)
    assert result.facts["smaller"]


def test_a_card_that_is_too_small_for_those_too_is_told(shop):
    shop.quirks(oom=2)
    fault = failed(shop.trainer(), shop.order())
    assert fault.code is Code.OUT_OF_MEMORY
    assert len(shop.journal()) == 2


def test_a_second_expert_that_finds_no_room_reads_the_pictures_again_smaller(shop):
    shop.quirks(oom=1, oom_for="high")
    result = trained(shop.trainer(), shop.order(Base.WAN22))
    assert [lora.expert for lora in result.loras] == ["low", "high"]
    runs = [(run["script"].split("_")[1], Path(run["dataset"][0]["cache_directory"]).name,
             run["dataset"][0]["resolution"][0]) for run in shop.journal()]  # fmt: skip
    assert runs == [
        ("cache", "cache", 960), ("cache", "cache", 960), ("train", "cache", 960),
        ("train", "cache", 960), ("cache", "cache-smaller", 640), ("cache", "cache-smaller", 640),
        ("train", "cache-smaller", 640),
    ]  # fmt: skip


def test_smaller_batches_make_more_steps_and_the_expert_before_keeps_its_own(shop):
    text = preset(Base.WAN22, steps=12).replace("batch_size = 1", "batch_size = 2", 1)
    text = text.replace("[smaller.dataset]", "[smaller.dataset]\nbatch_size = 1")
    shop.quirks(oom=1, oom_for="high")
    result = trained(shop.trainer(), shop.order(Base.WAN22, preset=text))
    made = [head_of(lora.path).said["ss_steps"] for lora in result.loras]
    assert made == ["12", "12"]
    runs = [run["dataset"][0] for run in shop.journal() if "training" in run]
    shown = [(run["batch_size"], run["num_repeats"]) for run in runs]
    assert shown == [(2, 2), (2, 2), (1, 1)]
    assert result.facts["steps"] == 24


def test_exit_code_0_without_a_picture_is_no_success(shop):
    shop.quirks(no_data=True)
    fault = failed(shop.trainer(), shop.order())
    assert fault.code is Code.TRAINING_FAILED
    assert "no picture" in fault.what


@pytest.mark.parametrize(
    ("quirk", "words"),
    [
        ({"unsaved": True}, "never said"),
        ({"torn": True}, "torn"),
        ({"short": 3}, "it made 21 of 24 steps"),
        ({"zeros": True}, "zero"),
        ({"nan_weights": True}, "no number"),
    ],
)
def test_exit_code_0_with_an_unsound_file_is_no_success(shop, quirk, words):
    shop.quirks(**quirk)
    fault = failed(shop.trainer(), shop.order())
    assert fault.code is Code.LORA_WRONG
    assert words in fault.what


def test_a_truncated_picture_is_told(shop):
    order = shop.order()
    picture = order.dataset / "ref_0002.png"
    picture.write_bytes(picture.read_bytes()[:-4000])
    fault = failed(shop.trainer(), order)
    assert fault.code is Code.TRAINING_FAILED
    assert "truncated" in fault.what


def test_a_page_that_is_called_a_picture_is_told(shop):
    order = shop.order()
    (order.dataset / "ref_0002.png").write_text("<html>404</html>")
    fault = failed(shop.trainer(), order)
    assert "cannot read one of the pictures" in fault.what


def test_a_package_that_is_missed_late_is_told_with_the_line_that_installs_it(shop):
    shop.quirks(late_package="lycoris")
    fault = failed(shop.trainer(), shop.order())
    assert fault.code is Code.TRAINER_MISSING
    assert f"{shop.python} -m pip install lycoris" in fault.next


def test_a_tokenizer_that_is_missed_late_is_told(shop):
    shutil.rmtree(shop.tokenizers / "laion_CLIP-ViT-bigG-14-laion2B-39B-b160k")
    fault = failed(shop.trainer(), shop.order())
    assert fault.code is Code.TRAINER_MISSING
    assert "tokenizers" in fault.next


def test_a_full_disk_is_waited_for_and_then_trained(shop):
    shop.quirks(full=1, full_at=5)
    order, trainer = shop.order(), shop.trainer()
    assert failed(trainer, order, Temporary).code is Code.DISK_FULL
    assert trained(trainer, order).loras


def test_what_nobody_foresaw_is_told_in_the_trainers_own_words(shop):
    shop.quirks(fail_at=3, fail_with="the flux capacitor is empty")
    fault = failed(shop.trainer(), shop.order())
    assert fault.code is Code.TRAINING_FAILED
    assert "ValueError: the flux capacitor is empty" in fault.what
    assert fault.where.endswith("train.log")


def test_a_trainer_that_is_killed_is_started_again_but_not_for_ever(shop):
    shop.quirks(die=KILLS, die_at=3)
    order, trainer = shop.order(), shop.trainer()
    for _ in range(KILLS - 1):
        assert isinstance(ended(trainer, order, trainer.submit(order)), Lost)
    fault = failed(trainer, order)
    assert fault.code is Code.CRASHED_TOO_OFTEN
    assert "signal 9" in fault.what


def test_a_trainer_that_was_killed_once_brings_its_result_the_second_time(shop):
    shop.quirks(die=1, die_at=3)
    order, trainer = shop.order(), shop.trainer()
    assert isinstance(ended(trainer, order, trainer.submit(order)), Lost)
    assert trained(trainer, order).loras


def test_a_training_that_stands_still_is_ended_twice_and_then_given_up(shop):
    shop.quirks(hang_at=4)
    clock = FakeClock()
    patience = Patience(silent=30, still=10, times=5, stop=0.2)
    order, trainer = shop.order(), shop.trainer(clock, patience)
    for kind in (Temporary, Permanent):
        ticket = trainer.submit(order)
        until(lambda ticket=ticket: trainer.poll(order, ticket).progress.done == 3)
        clock.advance(9)
        assert trainer.poll(order, ticket)
        clock.advance(30)
        with pytest.raises(kind) as caught:
            trainer.poll(order, ticket)
        assert caught.value.fault.code is Code.TRAINING_STUCK
        assert "at step 3" in caught.value.fault.what
        assert list(marked(ticket.id)) == []


def test_a_picture_without_a_cache_is_no_success_of_reading(shop):
    shop.quirks(uncached=1)
    fault = failed(shop.trainer(), shop.order(Base.WAN22))
    assert fault.code is Code.LORA_WRONG
    assert "3 of 4 cache files" in fault.what


def test_helpers_that_a_trainer_started_go_with_it(shop):
    shop.quirks(children=True)
    order, trainer = shop.order(), shop.trainer()
    ticket = trainer.submit(order)
    ended(trainer, order, ticket)
    assert list(marked(ticket.id)) == []


def test_a_training_that_is_cancelled_is_gone_with_all_that_it_started(shop):
    shop.quirks(children=True, pause=1.0)
    order, trainer = shop.order(), shop.trainer()
    ticket = trainer.submit(order)
    until(lambda: len(list(marked(ticket.id))) > 1)
    trainer.cancel(order, ticket)
    assert list(marked(ticket.id)) == []
    assert isinstance(trainer.poll(order, ticket), Lost)
    shop.quirks()
    assert trained(trainer, order).loras
