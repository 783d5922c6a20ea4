from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.history import History
from lyrad.model.names import Fingerprint, JobId, ShotKey
from tests.support.lines import (
    FINGERPRINT,
    JOB,
    batch,
    held,
    published,
    released,
    retake,
    take_given,
    version_given,
)
from tests.support.nouns import SHOT

OTHER = ShotKey(scene="SC010", shot="SH0030")

some_lines = st.lists(
    st.one_of(
        st.builds(
            take_given,
            take=st.integers(1, 9),
            shot=st.sampled_from([SHOT, OTHER]),
            job=st.sampled_from(["a", "b", "c"]),
        ),
        st.builds(
            version_given, version=st.integers(1, 9), version_key=st.sampled_from(["x", "y"])
        ),
        st.builds(published, take=st.integers(1, 9), job=st.sampled_from(["a", "b", "c"])),
        st.sampled_from([retake(), retake(attempt=3, request="u9"), held(), released(), batch()]),
    ),
    max_size=12,
)


@given(some_lines)
def test_lines_one_by_one_and_all_at_once_tell_the_same(lines):
    history = History()
    for line in lines:
        history = history.with_line(line)
    assert history == History.of(lines)


@given(some_lines)
def test_reading_the_ledger_again_changes_nothing(lines):
    history = History.of(lines)
    again = history.with_lines(lines)
    assert again.shots == history.shots
    assert again.done == history.done
    assert again.asked == history.asked
    assert again.outputs == history.outputs


def test_an_empty_history_knows_nothing():
    history = History()
    assert history.highest_take(SHOT) == 0
    assert history.highest_version(SHOT) == 0
    assert history.version(SHOT, "x") is None
    assert history.published(JOB) is None
    assert history.take_of(JOB) is None
    assert history.held(SHOT) is None
    assert history.requests() == frozenset()


def test_a_further_line_leaves_the_earlier_history_as_it_was():
    before = History.of([take_given(take=1)])
    before.with_line(take_given(take=2, job="b"))
    assert before.highest_take(SHOT) == 1


def test_numbers_are_counted_for_each_shot():
    history = History.of([take_given(take=3), take_given(take=7, shot=OTHER, job="b")])
    assert (history.highest_take(SHOT), history.highest_take(OTHER)) == (3, 7)


def test_a_job_has_the_number_that_it_was_given_last_until_it_is_published():
    history = History.of([take_given(take=3), take_given(take=4)])
    assert history.take_of(JOB) == 4
    history = history.with_line(published(take=3)).with_line(take_given(take=9))
    assert history.take_of(JOB) == 3


def test_a_version_key_keeps_its_first_number():
    history = History.of([version_given(version=1), version_given(version=2)])
    assert history.version(SHOT, "e" * 20) == 1


def test_a_publication_tells_number_version_and_outputs_by_itself():
    history = History.of([published(take=4, version=2)])
    assert history.highest_take(SHOT) == 4
    assert history.version(SHOT, "e" * 20) == 2
    assert history.outputs == {"ab" * 32}
    assert history.publications(SHOT) == (published(take=4, version=2),)


def test_attempts_are_those_ordered_or_published_of_one_drop():
    history = History.of(
        [
            published(attempt=1),
            retake(attempt=2),
            retake(attempt=5, fingerprint=Fingerprint("0" * 20), request="u7"),
            published(attempt=6, rule="other", job=JobId("b")),
        ]
    )
    assert history.attempts(SHOT, "render-shot", FINGERPRINT) == {1, 2}
    assert history.retakes(SHOT, "render-shot", FINGERPRINT) == (retake(attempt=2),)


def test_the_latest_of_hold_and_release_counts():
    history = History.of([held()])
    assert history.held(SHOT) == held()
    assert history.with_line(released()).held(SHOT) is None
    assert history.with_line(released()).with_line(held()).held(SHOT) == held()


def test_requests_are_known_with_every_line_that_obeys_them():
    both = [retake(), retake(shot=OTHER), held(), released(), batch(), held(request="")]
    history = History.of(both)
    assert history.requests() == {"u1", "u2", "u3", "u4"}
    assert history.obeyed("u1", SHOT) == (retake(),)
    assert history.obeyed("u1", OTHER) == (retake(shot=OTHER),)
    assert history.obeyed("u4", batch().jobs[0]) == (batch(),)
    assert history.obeyed("nobody's", SHOT) == ()


def test_a_batch_releases_its_jobs():
    assert History.of([batch()]).released_jobs() == {JOB}
