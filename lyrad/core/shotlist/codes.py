"""Read shot codes as people write them into lists, and find the shots of the tree that they mean.

`SC010_SH0020`, `10/20` and `12A` name scene and shot at once; `SH0020` needs a scene beside it.
`10` means `SC010` where the tree has that scene. Whether a code may be a folder is decided here;
nothing is looked up on the disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from lyrad.core.naming import BODY_LIMIT
from lyrad.core.portable import breaks, same
from lyrad.model.names import ShotKey

_LONGEST = 2 * BODY_LIMIT
"""Characters; longer text is no code, and is not searched for one."""

_SCENE = r"(?:scene|szene|sequence|sequenz|bild|seq|sc|sz|sq|s)"
_SHOT = r"(?:shot|einstellung|einst|plan|sh)"
_BETWEEN = r"[\s._\-\u2013]"
_SPOKEN = re.compile(
    rf"(?P<scene>(?:.+{_BETWEEN})?{_SCENE}{_BETWEEN}*\d\w*?){_BETWEEN}*[/\\]?{_BETWEEN}*"
    rf"(?P<shot>{_SHOT}{_BETWEEN}*\d\w*)",
    re.IGNORECASE,
)
_LAST = re.compile(rf"(?P<scene>.+?){_BETWEEN}+(?P<shot>[^\s._\-\u2013]+)")
_SLATE = re.compile(r"(?P<scene>\d{1,5})[A-Za-z]{1,2}")
_NUMBER = re.compile(rf"{_BETWEEN}*0*(\d+)([a-z]*)")
_SLATED = re.compile(r"[a-z]{0,4}\d{1,6}[a-z]?", re.IGNORECASE)


def clean(text: str) -> str:
    """Return a code without the spaces around it, and one space where there were several."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def split(text: str) -> ShotKey | None:
    """Return scene and shot where a code names both, or None."""
    code = clean(text)
    if len(code) > _LONGEST:
        return None
    if found := _SPOKEN.fullmatch(code):
        return ShotKey(scene=found["scene"], shot=found["shot"])
    parts = [clean(part) for part in re.split(r"[/\\]", code)]
    if len(parts) > 1:
        return ShotKey(scene="_".join(parts[:-1]), shot=parts[-1]) if all(parts) else None
    if found := _LAST.fullmatch(code):
        return ShotKey(scene=found["scene"], shot=found["shot"])
    if found := _SLATE.fullmatch(code):
        return ShotKey(scene=found["scene"], shot=code)
    return None


def names_scene(text: str) -> bool:
    """Return whether a code says by itself which scene it means, whatever stands above it."""
    code = clean(text)[:_LONGEST]
    return "/" in code or "\\" in code or _SPOKEN.fullmatch(code) is not None


def together(scene: str, shot: str) -> ShotKey:
    """Return the key of a scene's cell and a shot's; the shot may name the scene once more."""
    scene, whole = clean(scene), split(shot)
    if whole and scene_key(whole.scene) == scene_key(scene):
        return ShotKey(scene=scene, shot=whole.shot)
    return ShotKey(scene=scene, shot=clean(shot))


def slated(shot: ShotKey) -> bool:
    """Return whether a clip's name is surely a code: it ends in `SH0020`, `0020` or `12A`."""
    return _SLATED.fullmatch(shot.shot) is not None


def impossible(code: str) -> str:
    """Return why a code cannot be a folder, as a sentence; '' where it can."""
    if "/" in code or code.startswith(("_", ".")):
        return "A code has no slash in it, and does not begin with _ or a stop."
    if not any(char.isalnum() for char in code):
        return "A code has at least one letter or digit."
    if len(code) > BODY_LIMIT:
        return f"A code has up to {BODY_LIMIT} characters."
    return next(iter(breaks(code)), "")


def scene_key(code: str) -> str:
    """Return what spellings of one scene share: `SC010`, `Scene 10` and `10`."""
    return _key(code, _SCENE)


def shot_key(code: str) -> str:
    """Return what spellings of one shot share: `SH0020`, `Shot 20` and `20`."""
    return _key(code, _SHOT)


def key(shot: ShotKey) -> tuple[str, str]:
    """Return what spellings of one shot in its scene share."""
    return scene_key(shot.scene), shot_key(shot.shot)


class Known:
    """The scenes and shots that the tree has, found by any spelling that means just one."""

    def __init__(self, shots: Iterable[ShotKey], scenes: Iterable[str] = ()) -> None:
        self._scenes = _Spelt(scene_key)
        self._shots: dict[str, _Spelt] = {}
        for scene in scenes:
            self._scenes.add(scene)
        for shot in shots:
            self._scenes.add(shot.scene)
            self._shots.setdefault(shot.scene, _Spelt(shot_key)).add(shot.shot)

    def meant(self, shot: ShotKey) -> ShotKey:
        """Return the shot as the tree spells it, as far as the tree has it."""
        scene = self._scenes.meant(shot.scene)
        beside = self._shots.get(scene)
        return ShotKey(scene=scene, shot=beside.meant(shot.shot) if beside else shot.shot)


class _Spelt:
    """Codes beside each other, by how they are spelt."""

    def __init__(self, spelt: Callable[[str], str]) -> None:
        self._spelt = spelt
        self._known: set[str] = set()
        self._same: dict[str, list[str]] = {}
        self._alike: dict[str, list[str]] = {}

    def add(self, code: str) -> None:
        if code not in self._known:
            self._known.add(code)
            self._same.setdefault(same(code), []).append(code)
            self._alike.setdefault(self._spelt(code), []).append(code)

    def meant(self, code: str) -> str:
        """Return the one code that is meant; the code itself where none is, or several are."""
        if code in self._known:
            return code
        found = self._same.get(same(code)) or self._alike.get(self._spelt(code), [])
        return found[0] if len(found) == 1 else code


def _key(code: str, prefix: str) -> str:
    plain = same(clean(code))
    if len(plain) > _LONGEST:
        return plain
    rest = re.sub(rf"^{prefix}(?={_BETWEEN}*\d)", "", plain)
    found = _NUMBER.fullmatch(rest)
    return f"{found[1]}{found[2]}" if found else re.sub(rf"{_BETWEEN}+", "_", plain)
