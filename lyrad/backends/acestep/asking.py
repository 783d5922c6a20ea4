"""Decide what ACE-Step is asked for a cue, and what of the cue it cannot be told."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator

from lyrad.model.names import JSON
from lyrad.ports import ComposeOrder

LONGEST, SHORTEST = 600, 10
"""Seconds that ACE-Step 1.5 documents; less on cards with little memory, without a word."""

SPARE = 3
"""Seconds asked beyond the cue: music ends abruptly, and its length comes in steps of 40 ms."""

SLOWEST, FASTEST = 30, 300
"""Beats a minute that ACE-Step takes."""

METERS = {"2/4": "2", "3/4": "3", "4/4": "4", "6/8": "6"}
_KEY = re.compile(r"([A-G])([#b\u266f\u266d]?)\s+(major|minor)", re.IGNORECASE)
_ACCIDENTALS = {"\u266f": "#", "\u266d": "b"}
_VOICELESS = re.compile(r"\b(no vocals?|without vocals?|instrumental)\b", re.IGNORECASE)

_TURBO_STEPS, _TURBO_SHIFT = 8, 3.0
_BASE_STEPS, _BASE_SHIFT = 50, 1.0
_GUIDANCE = 7.0
_NO_OTHER_WORDS: dict[str, JSON] = {
    "thinking": False,
    "use_format": False,
    "sample_mode": False,
    "use_cot_caption": False,
    "use_cot_language": False,
}
"""What would have a language model write another caption, tempo, key or length."""

_SEEDS = 2**32


def seconds_to_ask(order: ComposeOrder) -> int:
    """Return how much music to ask for: longer than the cue, within what ACE-Step makes."""
    return min(LONGEST, max(SHORTEST, math.ceil(order.span.seconds) + SPARE))


def body(order: ComposeOrder, model: str, usual: str) -> dict[str, JSON]:
    """Return the order in ACE-Step's words.

    Args:
        order: what is wanted.
        model: the model to name, empty for the server's own first choice.
        usual: what that is, as far as the server says.
    """
    steps, shift = _pace(model or usual)
    asked: dict[str, JSON] = {
        "task_type": "text2music",
        "prompt": _caption(order.prompt),
        "lyrics": "[Instrumental]",
        "audio_duration": float(seconds_to_ask(order)),
        "audio_format": "wav",  # `format` would ask a language model for other words instead
        "batch_size": 1,
        "use_random_seed": False,
        "seed": order.seed % _SEEDS,
        "inference_steps": _whole(order.options.get("steps")) or steps,
        "shift": shift,
        "guidance_scale": _GUIDANCE,
        **_NO_OTHER_WORDS,
    }
    if model:
        asked["model"] = model
    if order.bpm is not None and SLOWEST <= order.bpm <= FASTEST:
        asked["bpm"] = order.bpm
    if key := key_scale(order.key):
        asked["key_scale"] = key
    if order.meter in METERS:
        asked["time_signature"] = METERS[order.meter]
    return asked


def unsaid(order: ComposeOrder) -> Iterator[str]:
    """Yield what of the cue ACE-Step cannot be told, a sentence each."""
    if order.negative:
        yield "ACE-Step was not told what to keep out: it takes no negative prompt."
    if order.hits:
        yield "ACE-Step was not told the hits: it cannot meet any."
    if order.picture:
        yield "ACE-Step did not see the picture: it looks at none."
    if order.bpm is not None and not SLOWEST <= order.bpm <= FASTEST:
        yield f"ACE-Step was not told the tempo: it takes {SLOWEST} to {FASTEST} bpm."
    if order.key and not key_scale(order.key):
        yield f"ACE-Step was not told the key {order.key}: it takes major and minor ones."
    if order.meter and order.meter not in METERS:
        yield f"ACE-Step was not told the meter {order.meter}: it takes {', '.join(METERS)}."


def digest(order: ComposeOrder, model: str) -> str:
    """Return what tells this order from any other; not what the server makes of it."""
    words = [
        *(order.prompt, order.seed, str(order.span.seconds), order.bpm, order.key, order.meter),
        *(model, order.options.get("steps")),
    ]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def key_scale(key: str) -> str:
    """Return a key as ACE-Step writes it (`F# minor`), or an empty one for what it does not."""
    found = _KEY.fullmatch(key.strip())
    if not found:
        return ""
    note, accidental, mode = found.groups()
    return f"{note.upper()}{_ACCIDENTALS.get(accidental, accidental)} {mode.lower()}"


def _caption(prompt: str) -> str:
    words = prompt.strip().rstrip(",.")
    if not words:
        return "instrumental film score, no vocals"
    return words if _VOICELESS.search(words) else f"{words}, no vocals"


def _pace(model: str) -> tuple[int, float]:
    """Return steps and shift for a model by its name; turbo is what a server has by itself."""
    name = model.lower()
    slow = "turbo" not in name and ("base" in name or "sft" in name)
    return (_BASE_STEPS, _BASE_SHIFT) if slow else (_TURBO_STEPS, _TURBO_SHIFT)


def _whole(value: JSON) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
