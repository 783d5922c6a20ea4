"""Decide which pictures are the same, or nearly: of each group the best one is kept.

Ten frames of a burst teach a trainer one picture ten times; a flipped copy teaches that a scar is
on either cheek.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lyrad.model.dataset import Case, Finding, Look, Seen

NEAR = 20
"""Of the 256 bits of two perceptual hashes, so many may differ in nearly the same picture.

Measured on drawn pictures in `tests/vision/test_dataset_look.py`: another size, compression, two
per cent of crop and a change of light stay well below; another expression lies above.
"""


def distance(one: int, other: int) -> int:
    """Return how many bits differ."""
    return (one ^ other).bit_count()


def repeated(seen: Iterable[Seen], captioned: Mapping[str, bool]) -> dict[str, Finding]:
    """Return for each picture that repeats a better one what it repeats.

    Better is: with a caption of its own, then larger, then sharper, then first by name. Each is
    compared with the pictures that are kept, so that no chain of small steps joins two others.
    """
    kept: list[tuple[str, Look]] = []
    found: dict[str, Finding] = {}
    for name, look in _best_first(seen, captioned):
        finding = next(filter(None, (_repeats(look, *other) for other in kept)), None)
        if finding:
            found[name] = finding
        else:
            kept.append((name, look))
    return found


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


def _repeats(look: Look, name: str, other: Look) -> Finding | None:
    if look.pixels == other.pixels:
        return Finding(case=Case.SAME, words=f"It is the same picture as {name}.")
    if distance(look.hash, other.hash) <= NEAR:
        words = f"It is nearly the same picture as {name}, which is the better of the two."
        return Finding(case=Case.ALIKE, words=words)
    if distance(look.mirrored, other.hash) <= NEAR:
        words = f"It is {name}, flipped left to right: a face is not the same on both sides."
        return Finding(case=Case.MIRRORED, words=words)
    return None
