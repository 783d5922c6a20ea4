"""Clips whose cuts are known, because they were put there: and clips that only look like it.

Some kinds are broken, by a hard cut, a soft one, a dissolve or a fade through black; the others
pan, whip, flash, fade, change their light or let somebody walk by, and are not. Every clip gets
grain and a camera's compression. The places come in two splits with none in common.
"""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import sin, tau
from pathlib import Path

import cv2
import numpy as np

from tests.support.figure import cloth, over, size_for
from tests.support.places import TEST, TUNING, place
from tests.support.scenes import Picture

SIZE = (640, 360)
CANVAS = 1200
"""Places are seen at this width, so that a view of a little more than half is one to one."""

LENGTHS = (24, 49, 81, 121)
NEAR = 2
"""A cut counts as found where it is told at most so many frames away."""

Rng = np.random.Generator
Drawn = Callable[[float], Picture]
"""A shot: its picture at a time from 0 to 1."""


@dataclass(frozen=True)
class CutClip:
    """`cuts` are the first frames of new shots, from 0; `soft` the middles of what is blended."""

    kind: str
    where: str
    frames: int
    draw: Callable[[], Iterator[Picture]]
    cuts: tuple[int, ...] = ()
    soft: tuple[int, ...] = ()

    @property
    def broken(self) -> bool:
        return bool(self.cuts or self.soft)


@dataclass
class Score:
    """How many cuts were found, were told wrongly, and were missed."""

    found: int = 0
    false: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, clip: CutClip, told: Sequence[int], true: Sequence[int]) -> None:
        left = list(told)
        for cut in true:
            near = [one for one in left if abs(one - cut) <= NEAR]
            self.found += bool(near)
            self.missed += not near
            left = [one for one in left if one not in near]
        self.false += len(left)
        if left or len(told) < len(true):
            self.wrong.append(f"{clip.kind}, {clip.where}: {list(true)}, told {list(told)}")

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.false)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.found / max(1, 2 * self.found + self.false + self.missed)


def clips(split: str, seed: int = 0, places: int = 8) -> Iterator[CutClip]:
    """Yield every kind at each of the split's first places; the seed changes all but the kind."""
    names = tuple(TUNING if split == "tuning" else TEST)
    for kind in (*BROKEN, *WHOLE):
        for number, where in enumerate(names[:places]):
            key = f"{kind.__name__} {where} {seed}".encode()
            rng = np.random.default_rng(zlib.crc32(key))
            other = str(rng.choice([one for one in names if one != where]))
            frames = LENGTHS[(number + seed + zlib.crc32(kind.__name__.encode())) % 4]
            yield kind(where, other, frames, rng)


