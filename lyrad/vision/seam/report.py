"""Show a judged pair: both frames, the first laid onto the last, what is new and what changed."""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.model.seam import Seam
from lyrad.vision.arrays import Mask, Matrix, Picture, Points
from lyrad.vision.plane import corners, moved, scaling, size_of
from lyrad.vision.seam.aligned import ALIKE, Aligned, aligned
from lyrad.vision.seam.camera import Camera
from lyrad.vision.seam.look import Look, looks
from lyrad.vision.seam.measure import measure
from lyrad.vision.sheet import GROUND, sheet

WIDTH = 1600
NEW = (196, 132, 52)
CHANGED = (40, 140, 232)
"""Blue and amber, as BGR: told apart by every eye, and by their brightness."""

LINE = (236, 236, 236)
TINT = 0.5
DIMMED = 0.55


def report(first: Picture, last: Picture, seam: Seam) -> Picture:
    """Return a sheet, 1600 pixels wide: height x width x 3, 8-bit BGR.

    Where a camera move was found, the first frame shows where the last one lies in it, and a
    lower row lays them onto each other.
    """
    here, there = looks(first, last)
    found, move = measure(here, there)
    verdict = f"last: {seam.verdict}, risk {seam.risk:.2f}"
    if move is None:
        return sheet([("first", first), (verdict, last)], width=WIDTH)
    bars = here.barred(first)
    inside, target = bars.inside(first), there.barred(last).inside(last)
    matrix = _full(move, (here, inside), (there, target))
    laid = cv2.warpPerspective(inside, matrix, size_of(target), borderValue=GROUND)
    marked = _marked(target, aligned(here, there, move.matrix, found.scale))
    view = moved(np.linalg.inv(matrix), corners(size_of(target)))
    outline = np.add(view, (bars.left, bars.top))
    shares = f"blue: new, {1 - found.known:.0%}; amber: changed, {found.changed:.0%}"
    rows = (
        [("first, framed as the last", _framed(first, outline)), (verdict, last)],
        [("first, laid onto the last", laid), (shares, marked)],
    )
    return np.vstack([sheet(row, width=WIDTH) for row in rows])


def _framed(first: Picture, outline: Points) -> Picture:
    """Return the first frame with the outline of what the last one shows."""
    shape = outline.round().astype(np.int32)
    picture, thick = first.copy(), max(2, size_of(first)[0] // 320)
    for colour, width in ((GROUND, 2 * thick), (LINE, thick)):
        cv2.polylines(picture, [shape], isClosed=True, color=colour, thickness=width)
    return picture


def _full(move: Camera, first: tuple[Look, Picture], last: tuple[Look, Picture]) -> Matrix:
    """Return the move between the frames at their full sizes."""
    (to_first, to_last) = (
        scaling(*(np.array(look.size) / size_of(frame))) for look, frame in (first, last)
    )
    matrix: Matrix = np.linalg.inv(to_last) @ move.matrix @ to_first
    return matrix


def _marked(last: Picture, pair: Aligned) -> Picture:
    """Return the last frame, dimmed and gray, with what is new and what changed in colour."""
    gray = cv2.cvtColor(cv2.cvtColor(last, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    picture = cv2.convertScaleAbs(gray, alpha=DIMMED)
    changed = pair.shown & (pair.alike < ALIKE)
    for where, colour in ((~pair.shown, NEW), (changed, CHANGED)):
        picture = _tinted(picture, where, colour)
    return picture


def _tinted(picture: Picture, where: Mask, colour: tuple[int, int, int]) -> Picture:
    soft = cv2.GaussianBlur(where.astype(np.float32), (0, 0), 1.5)
    plane = cv2.resize(soft, size_of(picture), interpolation=cv2.INTER_CUBIC)
    alpha = TINT * np.clip((plane - 0.45) / 0.1, 0, 1)[..., None]
    tinted: Picture = (picture * (1 - alpha) + np.array(colour) * alpha).astype(np.uint8)
    return tinted
