"""Gather what a shot's card is written from."""

from __future__ import annotations

from dataclasses import replace

from lyrad.core import admit
from lyrad.core.admit import ShotFacts
from lyrad.core.card import ShotView
from lyrad.model.job import JobState
from lyrad.model.standing import Ready, ShotLook


def shot_view(look: ShotLook, facts: ShotFacts) -> ShotView:
    """Return everything that the facts say of a shot.

    Of the jobs, those of the present drop are shown, and older ones that are still at work; what
    is done shows as a take.
    """
    ready = look.standing if isinstance(look.standing, Ready) else None
    present = admit.current(ready, facts.jobs)
    shown = tuple(
        job
        for job in facts.jobs
        if job.state is not JobState.DONE and (job.state.open or job in present)
    )
    view = ShotView(look=look, jobs=shown, made=(), held=facts.history.held(look.shot))
    if ready is None:
        return view
    stale = (admit.stale(ready, match, look.takes) for match in ready.matches)
    return replace(
        view,
        made=tuple(
            take
            for match in ready.matches
            for take in admit.made(look.takes, match.rule.name, ready)
        ),
        stale=next((found for found in stale if found), None),
        copy_of=admit.copy_of(ready, facts),
    )
