from __future__ import annotations

import math

import pytest

from lyrad.core.training.bar import lines, read_bar, without_bar
from lyrad.model.training import Bar

# As a trainer draws it: each redrawing begins with \r, the log is glued to the last one.
SAMPLE = (
    "caching latents...\n"
    "\r  0%|          | 0/4 [00:00<?, ?it/s]\r100%|██████████| 4/4 [00:02<00:00,  1.3it/s]\n"
    "\rsteps:   0%|          | 0/8 [00:00<?, ?it/s]"
    "\rsteps:  12%|█▎        | 1/8 [00:05<00:35,  5.10s/it]"
    "\rsteps:  12%|█▎        | 1/8 [00:05<00:35,  5.10s/it, avr_loss=1.2]"
    "\rsteps:  25%|██▌       | 2/8 [00:10<00:30,  5.02s/it, avr_loss=1.2]"
    "\rsteps:  25%|██▌       | 2/8 [00:10<00:30,  5.02s/it, avr_loss=0.97]"
    "\rsteps: 100%|██████████| 8/8 [00:41<00:00,  5.18s/it, avr_loss=0.9]"
    "2026-11-22 09:39:50 INFO     model saved.\n"
)


def test_each_redrawing_of_the_bar_is_read_and_no_other_bar_is():
    bars = [bar for line in lines(SAMPLE) if (bar := read_bar(line))]
    assert [bar.done for bar in bars] == [0, 1, 1, 2, 2, 8]
    assert {bar.total for bar in bars} == {8}
    assert [bar.loss for bar in bars] == [None, None, 1.2, 1.2, 0.97, 0.9]
    assert bars[0] == Bar(done=0, total=8)
    assert bars[1] == Bar(done=1, total=8, left=35, pace=5.1)


def test_the_log_that_is_glued_to_a_bar_is_kept():
    assert [without_bar(line) for line in lines(SAMPLE)][-1] == (
        "2026-11-22 09:39:50 INFO     model saved."
    )
    assert without_bar(lines(SAMPLE)[3]) == ""


@pytest.mark.parametrize(
    ("drawn", "left", "pace"),
    [
        ("12.50it/s", 3723.0, 0.08),
        (" 0.00it/s", 3723.0, None),
        ("  ?it/s", 3723.0, None),
        ("2.00s/it", 3723.0, 2.0),
    ],
)
def test_hours_and_both_ways_to_tell_the_pace_are_read(drawn, left, pace):
    bar = read_bar(f"steps:   1%|▏         | 20/2000 [00:09<1:02:03, {drawn}, lr=1, avr_loss=.5]")
    assert bar == Bar(done=20, total=2000, left=left, pace=pace, loss=0.5)


@pytest.mark.parametrize("word", ["nan", "inf", "-inf", "NaN"])
def test_a_loss_that_is_no_number_is_told(word):
    bar = read_bar(f"steps:   1%|▏| 2/200 [00:09<01:00,  2.0s/it, avr_loss={word}]")
    assert bar is not None
    assert not math.isfinite(bar.loss)


def test_a_validations_bar_is_none_of_ours():
    assert read_bar("validation steps:  50%|█████     | 1/2 [00:01<00:01,  1.0s/it]") is None
