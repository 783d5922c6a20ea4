"""How many frames a model is asked for, so that a clip of the ordered length can be made of them.

A model makes its own frames per second, and only some lengths. What it makes spans the whole shot
from the first given frame to the last, and is then conformed to the shot's own frames.
"""

from __future__ import annotations

import math
from fractions import Fraction

from lyrad.model.media import Retime
from lyrad.model.workflow import FrameRule


def frames_to_ask(rule: FrameRule, *, frames: int, rate: Fraction, retime: Retime) -> int:
    """Return how many frames to ask the model for; may be more than the rule's `longest`.

    Args:
        rule: what the model takes.
        frames: the shot's frames, both given ones included.
        rate: the shot's frames per second.
        retime: `as-is` shows each frame of the model as one of the shot; else the model's frames
            are spread over the shot's time at the model's own rate.
    """
    needed = frames
    if retime is not Retime.AS_IS:
        needed = math.ceil((frames - 1) / rate * rule.rate) + 1
    return max(0, math.ceil((needed - rule.plus) / rule.step)) * rule.step + rule.plus


def longest(rule: FrameRule, *, rate: Fraction, retime: Retime) -> int:
    """Return how many frames a shot of this rate may have at most."""
    most = (rule.longest - rule.plus) // rule.step * rule.step + rule.plus
    if retime is Retime.AS_IS:
        return most
    return math.floor((most - 1) / rule.rate * rate) + 1


def split(frames: int, most: int) -> tuple[int, ...]:
    """Return the lengths of the fewest shots of about equal length that make one of `frames`.

    Neighbours share a frame: the last of one is the first of the next.
    """
    parts = math.ceil((frames - 1) / (most - 1))
    steps = frames - 1
    return tuple(steps * (part + 1) // parts - steps * part // parts + 1 for part in range(parts))
