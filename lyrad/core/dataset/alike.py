"""Decide which pictures are the same, or nearly: of each group the best one is kept.

A picture that was exported twice is learnt twice; a flipped copy teaches that a scar is on either
cheek. The same pose with another expression is what a set needs, so pictures that a coarse hash
calls alike are compared place by place too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lyrad.model.dataset import CELLS, Look, Seen
from lyrad.model.finding import Case, Finding

NEAR = 20
"""Of the 256 bits of two perceptual hashes, so many may differ in nearly the same picture.

Measured on three photographs: another size, strong compression, a slight blur or a change of light
change 0 to 16 bits, two per cent of crop 27 to 33, another photograph about 128. A crop is not
taken for a copy, since close pictures of one pose may be meant.
"""

STRONGEST = 12.0
"""By so many levels of 255 one cell of the grid may differ, once the contrast is made the same.

Measured likewise: another size, strong compression or a slight blur come to 10 at most, a thin
line for a mouth to 29, an open mouth to more than 100. A change of light may lie beyond.
"""


def distance(one: int, other: int) -> int:
    """Return how many bits differ."""
    return (one ^ other).bit_count()


def repeated(seen: Iterable[Seen], captioned: Mapping[str, bool]) -> dict[str, Finding]:
    """Return for each picture that is like a better one what is to be said of it.

    Better is: with a caption of its own, then larger, then sharper, then first by name. Each is
    compared with the pictures that are kept, so that no chain of small steps joins two others.
    """
    kept: list[tuple[str, Look]] = []
    found: dict[str, Finding] = {}
    for name, look in _best_first(seen, captioned):
        likenesses = filter(None, (_likeness(look, *other) for other in kept))
        if finding := min(likenesses, key=lambda one: one.case is Case.MUCH_LIKE, default=None):
            found[name] = finding
        if finding is None or finding.case is Case.MUCH_LIKE:
            kept.append((name, look))
    return found


def strongest(one: bytes, other: bytes) -> float:
    """Return the largest difference of two grids, the other brought to the light of the one."""
    low, mean = sum(one) / len(one), sum(other) / len(other)
    shared = sum((a - low) * (b - mean) for a, b in zip(one, other, strict=True))
    spread = sum((b - mean) ** 2 for b in other)
    gain = shared / spread if spread else 1.0
    pairs = zip(one, other, strict=True)
    return max(abs(a - low - gain * (b - mean)) for a, b in pairs)


def flipped(cells: bytes) -> bytes:
    """Return a grid flipped left to right."""
    places = [cells[start : start + 3] for start in range(0, len(cells), 3)]
    rows = (places[start : start + CELLS] for start in range(0, len(places), CELLS))
    return b"".join(place for row in rows for place in reversed(row))


def _best_first(seen: Iterable[Seen], captioned: Mapping[str, bool]) -> Iterator[tuple[str, Look]]:
    usable = [(one, one.size, one.look) for one in seen if one.size and one.look]
    usable.sort(key=lambda row: row[0].name)
    usable.sort(
        key=lambda row: (
            not captioned[row[0].name],
            -row[1].width * row[1].height,
            round(row[2].blur, 2),
        )
    )
    yield from ((one.name, look) for one, _, look in usable)


def _likeness(look: Look, name: str, other: Look) -> Finding | None:
    if look.pixels == other.pixels:
        return Finding(case=Case.SAME, words=f"It is the same picture as {name}.")
    if distance(look.hash, other.hash) <= NEAR:
        if strongest(look.cells, other.cells) <= STRONGEST:
            words = f"It is nearly the same picture as {name}, which is the better of the two."
            return Finding(case=Case.ALIKE, words=words)
        words = f"It is much like {name}; if only a moment lies between them, leave one out."
        return Finding(case=Case.MUCH_LIKE, words=words)
    if distance(look.mirrored, other.hash) > NEAR:
        return None
    if strongest(flipped(look.cells), other.cells) > STRONGEST:
        return None
    words = f"It is {name}, flipped left to right: a face is not the same on both sides."
    return Finding(case=Case.MIRRORED, words=words)
