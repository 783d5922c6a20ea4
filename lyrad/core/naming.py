"""Names: how codes are written into file names, and how names that people changed are read.

Written strictly (ASCII letters, digits, `.`, `_`, `-`; no name that Windows reserves; bounded
length), read leniently. Decides nothing about which number comes next: that is `core.number`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from lyrad.model.names import CharacterKey, ShotKey

SEGMENT_LIMIT = 100
"""Characters in any file name that lyrad writes, endings included."""

ASSEMBLY = "assembly"
"""The word in the names of a scene's assemblies, by which they are told from an editor's cuts."""

BODY_LIMIT = 64
"""Characters of scene and shot in a stem: leaves room for take, version and a long ending."""

SLUG_LIMIT = 28
"""Characters of a cue's code, and of its title, in a stem."""

_SPELLED = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS",
        "æ": "ae", "Æ": "Ae", "ø": "oe", "Ø": "Oe", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "\u0131": "i",
    }
)  # fmt: skip
_HEX_CATEGORIES = frozenset({"Mc", "Cs", "Co", "Cn"})
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Windows keeps these for devices, whatever the ending ("Naming Files, Paths, and Namespaces").
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\.|$)", re.IGNORECASE)
# Four digits at most: `T20261122` is a date that somebody wrote, not a take.
_TAKE = re.compile(r"t(?:ake)?[ _-]*([0-9]{1,4})(?![0-9])", re.IGNORECASE)
_VERSION = re.compile(r"v([0-9]{1,4})(?![0-9])", re.IGNORECASE)
_ASSEMBLY = re.compile(rf".+_{ASSEMBLY}_v([0-9]{{1,4}})(?![0-9])", re.IGNORECASE)
_STEM = re.compile(
    r"(?P<body>.+?)[_ .-]+t(?P<take>[0-9]{1,4})[_ .-]+v(?P<version>[0-9]{1,4})(?![0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stem:
    """A take's stem, read: `body` is scene and shot as written."""

    body: str
    take: int
    version: int


def written(code: str, limit: int = BODY_LIMIT) -> str:
    """Return the code as it stands in file names; never empty, and unchanged if written again.

    Two codes may become one (`Küche`, `Kueche`): see `collisions`.
    """
    safe = _UNSAFE.sub(_joint, _ascii(code)).strip("._-")
    if not safe:
        safe = "".join(f"x{ord(char):02X}" for char in code) or "unnamed"
    if _RESERVED.match(safe):
        safe = f"x{safe}"
    return _shortened(safe, code, limit)


def collisions(codes: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of different codes that would be one name on some machine's disk."""
    return _groups((code, written(code)) for code in codes)


def shot_collisions(shots: Iterable[ShotKey]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of different shots (as `scene/shot`) whose takes would share a stem."""
    return _groups((str(shot), body(shot)) for shot in shots)


def body(shot: ShotKey) -> str:
    """Return scene and shot as one word; a shot that names its scene itself does so once."""
    scene, name = written(shot.scene), written(shot.shot)
    named = re.search(rf"(^|[._-]){re.escape(scene)}[._-]", name, re.IGNORECASE)
    return _shortened(name if named else f"{scene}_{name}", str(shot), BODY_LIMIT)


def stem(shot: ShotKey, *, take: int, version: int) -> str:
    """Return a take's stem, `SC010_SH0020_T03_v002`."""
    return f"{body(shot)}_{take_folder(take)}_v{version:03d}"


def parse_stem(name: str) -> Stem | None:
    """Return what a file's name says of its take, whatever case and endings it got since."""
    found = _STEM.match(name)
    if not found:
        return None
    return Stem(body=found["body"], take=int(found["take"]), version=int(found["version"]))


def lora_stem(character: CharacterKey, *, version: int) -> str:
    """Return the name that all files of a LoRA's version begin with, `MIRA_v001`."""
    return f"{written(character)}_{version_folder(version)}"


def cue_stem(cue: str, title: str, *, take: int, timecode: str) -> str:
    """Return the name that all files of a cue's take begin with.

    `1M1_harbour-at-dusk_v001_01-00-00-00`: the number is the take's, the timecode that of the
    file's first sample, so that it can be laid at its place by its name alone.
    """
    slug = re.sub(r"[._-]+", "-", written(title.casefold(), SLUG_LIMIT)) if title.strip() else ""
    name = "_".join(filter(None, (written(cue, SLUG_LIMIT), slug)))
    return f"{name}_v{take:03d}_{re.sub(r'[^0-9]', '-', timecode)}"


def assembly_stem(scene: str, *, version: int) -> str:
    """Return the name that an assembly's files begin with, `SC010_assembly_v003`."""
    return f"{written(scene)}_{ASSEMBLY}_{version_folder(version)}"


def parse_assembly(name: str) -> int | None:
    """Return the version in the name of an assembly's file, whatever follows it, or None."""
    found = _ASSEMBLY.match(name)
    return int(found[1]) if found else None


def take_folder(number: int) -> str:
    """Return the folder of a take, `T01`."""
    return f"T{number:02d}"


def version_folder(number: int) -> str:
    """Return the folder of a LoRA's version, `v001`."""
    return f"v{number:03d}"


def parse_version(name: str) -> int | None:
    """Return the number in a version folder's name (`v001`, `V2 soft`), or None."""
    found = _VERSION.match(name)
    return int(found[1]) if found else None


def parse_take(name: str) -> int | None:
    """Return the number in a take folder's name (`T01`, `t1`, `T01 good one`), or None."""
    found = _TAKE.match(name)
    return int(found[1]) if found else None


def ascii_fold(text: str, limit: int = 60) -> str:
    """Return people's words for use inside a file name: ASCII, spaces kept, safe on Windows."""
    plain = "".join(char for char in _ascii(text) if char.isprintable() or char.isspace())
    folded = " ".join(_FORBIDDEN.sub("-", plain).split())
    return folded[:limit].strip(" .")


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key by which `SH2` comes before `SH10`, whatever the case."""
    parts = re.split(r"([0-9]+)", text.casefold())
    keys = [
        (1, 0, part) if place % 2 == 0 else (0, int(part), "") for place, part in enumerate(parts)
    ]
    return (*keys, (2, 0, text))


def _ascii(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    spelled = composed.translate(_SPELLED)
    if composed.isupper():
        spelled = spelled.upper()
    return "".join(_letter(char) for char in unicodedata.normalize("NFKD", spelled))


def _letter(char: str) -> str:
    """Return one decomposed character in ASCII; letters that have none become their number."""
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category[0] in "LNS" or category in _HEX_CATEGORIES:
        return f"x{ord(char):04X}"
    if category[0] in "MC":
        return ""
    return " " if category[0] == "Z" else "-"


def _joint(unsafe: re.Match[str]) -> str:
    return "_" if any(char.isspace() for char in unsafe[0]) else "-"


def _shortened(text: str, original: str, limit: int) -> str:
    """Return the text within the limit, a hash of the original telling long ones apart."""
    if len(text) <= limit:
        return text
    identity = unicodedata.normalize("NFC", original).casefold()
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{text[: limit - 9].rstrip('._-')}-{digest}"


def _groups(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    found: dict[str, set[str]] = {}
    for code, name in pairs:
        found.setdefault(name.casefold(), set()).add(code)
    alike = (tuple(sorted(codes, key=natural_key)) for codes in found.values() if len(codes) > 1)
    return tuple(sorted(alike))
