"""Decide what follows from how a prompt ended: fetched, ordered again, put off, or failed."""

from __future__ import annotations

from dataclasses import replace

from lyrad.backends.comfyui import faults
from lyrad.backends.comfyui.answers import Ended, NodeFailure
from lyrad.backends.comfyui.paper import Paper
from lyrad.backends.comfyui.piece import Piece
from lyrad.backends.comfyui.results import SpoiledError
from lyrad.errors import LyradError, Permanent, Temporary

MOST_CROWDED = 2
MOST_INTERRUPTED = 3
MOST_SPOILED = 3
_INTERRUPTED_DELAY = 60.0
_SPOILED_DELAY = 2.0

Following = tuple[Paper | None, LyradError | None]
"""The next prompt's paper, None where this one stays; and what is raised, None where nothing."""

FETCH: Following = (None, None)


def after(ended: Ended, paper: Paper, piece: Piece) -> Following:
    """Return what follows from a prompt that is over."""
    if ended.good:
        if piece.chosen(ended.files):
            return FETCH
        return None, Permanent(faults.nothing_saved(paper.server))
    if ended.interrupted:
        return _interrupted(paper)
    if ended.failure and ended.failure.out_of_memory:
        return _crowded(ended.failure, paper, shrinks=piece.shrinks)
    return None, Permanent(faults.node_failed(paper.server, ended.failure))


def after_spoiled(spoiled: SpoiledError, paper: Paper) -> tuple[Paper, LyradError]:
    """Return what follows from a result that could not be used: brought again, or made again."""
    counted = replace(paper, spoiled=paper.spoiled + 1)
    last = counted.spoiled >= MOST_SPOILED
    fault = faults.spoiled(paper.server, str(spoiled), last=last)
    if last:
        return counted, Permanent(fault)
    again = spoiled.for_good or counted.spoiled > 1
    return counted.successor() if again else counted, Temporary(fault, delay=_SPOILED_DELAY)


def _crowded(failure: NodeFailure, paper: Paper, *, shrinks: bool) -> Following:
    """The same once more, then a smaller one once, where that may be; then it is for a person."""
    times = paper.crowded + 1
    if times >= MOST_CROWDED and (paper.smaller or not shrinks):
        fault = faults.out_of_memory(paper.server, failure, smaller=paper.smaller)
        return None, Permanent(fault)
    smaller = times >= MOST_CROWDED
    return replace(paper.successor(), crowded=times, smaller=smaller), None


def _interrupted(paper: Paper) -> Following:
    """Somebody said no, and perhaps meant it: it is asked for again slowly, and not for ever."""
    times = paper.interrupted + 1
    fault = faults.interrupted(paper.server, times, MOST_INTERRUPTED)
    if times >= MOST_INTERRUPTED:
        return None, Permanent(fault)
    following = replace(paper.successor(), interrupted=times)
    return following, Temporary(fault, delay=_INTERRUPTED_DELAY)
