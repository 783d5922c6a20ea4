from __future__ import annotations

import threading

import pytest

from lyrad.backends.builtin.queue import in_order


def test_results_come_in_the_order_of_the_items_whoever_is_done_first():
    gate = threading.Event()

    def make(item: int) -> int:
        if item == 0:
            gate.wait(5)
        if item == 1:
            gate.set()
        return item * item

    assert list(in_order(make, range(20), threads=2, ahead=4)) == [n * n for n in range(20)]


def test_no_more_than_a_few_are_made_ahead():
    made: list[int] = []
    results = in_order(lambda item: made.append(item) or item, range(100), threads=2, ahead=4)
    assert next(results) == 0
    assert len(made) <= 5
    assert list(results) == list(range(1, 100))


def test_what_fails_in_a_thread_fails_here():
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda item: 1 // item, (1, 0, 1), threads=2, ahead=2))
