"""Decide what a set shows, taken together, and what it lacks: framing, backgrounds, light, focus.

The shares are rules of thumb of people who train characters (40 % close-ups, 30 % medium shots, 30
% full figures); nothing here was compared with trained results.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from math import dist

from lyrad.core.dataset.framing import framing_of
from lyrad.core.dataset.pixels import is_soft
from lyrad.model.dataset import Balance, Framing, Look, Picture, Row

TOO_MUCH = 0.6
"""From this share on, one framing crowds out the others."""

KNOWN = 0.5
"""Where fewer pictures are known than this share, nothing is advised."""

DARK, BRIGHT = 30.0, 70.0
"""Mean lightness (L*): below lies a night scene, above a bright studio."""

OTHER_GROUND = 12.0
"""How far apart (ΔE76 of the rims' mean colours) two grounds count as two."""

FEWEST_GROUNDS = 3
FRAMING_METHOD = (
    "By the caption (close-up, medium shot, full figure), else by the outline before a plain "
    "ground. Faces are not measured: no detector comes with lyrad."
)


def balance_of(pictures: Sequence[Picture]) -> Balance:
    """Return what the usable pictures show."""
    looks = [one.look for one in pictures if one.look]
    if not looks:
        return Balance(rows=())
    return Balance(rows=(_framing(pictures), _grounds(looks), _light(looks), _focus(looks)))


def framed(picture: Picture) -> Framing | None:
    """Return how much of somebody a picture shows: as its caption says, else as measured."""
    said = framing_of(picture.caption.text) if picture.caption else None
    return said or (picture.look.framing if picture.look else None)


def _framing(pictures: Sequence[Picture]) -> Row:
    found = [framed(one) for one in pictures]
    counts = tuple((framing.value, found.count(framing)) for framing in Framing)
    unmeasured = found.count(None)
    return Row(
        title="Framing",
        counts=counts,
        unmeasured=unmeasured,
        advice=_framing_advice(dict(counts), len(found), unmeasured),
        method=FRAMING_METHOD,
    )


def _framing_advice(counts: dict[str, int], total: int, unmeasured: int) -> str:
    known = total - unmeasured
    if known < KNOWN * total:
        return ""
    most = max(counts, key=lambda name: counts[name])
    lacking = sorted((name for name in counts if name != most), key=lambda name: counts[name])
    if counts[most] > TOO_MUCH * known:
        return f"{counts[most]} of {known} are {most}s: add {lacking[0]}s."
    none = [f"{name}s" for name in lacking if not counts[name]]
    return f"There are no {' and no '.join(none)}: add some." if none else ""


def _grounds(looks: Sequence[Look]) -> Row:
    kinds: list[Look] = []
    members: list[int] = []
    for look in looks:
        near = (k for k, kind in enumerate(kinds) if _apart(look, kind) < OTHER_GROUND)
        place = next(near, None)
        if place is None:
            kinds.append(look)
            members.append(1)
        else:
            members[place] += 1
    few = len(kinds) < min(FEWEST_GROUNDS, len(looks))
    same = f"{max(members)} of {len(looks)} stand before the same ground"
    return Row(
        title="Backgrounds",
        counts=(("different", len(kinds)), ("most alike", max(members))),
        unmeasured=0,
        advice=f"{same}: it will be learnt with the subject. Add other places." if few else "",
        method="By the colours along the left, upper and right rim; what they show is not known.",
    )


def _apart(one: Look, other: Look) -> float:
    """Return how far the grounds are apart: the mean over the three sides."""
    sides = range(0, len(one.ground), 3)
    apart = [dist(one.ground[k : k + 3], other.ground[k : k + 3]) for k in sides]
    return sum(apart) / len(apart)


def _light(looks: Sequence[Look]) -> Row:
    counts = _counted(looks, _lightness, ("dark", "medium", "bright"))
    (most, count), *_ = sorted(counts, key=lambda row: -row[1])
    others = " and ".join(name for name, _ in counts if name != most)
    one_sided = len(looks) > 1 and count == len(looks)
    return Row(
        title="Light",
        counts=counts,
        unmeasured=0,
        advice=f"The light is {most} in all of them: add {others} pictures." if one_sided else "",
        method="By the mean lightness. Where the light comes from is not measured.",
    )


def _lightness(look: Look) -> str:
    if look.brightness < DARK:
        return "dark"
    return "bright" if look.brightness > BRIGHT else "medium"


def _focus(looks: Sequence[Look]) -> Row:
    counts = _counted(looks, lambda look: "soft" if is_soft(look) else "sharp", ("sharp", "soft"))
    soft = dict(counts)["soft"]
    return Row(
        title="Sharpness",
        counts=counts,
        unmeasured=0,
        advice=f"{soft} of {len(looks)} are soft: replace them." if 3 * soft > len(looks) else "",
        method="By the sharpest part of each picture, at one size for all.",
    )


def _counted(
    looks: Sequence[Look], name: Callable[[Look], str], names: Sequence[str]
) -> tuple[tuple[str, int], ...]:
    found = {key: len(list(group)) for key, group in groupby(sorted(map(name, looks)))}
    return tuple((one, found.get(one, 0)) for one in names)
