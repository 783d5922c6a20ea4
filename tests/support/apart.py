"""Ways in which a last frame is apart from a first one, each by a known amount.

Every function takes a place (or a room), a generator for what does not matter, and the amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import cv2
import numpy as np

from tests.support import room
from tests.support.figure import cloth, over, size_for
from tests.support.places import TEST, TUNING, furnished_room, place
from tests.support.scenes import HD, Picture

Frames = tuple[Picture, Picture]
Rng = np.random.Generator
IN_A_ROOM = (640, 360)
"""Rooms are drawn at this size, which is more than the guard looks at, and enlarged."""


@dataclass(frozen=True)
class View:
    """What a camera sees of a place: centre and width in shares of the canvas, roll in degrees."""

    x: float = 0.5
    y: float = 0.5
    width: float = 0.55
    roll: float = 0.0

    def of(self, canvas: Picture) -> Picture:
        full = np.array([canvas.shape[1], canvas.shape[0]])
        scale, turn = self.width * full[0] / HD[0], radians(self.roll)
        way = scale * np.array([[cos(turn), -sin(turn), 0], [sin(turn), cos(turn), 0]])
        way[:, 2] = np.array([self.x, self.y]) * full - 0.5 - way[:, :2] @ (np.array(HD) / 2 - 0.5)
        small = cv2.GaussianBlur(canvas, (0, 0), 0.5 * scale) if scale > 1 else canvas
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(small, way, HD, flags=flags, borderMode=cv2.BORDER_REFLECT)


def push(name: str, rng: Rng, times: float) -> Frames:
    """Nearer by a factor, or farther."""
    near, far = View(0.5, 0.5, 0.8 / times), View(0.5, 0.5, 0.8)
    frames = far.of(place(name)), near.of(place(name))
    return frames if rng.random() < 0.7 else frames[::-1]


def pan(name: str, rng: Rng, new: float) -> Frames:
    """The camera turns, so that a share of the last frame is new."""
    width = 0.5
    start = float(rng.uniform(0.25, 0.74 - min(0.48, width * new)))
    there = View(start + width * new, 0.5, width)
    frames = View(start, 0.5, width).of(place(name)), there.of(place(name))
    return frames if rng.random() < 0.5 else frames[::-1]


def roll(name: str, rng: Rng, degrees: float) -> Frames:
    """The horizon turns."""
    way = degrees if rng.random() < 0.5 else -degrees
    return View(width=0.55).of(place(name)), View(width=0.55, roll=way).of(place(name))


def handheld(name: str, rng: Rng, amount: float) -> Frames:
    """A little of everything: shift, nearness, roll."""
    dx, dy, turn = rng.uniform(-1, 1, 3)
    view = View(
        0.5 + 0.05 * amount * dx,
        0.5 + 0.03 * amount * dy,
        0.55 / (1 + 0.15 * amount),
        4 * amount * turn,
    )
    return View(width=0.55).of(place(name)), view.of(place(name))


def subject(name: str, rng: Rng, share: float) -> Frames:
    """Somebody walks in front of a camera that stands: old and new place cover a share."""
    back = View(width=0.55).of(place(name))
    figure = cloth(int(rng.integers(1 << 30)))
    stands, goes = 0.5 - 0.3 * share**0.5, 0.5 + 0.3 * share**0.5
    size = size_for(figure, share, (stands, goes))
    frames = over(back, figure, stands, size), over(back, figure, goes, size)
    return frames if rng.random() < 0.5 else frames[::-1]


def elsewhere(name: str, rng: Rng, share: float) -> Frames:
    """The same person, in another place."""
    other = _other(name, rng)
    figure = cloth(int(rng.integers(1 << 30)))
    size = size_for(figure, share, (0.5,))
    views = (View(width=0.55).of(place(one)) for one in (name, other))
    first, last = (over(view, figure, 0.5, size) for view in views)
    return first, last


def light(name: str, rng: Rng, stops: float) -> Frames:
    """The light changes, in stops of a 2.2 gamma."""
    del rng
    view = View(width=0.55).of(place(name))
    return view, np.clip(view * 2.0 ** (-stops / 2.2), 0, 255).astype(np.uint8)


def mirror(name: str, rng: Rng, moved: float) -> Frames:
    """The last frame is flipped left to right, and a little nearer."""
    first, last = push(name, rng, 1 + moved)
    return first, np.ascontiguousarray(last[:, ::-1])


def bars(name: str, rng: Rng, aspect: float) -> Frames:
    """Only one frame is letterboxed, to an aspect."""
    first, last = handheld(name, rng, 0.4)
    return first, _letterboxed(last, aspect)


def both_barred(name: str, rng: Rng, aspect: float) -> Frames:
    """Both frames are letterboxed."""
    first, last = (_letterboxed(one, aspect) for one in handheld(name, rng, 0.6))
    return first, last


def other_scene(name: str, rng: Rng, width: float) -> Frames:
    """Another place altogether."""
    there = View(0.5, 0.5, width).of(place(_other(name, rng)))
    return View(width=0.55).of(place(name)), there


def wide_to_close(name: str, rng: Rng, times: float) -> Frames:
    """From a wide shot to a detail that is not in its middle."""
    x, y = rng.uniform(0.35, 0.65, 2)
    return View(width=0.95).of(place(name)), View(float(x), float(y), 0.95 / times).of(place(name))


def standing(name: str, rng: Rng, moved: float) -> Frames:
    """The same frame twice, but for grain and compression."""
    del rng, moved
    view = View(width=0.55).of(place(name))
    return view, view.copy()


def orbit(seed: str, rng: Rng, degrees: float) -> Frames:
    """The camera circles a furnished room."""
    start = float(rng.uniform(-12, 12 - min(degrees, 20)))
    first, last = (_circled(seed, start + turn) for turn in (0.0, degrees))
    return (first, last) if rng.random() < 0.5 else (last, first)


def dolly(seed: str, rng: Rng, times: float) -> Frames:
    """The camera drives into a furnished room: parallax, and things grow as they are near."""
    side = float(rng.uniform(-0.3, 0.3))
    first, last = (_stood(seed, side, -5.4 / nearer) for nearer in (1.0, times))
    return first, last


def _other(name: str, rng: Rng) -> str:
    """Return another place of the same split."""
    split = TUNING if name in TUNING else TEST
    return str(rng.choice([one for one in split if one != name]))


def _letterboxed(picture: Picture, aspect: float) -> Picture:
    height, width = picture.shape[:2]
    bar = round((height - width / aspect) / 2)
    barred = picture.copy()
    barred[:bar], barred[height - bar :] = 0, 0
    return barred


def _circled(seed: str, degrees: float) -> Picture:
    angle = radians(degrees)
    return _in_room(seed, np.array([4.2 * sin(angle), 1.5, -4.2 * cos(angle)]))


def _stood(seed: str, side: float, depth: float) -> Picture:
    return _in_room(seed, np.array([side, 1.5, depth]))


def _in_room(seed: str, eye: Picture) -> Picture:
    seen = room.seen(IN_A_ROOM, eye, np.array([0.0, 1.1, 0.0]), furnished_room(int(seed)))
    return cv2.resize(seen, HD, interpolation=cv2.INTER_CUBIC)
