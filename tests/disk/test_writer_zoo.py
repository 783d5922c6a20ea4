"""Files written in every bad way, judged by the daemon's own way in: none is taken too early.

Stalls and quiet times are the real ones, in seconds of a clock that the judge moves.
"""

from __future__ import annotations

import random

import pytest

from lyrad.model.settings import Settle
from tests.support.campaign import seed
from tests.support.zoo.cases import beyond, within
from tests.support.zoo.gate import quiet
from tests.support.zoo.judge import Judge

SAMPLE = 16
LONGEST_STALL = 300.0
each_place = pytest.mark.parametrize("share", [False, True], ids=["local", "share"])


def run(tmp_path, cases, *, share):
    runs = Judge(tmp_path / "zoo", cases, share=share).watch()
    assert not [run.case.words for run in runs if not run.done]
    return runs


def early(runs):
    return [run.case.words for run in runs if run.early]


def figures(runs):
    delays = sorted(run.delay for run in runs)
    middle, last = delays[len(delays) // 2], delays[-1]
    return (
        f"{len(runs)} copies, {len(early(runs))} taken too early, all taken whole; "
        f"{middle:.0f} s after their end in the middle, {last:.0f} s at the most"
    )


@each_place
def test_no_copy_that_stalls_is_taken_too_early(tmp_path, share):
    every = [*within(quiet(Settle(), share=share), 90, share=share, seed=1)]
    assert not early(run(tmp_path, random.Random(seed()).sample(every, SAMPLE), share=share))


@each_place
def test_what_stalls_longer_than_anybody_waits_is_taken_anew_when_it_changes(tmp_path, share):
    every = [*beyond(quiet(Settle(), share=share), share=share, seed=1)]
    assert early(run(tmp_path, random.Random(seed()).sample(every, 8), share=share))


@pytest.mark.prove
@each_place
def test_each_format_by_each_writer_is_never_taken_too_early(tmp_path, share, record_property):
    runs = []
    for turn in range(2):
        times = quiet(Settle(), share=share)
        cases = within(times, LONGEST_STALL, share=share, seed=2 * seed() + turn)
        runs += run(tmp_path / str(turn), cases, share=share)
    record_property("figures", figures(runs))
    assert not early(runs)


@pytest.mark.prove
@each_place
def test_each_half_file_that_was_taken_is_followed_by_the_whole_one(
    tmp_path, share, record_property
):
    runs = run(
        tmp_path, beyond(quiet(Settle(), share=share), share=share, seed=seed()), share=share
    )
    record_property(
        "figures",
        f"{len(runs)} copies that stall for longer than is waited, {len(early(runs))} of them "
        "taken too early and all of these taken anew when they were whole",
    )
