"""Read a scene's cut, EDL or OTIO, as a layout: which shot is seen when, on the cut's clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

from lyrad.config.shotlist import delimited, edl, otio_times
from lyrad.config.shotlist.clips import Clip, Times, shot_name
from lyrad.config.shotlist.faulty import unreadable
from lyrad.config.shotlist.reading import SIZE_LIMIT
from lyrad.core.shotlist import codes
from lyrad.model.layout import Layout, PlacedShot
from lyrad.model.names import ShotKey

READERS: Mapping[str, Callable[[str, str, Fraction], Times]] = {
    ".edl": edl.times,
    ".otio": otio_times.times,
}


def read_cut(path: Path, shown: str, *, scene: str, rate: Fraction) -> Layout:
    """Return the layout that a cut says.

    Args:
        path: where its bytes are.
        shown: what the file is called; its ending says which kind of cut it is.
        scene: the scene that it is the cut of; clips that name no scene are its shots.
        rate: the film's frames per second, where the cut says no other.

    Raises:
        ConfigError: it is no cut that lyrad reads, or is empty.
    """
    with path.open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    cure = "Export the scene again, as .otio or as a CMX3600 EDL."
    if len(data) > SIZE_LIMIT:
        raise unreadable(f"This cut is larger than {SIZE_LIMIT >> 20} MB.", shown, cure)
    found = READERS[Path(shown).suffix.lower()](delimited.decoded(data), shown, rate)
    if not found.frames:
        raise unreadable("This cut has no length.", shown, cure)
    return Layout(
        scene=scene,
        rate=found.rate,
        frames=found.frames,
        shots=tuple(_placed(clip, scene) for clip in found.clips),
        source=shown.rpartition("/")[2],
        head=found.head,
        drop=found.drop,
        given=True,
    )


def _placed(clip: Clip, scene: str) -> PlacedShot:
    name = shot_name(clip.name)
    shot = codes.split(name) or ShotKey(scene=scene, shot=name)
    return PlacedShot(shot=shot, start=clip.start, frames=clip.frames)
