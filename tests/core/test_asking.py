from __future__ import annotations

from dataclasses import replace

import pytest

from lyrad.core.asking import Effect, Phase, Stand, effect, phase
from lyrad.model.card import RequestWord
from lyrad.model.job import Job, JobState
from tests.support.nouns import plan

NOBODY = Stand(ready=True, held=False, refused=False, coming=False, jobs=())


def job(state: JobState) -> Job:
    return Job(plan=plan(), state=state, step=0, tries=1, started=True)


def test_every_word_has_an_effect_in_every_phase() -> None:
    for word in RequestWord:
        for at in Phase:
            assert effect(word, at) in Effect


@pytest.mark.parametrize(
    ("states", "found"),
    [
        ((), Phase.DONE),
        ((JobState.DONE,), Phase.DONE),
        ((JobState.QUEUED, JobState.DONE), Phase.QUEUED),
        ((JobState.WAITING,), Phase.QUEUED),
        ((JobState.QUEUED, JobState.WORKING), Phase.WORKING),
        ((JobState.WORKING, JobState.FAILED), Phase.FAILED),
        ((JobState.CANCELLED,), Phase.FAILED),
        ((JobState.FAILED, JobState.HELD), Phase.HELD),
    ],
)
def test_a_ready_shot_stands_where_its_jobs_stand(
    states: tuple[JobState, ...], found: Phase
) -> None:
    assert phase(replace(NOBODY, jobs=tuple(map(job, states)))) is found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"coming": True}, Phase.QUEUED),
        ({"ready": False}, Phase.WAITING),
        ({"ready": False, "refused": True}, Phase.FAILED),
        ({"ready": False, "held": True}, Phase.HELD),
        ({"refused": True, "held": True}, Phase.HELD),
    ],
)
def test_a_shot_without_jobs_stands_by_its_folder(change: dict[str, bool], found: Phase) -> None:
    assert phase(replace(NOBODY, **change)) is found
