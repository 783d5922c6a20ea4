"""The look through a clip against PySceneDetect's detectors, on clips whose cuts are known.

    python -m benchmarks.cuts                 fresh clips of the test places
    python -m benchmarks.cuts tuning 0        the clips that thresholds were tuned on

Clips are drawn (`tests/support/clips_with_cuts.py`) and encoded by x264 at crf 23, 640x360; all
ways read the same files in the same run, one clip after the other, decoding included. A hard cut
counts as found within two frames. What is told within a soft cut, a dissolve or a fade through
black counts neither way. An alarm is anything told of a clip that runs through. PySceneDetect gets
`min_scene_len=2`: its default of 15 never tells of a cut in the first 15 frames. It is no
dependency, since it brings an OpenCV that overwrites the one here; where it is missing its rows
are left out: `pip install --no-deps scenedetect`, and `tqdm`.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.table import Row, per_second, plain
from lyrad.backends.clipcheck import order as papers
from lyrad.backends.clipcheck import reading
from lyrad.backends.ffmpeg_source import source
from lyrad.vision.clip import look_through
from lyrad.vision.clip.small import small_clip
from tests.support.clips_with_cuts import Score, clips, write
from tests.support.cut_shots import SIZE, CutClip

SPLIT, SEED = "test", 20
"""A seed that nothing was tuned or tried on."""

BESIDE = 16
"""Frames around the middle of something soft within which a cut that is told is not wrong."""

OURS, NAIVE = "lyrad", "Lab difference over 20"
DETECTORS = ("ContentDetector", "AdaptiveDetector", "HashDetector", "HistogramDetector")
LEAST_F1, LEAST_SPEED = 0.92, 250

Way = Callable[[Path, CutClip], tuple[Sequence[int], Sequence[int]]]
"""Return the cuts of a clip, and the middles of what is soft."""


@dataclass
class Result:
    """What one way told of all clips."""

    hard: Score = field(default_factory=Score)
    soft_found: int = 0
    soft: int = 0
    alarms: list[str] = field(default_factory=list)
    frames: int = 0
    seconds: float = 0.0

    @property
    def speed(self) -> float:
        return self.frames / self.seconds

    def add(self, clip: CutClip, cuts: Sequence[int], blends: Sequence[int]) -> None:
        every = (*cuts, *blends)
        self.hard.add(clip, [cut for cut in cuts if not _near(cut, clip.soft)], clip.cuts)
        self.soft += len(clip.soft)
        self.soft_found += sum(_near(one, every) for one in clip.soft)
        wrong = [one for one in blends if not _near(one, clip.soft)]
        if wrong or (every and not clip.broken):
            self.alarms.append(f"{clip.kind}, {clip.where}: {list(every)}")


def _near(one: int, others: Sequence[int]) -> bool:
    return any(abs(one - other) <= BESIDE for other in others)


def ours(path: Path, clip: CutClip) -> tuple[Sequence[int], Sequence[int]]:
    with tempfile.TemporaryDirectory() as folder:
        found = look_through(reading.frames(_order(path, clip), Path(folder)))
    return found.cuts, [(one.first + one.last) // 2 for one in found.blends]


def naive(path: Path, clip: CutClip) -> tuple[Sequence[int], Sequence[int]]:
    with tempfile.TemporaryDirectory() as folder:
        small = small_clip(reading.frames(_order(path, clip), Path(folder)))
    return [int(one) for one in np.flatnonzero(small.change > 20)], ()


def _order(path: Path, clip: CutClip) -> papers.Order:
    words = list(source(path).arguments())
    return papers.Order(
        source=words,
        frames=clip.frames,
        width=SIZE[0],
        height=SIZE[1],
        first="",
        last="",
        sound=[],
    )


def peer(library: Any, name: str, path: Path, clip: CutClip) -> tuple[list[int], tuple[int, ...]]:
    del clip
    manager = library.SceneManager()
    manager.add_detector(getattr(library, name)(min_scene_len=2))
    manager.detect_scenes(library.open_video(str(path)), show_progress=False)
    return [scene[0].frame_num for scene in manager.get_scene_list()[1:]], ()


def ways() -> Mapping[str, Way]:
    """Return every way that is there, lyrad's first."""
    found: dict[str, Way] = {OURS: ours, NAIVE: naive}
    try:
        library = importlib.import_module("scenedetect")
    except ImportError:
        return found
    return {**found, **{name: partial(peer, library, name) for name in DETECTORS}}


def results(split: str, seed: int) -> Mapping[str, Result]:
    """Return what every way told of the same clips."""
    cv2.setNumThreads(1)
    every = ways()
    found = {name: Result() for name in every}
    with tempfile.TemporaryDirectory() as folder:
        for clip in clips(split, seed):
            path = write(clip, Path(folder))
            for name, way in every.items():
                begun = time.perf_counter()
                cuts, blends = way(path, clip)
                found[name].seconds += time.perf_counter() - begun
                found[name].frames += clip.frames
                found[name].add(clip, cuts, blends)
            path.unlink()
    return found


def rows() -> Iterator[Row]:
    """Yield F1, alarms and speed on fresh clips, each beside every peer."""
    found = dict(results(SPLIT, SEED))
    own = found.pop(OURS)
    for name, other in found.items():
        yield Row(
            what=f"hard cuts found, F1, {own.frames} frames with {own.hard.true} cuts",
            peer=name,
            ours=own.hard.f1,
            theirs=other.hard.f1,
            shown=plain,
            goal=f"at least {LEAST_F1}",
            good=own.hard.f1 >= LEAST_F1,
        )
        yield Row(
            what="clips that run through and were called broken",
            peer=name,
            ours=len(own.alarms),
            theirs=len(other.alarms),
            shown=lambda value: f"{value:.0f}",
            goal="none",
            good=not own.alarms,
        )
        yield Row(
            what="clips looked through, frames of 640x360",
            peer=name,
            ours=own.speed,
            theirs=other.speed,
            shown=per_second,
            goal=f"at least {LEAST_SPEED}/s",
            good=own.speed >= LEAST_SPEED,
        )


def main(split: str, seed: int) -> None:
    for name, found in results(split, seed).items():
        print(
            f"{name}: P {found.hard.precision:.3f} R {found.hard.recall:.3f} "
            f"F1 {found.hard.f1:.3f}, soft {found.soft_found} of {found.soft}, "
            f"alarms {len(found.alarms)}, {found.speed:.0f} frames/s"
        )
        if name == OURS:
            print(*found.hard.wrong, *found.alarms, sep="\n")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0] if given else SPLIT, int(given[1]) if len(given) > 1 else SEED)
