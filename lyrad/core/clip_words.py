"""Decide what was seen in a clip means for its take: which checks it passes, said in film words.

A check that fails makes a take suspicious: it is published, and its card says why. Frames are
counted from 1 here, as on the contact sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lyrad.model.clip_check import Adherence, Blend, ClipFindings, Kept
from lyrad.model.take import Check

CUT, FROZEN, BLACK, EXPOSURE, SOUND = "cut", "frozen", "black", "exposure", "sound"
ENDS = ("first frame", "last frame")
CHECKS = frozenset({CUT, FROZEN, BLACK, EXPOSURE, SOUND, *ENDS, *(kind.value for kind in Blend)})
"""The names of all checks that are made by looking, or listening."""

LONG, PART = 12, 1 / 3
"""A stretch of half a second, and a third of the clip, may not stand still."""

STOPS = 1 / 3
"""A third of a stop is the smallest step on a lens; what is less is not worth a word."""

QUIET = -60.0
"""Decibels below full scale under which a sound file holds nothing to hear."""

_SPOKEN = {FROZEN: "stands still", **{end: f"the {end}" for end in ENDS}}
_NONE = "none"


def clip_checks(
    found: ClipFindings, *, dissolve: bool = False, eased: bool = False
) -> tuple[Check, ...]:
    """Return the checks of a clip.

    Args:
        found: what was seen.
        dissolve: it was drawn as a dissolve, because its two frames share nothing.
        eased: it was drawn to begin and end slowly, so that it may seem to stand still there.
    """
    return (
        _cut(found),
        *_blends(found, planned=dissolve),
        _black(found),
        _frozen(found, planned=eased),
        *_ends(found),
        *_exposure(found),
        *_sound(found),
    )


def clip_words(checks: Iterable[Check]) -> tuple[str, ...]:
    """Return what a card says of the checks that a clip failed: `cut at frame 41`."""
    return tuple(
        f"{_SPOKEN.get(check.name, check.name)} {check.figure}"
        for check in checks
        if check.name in CHECKS and not check.passed
    )


def _cut(found: ClipFindings) -> Check:
    at = tuple(cut + 1 for cut in found.cuts)
    said = f"at frame{'s' if len(at) > 1 else ''} {', '.join(map(str, at))}" if at else _NONE
    return Check(name=CUT, passed=not at, figure=said, frames=at)


def _blends(found: ClipFindings, *, planned: bool) -> Iterator[Check]:
    for kind in Blend:
        seen = [blend for blend in found.blends if blend.kind is kind]
        figure = ", ".join(_span(blend.first, blend.last) for blend in seen) or _NONE
        fine = not seen or (planned and kind is not Blend.THROUGH_BLACK)
        yield Check(
            name=kind.value,
            passed=fine,
            figure=f"{figure}, as drawn" if seen and fine else figure,
            frames=tuple((blend.first + blend.last) // 2 + 1 for blend in seen),
        )


def _black(found: ClipFindings) -> Check:
    given = found.black_given and found.black
    return Check(
        name=BLACK,
        passed=not found.black or found.black_given,
        figure=f"in {found.black} of {found.frames} frames{', as given' if given else ''}",
    )


def _frozen(found: ClipFindings, *, planned: bool) -> Check:
    still = found.still
    long = still.frames >= LONG and still.frames >= PART * found.frames
    if not long:
        return Check(name=FROZEN, passed=True, figure=f"for {still.frames} frames at most")
    end = still.first + still.frames - 1
    where = _span(still.first, end)
    if end == found.frames - 1:
        where = f"from frame {still.first + 1} on" if still.first else "throughout"
    figure = f"{where}, as both given frames are the same" if found.alike else where
    return Check(
        name=FROZEN, passed=found.alike or planned, figure=figure, frames=(still.first + 1,)
    )


def _ends(found: ClipFindings) -> Iterator[Check]:
    for name, seen, frame in zip(ENDS, (found.first, found.last), (1, found.frames), strict=True):
        if seen is not None:
            fine = seen.kept in {Kept.KEPT, Kept.REDRAWN}
            yield Check(
                name=name, passed=fine, figure=_kept(seen), frames=() if fine else (frame,)
            )


def _kept(seen: Adherence) -> str:
    if seen.kept is Kept.GONE:
        return "is not yours"
    if seen.kept is Kept.REFRAMED:
        return f"reframed by {_reframed(seen)}"
    return f"{seen.kept.value}, likeness {seen.likeness:.2f}"


def _reframed(seen: Adherence) -> str:
    """Return by how much: `1.03x`, `1.03x and 12 px`, or degrees where it is only turned."""
    size = f"{seen.scale:.2f}x"
    moved = max(abs(seen.across), abs(seen.down))
    said = [size] if size != "1.00x" else []
    if moved >= 1:
        said.append(f"{moved:.0f} px")
    return " and ".join(said) or f"{abs(seen.roll):.1f} degrees"


def _exposure(found: ClipFindings) -> Iterator[Check]:
    stops = [
        seen.stops for seen in (found.first, found.last) if seen and seen.kept is not Kept.GONE
    ]
    if stops:
        most = max(stops, key=abs)
        figure = f"off by {most:+.1f} stops"
        yield Check(name=EXPOSURE, passed=abs(most) < STOPS, figure=figure)


def _sound(found: ClipFindings) -> Iterator[Check]:
    if found.loudest is not None:
        silent = found.loudest < QUIET
        figure = "is silent" if silent else f"peaks at {found.loudest:.0f} dB"
        yield Check(name=SOUND, passed=not silent, figure=figure)


def _span(first: int, last: int) -> str:
    return f"at frame {first + 1}" if first == last else f"in frames {first + 1} to {last + 1}"
