"""Find the styles that a shot names, and lay them over each other.

What they come to is part of what the shot inherits, so that another word in a style makes its
takes stale and renders nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lyrad.core import lacking
from lyrad.core.style.finding import name_of, needed
from lyrad.core.style.laying import laid
from lyrad.model.names import JSON, RelPath
from lyrad.model.spec import ShotSpec
from lyrad.model.standing import Refused
from lyrad.model.style import STYLES, Aspect, ShotStyle
from lyrad.ports import Index
from lyrad.service.intake.reader import NotReadyError, Reader


def styled(spec: ShotSpec, reader: Reader) -> ShotSpec:
    """Return the spec with the styles that it uses.

    Raises:
        NotReadyError: a style is not there, has not settled, or is wrong.
    """
    if not spec.styles:
        return spec
    there = style_files(reader.desk.watch.index)
    for name in spec.styles:
        if name not in there:
            raise NotReadyError(lacking.a_style(name, there))
        if len(there[name]) > 1:
            raise NotReadyError(lacking.one_of(f"style {name}", there[name]))
    found = needed(spec.styles, there, lambda name: reader.style(there[name][0], name))
    if found.faults:
        count = len(found.faults)
        detail = "a fault" if count == 1 else f"{count} faults"
        raise NotReadyError(Refused(detail=f"style has {detail}", faults=found.faults))
    style = laid(spec.styles, found.styles)
    return replace(spec, style=style, inherited={**spec.inherited, **dict(_words(spec, style))})


def style_files(index: Index) -> dict[str, tuple[RelPath, ...]]:
    """Return the files of the styles that there are, by name; of one name there may be several."""
    files: dict[str, tuple[RelPath, ...]] = {}
    for seen in index.children(RelPath(STYLES)):
        name = None if seen.sighting.folder else name_of(seen.sighting.path)
        if name:
            files[name] = (*files.get(name, ()), seen.sighting.path)
    return files


def _words(spec: ShotSpec, style: ShotStyle) -> Iterator[tuple[str, JSON]]:
    """Yield what the shot inherits of its styles; a camera of its own goes before theirs."""
    for aspect in Aspect:
        if aspect is Aspect.CAMERA and spec.camera:
            continue
        for words, form in ((style.words, ""), (style.tags, " as tags")):
            if aspect.value in words:
                yield f"style {aspect.value}{form}", words[aspect.value]
