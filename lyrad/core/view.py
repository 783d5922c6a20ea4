"""Gather what a shot's card is written from."""

from __future__ import annotations

from dataclasses import replace

from lyrad.core import admit, present
from lyrad.core.admit import ShotFacts
from lyrad.core.card import ShotView
from lyrad.core.stale import stale
from lyrad.model.brief import Briefed
from lyrad.model.job import Job, JobState
from lyrad.model.standing import Ready, ShotLook
from lyrad.model.take import Take


def shot_view(look: ShotLook, facts: ShotFacts) -> ShotView:
    """Return everything that the facts say of a shot.

    Of the jobs, those of the present drop are shown, and older ones that are still at work; what
    is done shows as a take.
    """
    ready = look.standing if isinstance(look.standing, Ready | Briefed) else None
    jobs = _shown(ready, facts)
    view = ShotView(look=look, jobs=jobs, made=(), held=facts.history.held(look.shot))
    if isinstance(ready, Briefed):
        drafted = facts.history.briefs.made_of(look.shot, ready.drop.fingerprint)
        return replace(view, drafted=drafted)
    if ready is None:
        return view
    made = _made(look, ready)
    past = (stale(ready, match, look.takes) for match in ready.matches)
    return replace(
        view,
        made=made,
        deleted=admit.deleted(ready, facts),
        stale=next((found for found in past if found), None),
        copy_of=None if made or jobs else admit.copy_of(ready, facts),
    )


def _shown(ready: Ready | Briefed | None, facts: ShotFacts) -> tuple[Job, ...]:
    mine = present.current(ready, facts)
    return tuple(
        job
        for job in facts.jobs
        if job.state is not JobState.DONE and (job.state.open or job in mine)
    )


def _made(look: ShotLook, ready: Ready) -> tuple[Take, ...]:
    """Return the takes of the present drop in order of their numbers, whichever rule made them."""
    takes = {
        take.number: take
        for match in (*ready.matches, *ready.finishes)
        for take in admit.made(look.takes, match.rule.name, ready)
    }
    return tuple(takes[number] for number in sorted(takes))
