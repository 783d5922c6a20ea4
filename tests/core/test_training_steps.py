from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.training.steps import schedule
from lyrad.model.training import Schedule


@pytest.mark.parametrize(
    ("pictures", "repeats", "epochs", "steps"),
    [(20, 10, 10, 2000), (22, 9, 10, 1980), (10, 20, 10, 2000), (150, 1, 10, 1500),
     (300, 1, 7, 2100), (5000, 1, 1, 5000)],
)  # fmt: skip
def test_repeats_are_chosen_so_that_the_steps_come_near_the_aim(pictures, repeats, epochs, steps):
    planned = schedule(pictures, steps=2000, epochs=10)
    assert planned == Schedule(repeats=repeats, epochs=epochs, steps=steps)


def test_batches_make_fewer_steps_of_more_pictures():
    assert schedule(20, steps=1000, epochs=10, batch=2).steps == 1000
    assert schedule(21, steps=1000, epochs=10, batch=2).repeats == 10


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 50), st.integers(1, 8))
def test_there_is_always_a_step_and_never_more_epochs_than_asked(pictures, steps, epochs, batch):
    planned = schedule(pictures, steps=steps, epochs=epochs, batch=batch)
    assert planned.repeats >= 1
    assert 1 <= planned.epochs <= epochs
    assert planned.steps == -(-pictures * planned.repeats // batch) * planned.epochs
