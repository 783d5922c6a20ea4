"""What a workflow for music is asked for, so that a cue can be cut from what it makes.

Decides the length and the words. What a node has an input for goes there, as the node writes it;
what it has none for, or no word for, is said in the words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lyrad.core.music_words import voiceless, words_for
from lyrad.errors import Code, Fault
from lyrad.model.workflow import Role, SecondsRule, Workflow

_MORE = Fraction(1, 10)
"""Seconds asked for beyond the cue: ACE-Step rounds lengths to latent frames of 40 ms."""

_METERS = {"2/4": "2", "3/4": "3", "4/4": "4", "6/8": "6"}
"""The meters that ACE-Step knows, as its node writes them."""

_KEY = re.compile(r"([A-G])([#b]?) (major|minor)")
_UNUSUAL = {"Cb": "B", "B#": "C", "E#": "F", "Fb": "E"}
"""Notes under the names that ACE-Step's node does not have, under those that it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """What is written into a graph; None stays as the graph says."""

    seconds: float
    words: str
    bpm: int | None
    key: str | None
    meter: str | None


def music(
    workflow: Workflow,
    *,
    seconds: Fraction,
    prompt: str,
    mood: Sequence[str],
    bpm: int | None,
    key: str,
    meter: str,
) -> Music:
    """Return what to ask a workflow for."""
    has = workflow.slots.keys()
    placed_bpm = bpm if Role.BPM in has else None
    placed_key = _tonality(key) if Role.KEY in has else None
    placed_meter = _METERS.get(meter) if Role.METER in has else None
    words = words_for(
        prompt,
        mood,
        bpm=None if placed_bpm else bpm,
        key="" if placed_key else key,
        meter="" if placed_meter else meter,
    )
    return Music(
        seconds=seconds_to_ask(workflow.seconds, seconds),
        words=voiceless(words),
        bpm=placed_bpm,
        key=placed_key,
        meter=placed_meter,
    )


def seconds_to_ask(rule: SecondsRule | None, seconds: Fraction) -> float:
    """Return how many whole seconds to ask for; may be more than the rule's `longest`."""
    return max(rule.shortest if rule else 0.0, float(math.ceil(seconds + _MORE)))


def too_long(workflow: Workflow, seconds: Fraction, where: str) -> Fault | None:
    """Return the fault of a cue that is longer than the workflow can make, or None."""
    rule = workflow.seconds
    if rule is None or seconds_to_ask(rule, seconds) <= rule.longest:
        return None
    return Fault(
        code=Code.WORKFLOW_UNFIT,
        what=f"The cue lasts {float(seconds):.1f} seconds; {workflow.title} makes "
        f"{rule.longest:g} at most.",
        where=where,
        next="Make two cues of it, or name another workflow, or another tool.",
    )


def _tonality(key: str) -> str | None:
    """Return a key as the node writes it, or None where it has no word for it."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    note = found[1] + found[2]
    return f"{_UNUSUAL.get(note, note)} {found[3]}"
