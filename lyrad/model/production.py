"""A production: the film's root folder and what holds for everything in it."""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.model.mark import Marks
from lyrad.model.names import Fields, ProductionId, RelPath
from lyrad.model.seam import OnLikelyCut
from lyrad.model.shotlist import OnShotList


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Where scenes and shots stand below the root, as patterns with captures.

    Rules are written for the conventional tree; `production.yaml: tree:` maps another one onto it.
    """

    scene: str = "scenes/{scene}"
    shot: str = "scenes/{scene}/{shot}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """One `production.yaml`, read and checked.

    `defaults` are the shot fields that every scene and shot inherits (fps, size, master, ...),
    canonical.
    `start_timecode` is the timecode of each take's first frame, `HH:MM:SS:FF`.
    `hold_over`: more new jobs than this at once wait for a GO. `seam`: what becomes of a pair of
    frames between which a model will probably cut. `marks`: whether takes say how they were made.
    `shot_lists`: whether a list in `inbox/` waits for a GO.
    """

    id: ProductionId
    title: str
    timezone: str
    defaults: Fields
    tree: Tree
    hold_over: int
    start_timecode: str
    seam: OnLikelyCut = OnLikelyCut.HOLD
    marks: Marks = Marks.ON
    shot_lists: OnShotList = OnShotList.HOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One `scene.yaml`, read and checked; a scene without the file is a scene with no defaults."""

    code: str
    defaults: Fields
    path: RelPath | None = None
