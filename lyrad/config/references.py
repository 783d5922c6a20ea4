"""Read what a spec names: a given frame, which stays in its own folder, a character, a style.

Symbolic links are the disk's to judge.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata

from lyrad.config.unfit import unfit
from lyrad.config.yaml_tree import Word
from lyrad.errors import Code
from lyrad.model.names import CharacterKey
from lyrad.model.spec import CharacterChoice, FrameChoice

NO_FRAME = {"none", "no", "false", "null", "~"}
OUTSIDE = re.compile(r"/|~|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://")
CHARACTER = re.compile(r"(?P<code>[^@/\\]{1,100}?)(?:@v?(?P<version>\d{1,4}))?", re.IGNORECASE)
STYLE = re.compile(r"[^\s_./\\@][^/\\@]{0,59}")
NO_STYLE = "none"
COPY_IT = "Copy the picture into the shot's folder and write only its name: `first.png`."


def read_frame(value: object) -> FrameChoice:
    """Return which file a spec names, or that it wants none. Raises unfit."""
    if not isinstance(value, str):
        raise unfit("a file's name, or `none`", COPY_IT)
    text = value.strip()
    if text.lower() == "none" or (isinstance(value, Word) and value.null):
        return FrameChoice(none=True)
    if isinstance(value, Word) and value.plain and text.lower() in NO_FRAME:
        return FrameChoice(none=True)
    return FrameChoice(path=_inside(text.replace("\\", "/")))


def read_character(value: object) -> CharacterChoice:
    """Return which character a spec names: `MIRA`, or one version of it, `MIRA@v002`."""
    found = CHARACTER.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise unfit(
            "a character's code, as its folder below characters/ is called",
            "Write `characters: [MIRA]`, or `MIRA@v002` for one version of the LoRA.",
        )
    number = found["version"]
    return CharacterChoice(
        character=CharacterKey(found["code"]), version=int(number) if number else None
    )


def once_each(characters: list[CharacterChoice]) -> list[CharacterChoice]:
    """Return the characters, if none is named twice."""
    codes = [one.character for one in characters]
    if len(set(codes)) < len(codes):
        raise unfit("each character once", "Keep one of the entries that name the same one.")
    return characters


def read_style(value: object) -> str:
    """Return which style a spec names, as its file in `style/` is called. Raises unfit."""
    name = unicodedata.normalize("NFC", value.strip()) if isinstance(value, str) else ""
    if STYLE.fullmatch(name) and name.isprintable():
        return name
    raise unfit(
        "a style's name, as its file in style/ is called", "Write `style: noir` for noir.yaml."
    )


def each_style_once(names: list[str]) -> list[str]:
    """Return the styles, if none is named twice."""
    if len(set(names)) < len(names):
        raise unfit("each style once", "Keep one of the entries that name the same one.")
    return names


def styles_or_none(names: list[str]) -> list[str]:
    """Return the styles; `none` alone says that the shot has none, whatever its scene says."""
    if names == [NO_STYLE]:
        return []
    if NO_STYLE in names:
        raise unfit("names of styles, or `none` alone", "Take `none` out of the list.")
    return names


def _inside(text: str) -> str:
    """Return the path below the spec's folder, without detours."""
    path = posixpath.normpath(text)
    if OUTSIDE.match(text) or path == ".." or path.startswith("../"):
        raise unfit("a file in the shot's own folder", COPY_IT, code=Code.PATH_OUTSIDE)
    if path == "." or not text.isprintable():
        raise unfit("a file's name, or `none`", COPY_IT)
    if any(part.startswith(("_", ".")) for part in path.split("/")):
        raise unfit(
            "a name that does not begin with `_` or `.` (lyrad never looks at those)",
            "Rename the file.",
        )
    return path