def write(clip: CutClip, folder: Path) -> Path:
    """Write a clip as a model's web service would: H.264, 24 frames a second, crf 23."""
    name = f"{clip.kind} {clip.where}".replace(" ", "_")
    path = folder / f"{name}.mp4"
    raw = ("-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", "24")
    kept = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p")
    argv = ["ffmpeg", "-v", "error", "-y", *raw, "-i", "-", *kept, str(path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        for picture in grained(clip.draw(), zlib.crc32(name.encode())):
            child.stdin.write(picture.tobytes())
    assert child.returncode == 0
    return path


def grained(pictures: Iterable[Picture], seed: int) -> Iterator[Picture]:
    """Yield the pictures with film grain, the same strength throughout a clip."""
    rng = np.random.default_rng(seed)
    shape = (SIZE[1] + 64, SIZE[0] + 64, 3)
    grain = (rng.uniform(1, 4) * rng.standard_normal(shape, np.float32)).astype(np.int16)
    for picture in pictures:
        top, left = rng.integers(0, 64, 2)
        here = grain[top : top + SIZE[1], left : left + SIZE[0]]
        yield np.clip(picture + here, 0, 255).astype(np.uint8)


@lru_cache(maxsize=20)
def canvas(name: str) -> Picture:
    full = place(name)
    tall = full.shape[0] * CANVAS // full.shape[1]
    return cv2.resize(full, (CANVAS, tall), interpolation=cv2.INTER_AREA)


def view(name: str, x: float, y: float, width: float, roll: float = 0.0) -> Picture:
    """Return what a camera sees: centre and width in shares of the canvas, roll in degrees."""
    ground = canvas(name)
    way = cv2.getRotationMatrix2D((0, 0), roll, width * CANVAS / SIZE[0])
    middle = np.array([x * ground.shape[1], y * ground.shape[0]])
    way[:, 2] = middle - way[:, :2] @ (np.array(SIZE) / 2)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(ground, way, SIZE, flags=flags, borderMode=cv2.BORDER_REFLECT)


def drifting(name: str, rng: Rng, speed: float = 0.08, width: float = 0.5) -> Drawn:
    """A shot with a calm camera: it drifts, and comes a little nearer or farther."""
    x, y = rng.uniform(0.4, 0.6, 2)
    dx, dy, near = rng.uniform(-1, 1, 3) * speed
    return lambda t: view(name, x + dx * t, y + 0.5 * dy * t, width * (1 + near * t))


def frames_of(shot: Drawn, frames: int) -> list[Callable[[], Picture]]:
    """Return each frame of a shot, drawn when it is asked for."""
    return [lambda t=number / (frames - 1): shot(t) for number in range(frames)]


def clip_of(
    kind: Callable[..., CutClip],
    where: str,
    pictures: Sequence[Callable[[], Picture]],
    cuts: Sequence[int] = (),
    soft: Sequence[int] = (),
) -> CutClip:
    def draw() -> Iterator[Picture]:
        return (picture() for picture in pictures)

    name = kind.__name__.replace("_", " ")
    return CutClip(name, where, len(pictures), draw, tuple(cuts), tuple(soft))


def edited(
    shots: Sequence[Drawn], cuts: Sequence[int], frames: int
) -> list[Callable[[], Picture]]:
    """Return the frames of shots that follow each other, a new one at each cut."""
    found = [frames_of(shot, frames) for shot in shots]
    at = [sum(number >= cut for cut in cuts) for number in range(frames)]
    return [found[shot][number] for number, shot in enumerate(at)]


def somewhere(frames: int, rng: Rng, low: float = 0.2, high: float = 0.8) -> int:
    return int(rng.integers(max(2, round(low * frames)), max(3, round(high * frames)) + 1))


def cut_elsewhere(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    cut = somewhere(frames, rng)
    shots = (drifting(where, rng), drifting(other, rng))
    return clip_of(cut_elsewhere, where, edited(shots, [cut], frames), [cut])


def cut_early(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    cut = int(rng.integers(2, 12))
    shots = (drifting(where, rng), drifting(other, rng))
    return clip_of(cut_early, where, edited(shots, [cut], frames), [cut])


def cut_twice(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    cuts = [somewhere(frames, rng, 0.15, 0.4), somewhere(frames, rng, 0.6, 0.85)]
    shots = (drifting(where, rng), drifting(other, rng), drifting(where, rng))
    return clip_of(cut_twice, where, edited(shots, cuts, frames), cuts)


def cut_in_a_pan(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    cut = somewhere(frames, rng)
    shots = (drifting(where, rng, 0.5), drifting(other, rng, 0.5))
    return clip_of(cut_in_a_pan, where, edited(shots, [cut], frames), [cut])


def cut_to_the_side(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """The same place, from another side of it: the colours stay."""
    del other
    cut, gap = somewhere(frames, rng), float(rng.uniform(0.3, 0.38))
    shots: list[Drawn] = [
        lambda t: view(where, 0.5 - gap / 2 * 1.2 + 0.02 * t, 0.45, 0.36),
        lambda t: view(where, 0.5 + gap / 2 * 1.2 + 0.02 * t, 0.55, 0.36),
    ]
    return clip_of(cut_to_the_side, where, edited(shots, [cut], frames), [cut])


def cut_closer(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """From a wide shot to a detail of it."""
    del other
    cut, nearer = somewhere(frames, rng), float(rng.uniform(2.8, 4.2))
    x, y = rng.uniform(0.35, 0.65, 2)
    shots: list[Drawn] = [
        lambda t: view(where, 0.5, 0.5, 0.9 - 0.05 * t),
        lambda t: view(where, x + 0.02 * t, y, 0.9 / nearer),
    ]
    return clip_of(cut_closer, where, edited(shots, [cut], frames), [cut])


def cut_across_the_line(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """The picture is suddenly flipped."""
    del other
    cut, shot = somewhere(frames, rng), drifting(where, rng)
    shots: list[Drawn] = [shot, lambda t: np.ascontiguousarray(shot(t)[:, ::-1])]
    return clip_of(cut_across_the_line, where, edited(shots, [cut], frames), [cut])


def blended(
    shots: Sequence[Drawn], start: int, length: int, frames: int
) -> list[Callable[[], Picture]]:
    """Return two shots of which the second shows through more and more."""
    before, after = (frames_of(shot, frames) for shot in shots)

    def mixed(number: int) -> Picture:
        share = float(np.clip((number - start + 1) / (length + 1), 0, 1))
        return cv2.addWeighted(before[number](), 1 - share, after[number](), share, 0)

    return [lambda n=number: mixed(n) for number in range(frames)]


def soft_cut(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    length = int(rng.integers(2, 5))
    start = somewhere(frames, rng, 0.25, 0.7)
    shots = (drifting(where, rng), drifting(other, rng))
    middle = start + length // 2
    return clip_of(soft_cut, where, blended(shots, start, length, frames), soft=[middle])


def dissolve(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    length = int(rng.integers(8, max(9, min(31, frames // 3 + 1))))
    start = int(rng.integers(frames // 5, frames - length - frames // 5 + 1))
    shots = (drifting(where, rng), drifting(other, rng))
    middle = start + length // 2
    return clip_of(dissolve, where, blended(shots, start, length, frames), soft=[middle])


def through_black(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    middle, half = frames // 2, int(rng.integers(4, max(5, min(16, frames // 4))))
    shots = edited((drifting(where, rng), drifting(other, rng)), [middle], frames)

    def faded(number: int) -> Picture:
        light = float(np.clip((abs(number - middle) - 1) / half, 0, 1))
        return cv2.convertScaleAbs(shots[number](), alpha=light)

    pictures = [lambda n=number: faded(n) for number in range(frames)]
    return clip_of(through_black, where, pictures, soft=[middle])


def still(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other, rng
    return clip_of(still, where, frames_of(lambda _: view(where, 0.5, 0.5, 0.5), frames))


def drift(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    return clip_of(drift, where, frames_of(drifting(where, rng), frames))


def pan(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    way = 0.36 * float(rng.choice([-1, 1]))

    def shot(t: float) -> Picture:
        return view(where, 0.5 + way * (t - 0.5), 0.5, 0.42)

    return clip_of(pan, where, frames_of(shot, frames))


def whip(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """The camera is thrown round within a few frames, and everything smears."""
    del other
    length, start = int(rng.integers(7, 13)), somewhere(frames, rng, 0.1, 0.45)
    way = float(rng.choice([-1, 1])) * float(rng.uniform(0.4, 0.6))

    def place_at(number: float) -> float:
        t = float(np.clip((number - start) / length, 0, 1))
        return 0.5 + way * (t * t * (3 - 2 * t) - 0.5) + 0.06 * number / frames

    def smeared(number: int) -> Picture:
        """Average what a shutter of half a frame lets through."""
        moments = [place_at(number + part / 16) for part in range(9)]
        if abs(moments[0] - moments[-1]) < 0.002:
            return view(where, moments[0], 0.5, 0.36)
        seen = [view(where, x, 0.5, 0.36).astype(np.float32) for x in moments]
        return np.clip(sum(seen) / len(seen), 0, 255).astype(np.uint8)

    return clip_of(whip, where, [lambda n=number: smeared(n) for number in range(frames)])


def flash(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """Lightning, or a camera's flash, of one to three frames; sometimes twice."""
    del other
    shot, times = frames_of(drifting(where, rng), frames), int(rng.integers(1, 3))
    lit: dict[int, float] = {}
    for _ in range(times):
        start = somewhere(frames, rng)
        for number in range(int(rng.integers(1, 4))):
            lit[start + number] = float(rng.uniform(1.6, 4))

    def seen(number: int) -> Picture:
        picture = shot[number]()
        gain = lit.get(number)
        return cv2.convertScaleAbs(picture, alpha=gain, beta=15 * gain) if gain else picture

    return clip_of(flash, where, [lambda n=number: seen(n) for number in range(frames)])


def _lit(kind: Callable[..., CutClip], where: str, frames: int, rng: Rng, light: Drawn) -> CutClip:
    """Return a calm shot whose light goes by a function of time: a factor."""
    shot = drifting(where, rng)
    pictures = frames_of(lambda t: cv2.convertScaleAbs(shot(t), alpha=float(light(t))), frames)
    return clip_of(kind, where, pictures)


def fade_in(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    length = float(rng.uniform(0.15, 0.5))
    return _lit(fade_in, where, frames, rng, lambda t: np.clip(t / length, 0, 1))


def fade_out(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    length = float(rng.uniform(0.15, 0.5))
    return _lit(fade_out, where, frames, rng, lambda t: np.clip((1 - t) / length, 0, 1))


def dusk_falls(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    stops = float(rng.uniform(-1.8, 0.8))
    return _lit(dusk_falls, where, frames, rng, lambda t: np.float32(2 ** (stops * t / 2.2)))


def lamp(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """A lamp is switched on or off between two frames."""
    del other
    stops, at = float(rng.choice([-1, 1]) * rng.uniform(0.8, 1.6)), float(rng.uniform(0.3, 0.7))
    return _lit(lamp, where, frames, rng, lambda t: np.float32(2 ** (stops * (t > at) / 2.2)))


def flicker(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """Firelight."""
    del other
    phase = rng.uniform(0, tau, 2)
    return _lit(
        flicker, where, frames, rng,
        lambda t: np.float32(1 + 0.14 * sin(90 * t + phase[0]) + 0.12 * sin(41 * t + phase[1])),
    )  # fmt: skip


def walker(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """Somebody crosses the picture."""
    del other
    figure, share = cloth(int(rng.integers(1 << 30))), float(rng.uniform(0.05, 0.2))
    size = size_for(figure, share, (0.5,))
    shot = drifting(where, rng, 0.03)

    def seen(t: float) -> Picture:
        return over(shot(t), figure, 0.1 + 0.8 * t, size)

    return clip_of(walker, where, frames_of(seen, frames))


def passer_by(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """Somebody goes by close to the lens, within half a second, and covers much of the view."""
    del other
    figure = cloth(int(rng.integers(1 << 30)))
    size = size_for(figure, 0.45, (0.5,))
    shot, start = frames_of(drifting(where, rng, 0.03), frames), somewhere(frames, rng, 0.1, 0.4)

    def seen(number: int) -> Picture:
        t = (number - start) / 12
        back = shot[number]()
        return over(back, figure, -0.6 + 2.2 * t, size) if 0 <= t <= 1 else back

    return clip_of(passer_by, where, [lambda n=number: seen(n) for number in range(frames)])


def push(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    times, back = float(rng.uniform(1.5, 3)), bool(rng.random() < 0.3)

    def shot(t: float) -> Picture:
        return view(where, 0.5, 0.5, 0.9 * times ** -(1 - t if back else t))

    return clip_of(push, where, frames_of(shot, frames))


def turn(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    degrees = float(rng.choice([-1, 1]) * rng.uniform(15, 60))
    pictures = frames_of(lambda t: view(where, 0.5, 0.5, 0.5, degrees * t), frames)
    return clip_of(turn, where, pictures)


def shaken(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """A camera on a shoulder that runs."""
    del other
    x, y, roll = (np.cumsum(rng.normal(0, 1, frames)) for _ in range(3))
    at = [(0.5 + 0.012 * np.tanh(x[k] / 4) * 4 + rng.normal(0, 0.004),
           0.5 + 0.012 * np.tanh(y[k] / 4) * 4 + rng.normal(0, 0.004),
           1.5 * np.tanh(roll[k] / 4)) for k in range(frames)]  # fmt: skip
    return clip_of(
        shaken, where, [lambda p=place_: view(where, p[0], p[1], 0.5, p[2]) for place_ in at]
    )


BROKEN = (
    cut_elsewhere,
    cut_early,
    cut_twice,
    cut_in_a_pan,
    cut_to_the_side,
    cut_closer,
    cut_across_the_line,
    soft_cut,
    dissolve,
    through_black,
)
WHOLE = (
    still,
    drift,
    pan,
    whip,
    flash,
    fade_in,
    fade_out,
    dusk_falls,
    lamp,
    flicker,
    walker,
    passer_by,
    push,
    turn,
    shaken,
)
