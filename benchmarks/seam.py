"""The seam guard against what is usually compared: SSIM, colour histograms, ORB matches.

    python -m benchmarks.seam             the test split
    python -m benchmarks.seam tuning      the split that thresholds were tuned on

Every pair is drawn, so its verdict is known (`tests/support/pairs.py`); all four judge the same
decoded frames of 1280x720 in the same run. A peer yields one figure, larger for frames that are
farther apart. AUC is the chance that a cut gets a larger figure than a pair that is fine. For the
three verdicts a peer gets the two thresholds that suit it best on these very pairs, a favour that
lyrad does not get. Times are medians a pair, two threads allowed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from benchmarks.table import Row, milliseconds, plain
from lyrad.model.seam import Thresholds, Verdict
from lyrad.vision.compare import ssim
from lyrad.vision.seam import judge
from tests.support.pairs import Pair, pairs
from tests.support.scenes import Picture

OURS = "lyrad"
SMALL = (384, 216)
LEAST_RIGHT, LEAST_AUC, MOST_SECONDS = 0.90, 0.98, 0.1
GRADES = (Verdict.OK, Verdict.CAUTION, Verdict.CUT_LIKELY)
STEPS = 25


@dataclass(frozen=True)
class Judged:
    pair: Pair
    figures: Mapping[str, float]
    seconds: Mapping[str, float]


def structure(first: Picture, last: Picture) -> float:
    one, other = (cv2.resize(p, SMALL, interpolation=cv2.INTER_AREA) for p in (first, last))
    return 1 - ssim(one, other)


def colours(first: Picture, last: Picture) -> float:
    return float(cv2.compareHist(*map(_histogram, (first, last)), cv2.HISTCMP_BHATTACHARYYA))


def _histogram(picture: Picture) -> Picture:
    small = cv2.cvtColor(cv2.resize(picture, SMALL), cv2.COLOR_BGR2HSV)
    counts = cv2.calcHist([small], [0, 1], None, [30, 32], [0, 180, 0, 256])
    return cv2.normalize(counts, counts, 1.0, 0.0, cv2.NORM_L1)


def corners(first: Picture, last: Picture) -> float:
    """Return the share of ORB matches that no homography (MAGSAC++) explains."""
    orb = cv2.ORB.create(1000)
    grays = (cv2.cvtColor(cv2.resize(p, (640, 360)), cv2.COLOR_BGR2GRAY) for p in (first, last))
    (here, words), (there, other) = (orb.detectAndCompute(gray, None) for gray in grays)
    if words is None or other is None:
        return 1.0
    found = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(words, other)
    if len(found) < 8:
        return 1.0
    source = np.array([here[m.queryIdx].pt for m in found], np.float32)
    target = np.array([there[m.trainIdx].pt for m in found], np.float32)
    cv2.setRNGSeed(7)
    try:
        _, kept = cv2.findHomography(source, target, cv2.USAC_MAGSAC, 3.0)
    except cv2.error:
        return 1.0
    return 1.0 if kept is None else 1 - float(kept.mean())


WAYS: Mapping[str, Callable[[Picture, Picture], float]] = {
    OURS: lambda first, last: judge(first, last).risk,
    "1 - SSIM": structure,
    "histogram distance": colours,
    "ORB outliers": corners,
}


def judged(split: str) -> list[Judged]:
    """Return every pair of a split as each way sees it."""
    return [_judged(pair) for pair in pairs(split)]


def _judged(pair: Pair) -> Judged:
    first, last = pair.draw()
    figures, seconds = {}, {}
    for name, way in WAYS.items():
        # lyrad prepares the two frames on two threads of its own.
        cv2.setNumThreads(1 if name == OURS else 2)
        begun = time.perf_counter()
        figures[name] = way(first, last)
        seconds[name] = time.perf_counter() - begun
    return Judged(pair, figures, seconds)


def auc(found: list[Judged], way: str) -> float:
    """Return the chance that a cut is ranked above a pair that is fine; ties count half."""
    cut, fine = (
        np.array([one.figures[way] for one in found if one.pair.label is label])
        for label in (Verdict.CUT_LIKELY, Verdict.OK)
    )
    above = (cut[:, None] > fine).mean() + 0.5 * (cut[:, None] == fine).mean()
    return float(above)


def table(found: list[Judged], way: str, limits: Thresholds) -> np.ndarray:
    """Return how often each label (row) got each verdict (column)."""
    counts = np.zeros((3, 3), int)
    for one in found:
        said = limits.verdict(one.figures[way])
        counts[GRADES.index(one.pair.label), GRADES.index(said)] += 1
    return counts


def right(counts: np.ndarray) -> float:
    return float(np.trace(counts) / counts.sum())


def best(found: list[Judged], way: str) -> np.ndarray:
    """Return the table with the two thresholds that make most verdicts right, seen afterwards."""
    figures = np.clip([one.figures[way] for one in found], 1e-6, 1.0)
    places = np.unique(np.quantile(figures, np.linspace(0, 1, STEPS)))
    tables = (
        table(found, way, Thresholds(caution=float(low), cut=float(high)))
        for low, high in combinations(places, 2)
    )
    return max(tables, key=right)


def rows() -> Iterator[Row]:
    """Yield accuracy, AUC and time on the test split, each beside every peer."""
    found = judged("test")
    ours = table(found, OURS, Thresholds())
    speed = {name: statistics.median(one.seconds[name] for one in found) for name in WAYS}
    for peer in list(WAYS)[1:]:
        missed = int(ours[2, 0])
        yield Row(
            what=f"seam: verdicts right, {len(found)} pairs, {missed} cuts called OK",
            peer=f"{peer}, best thresholds",
            ours=right(ours),
            theirs=right(best(found, peer)),
            shown=plain,
            goal=f"at least {LEAST_RIGHT:.2f}, no cut called OK",
            good=right(ours) >= LEAST_RIGHT and not missed,
        )
        yield Row(
            what="seam: AUC, cut against OK",
            peer=peer,
            ours=auc(found, OURS),
            theirs=auc(found, peer),
            shown=plain,
            goal=f"at least {LEAST_AUC}",
            good=auc(found, OURS) >= LEAST_AUC,
        )
        yield Row(
            what="seam: time a pair of 1280x720",
            peer=peer,
            ours=speed[OURS],
            theirs=speed[peer],
            shown=milliseconds,
            goal=f"at most {MOST_SECONDS * 1000:.0f} ms",
            good=speed[OURS] <= MOST_SECONDS,
        )


def main(split: str) -> None:
    found = judged(split)
    print(f"{len(found)} pairs of the {split} split; rows are labels, columns verdicts\n")
    for name in WAYS:
        counts = table(found, name, Thresholds()) if name == OURS else best(found, name)
        times = [one.seconds[name] for one in found]
        print(
            f"{name}: right {right(counts):.3f}, AUC {auc(found, name):.3f}, "
            f"median {milliseconds(statistics.median(times))}, "
            f"95th {milliseconds(float(np.quantile(times, 0.95)))}"
        )
        print(counts, "\n")
    wrong = (one for one in found if Thresholds().verdict(one.figures[OURS]) is not one.pair.label)
    for one in wrong:
        print(f"{one.pair}: risk {one.figures[OURS]:.2f}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "test")
