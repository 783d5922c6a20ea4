"""Recognise a table's columns by what people call them, in English, German and French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a column says."""

    SHOT = "Shot"
    SCENE = "Scene"
    DESCRIPTION = "Description"
    DURATION = "Duration"
    FRAMES = "Frames"
    TC_IN = "TC In"
    TC_OUT = "TC Out"
    CAMERA = "Camera"
    FPS = "FPS"


# The first words are preferred where several columns could play the part.
_NAMES: Mapping[Role, str] = {
    Role.SHOT: "shot, shot code, shot no, shot nr, shot number, shot id, shot name, sh,"
    " vfx shot, einstellung, einstellungsnr, einstellung nr, einstellungsnummer, einst, plan,"
    " plan no, numero de plan, no de plan, n de plan, code, setup, slate, klappe, clip,"
    " clip name, clipname",
    Role.SCENE: "scene, sc, scene no, scene nr, scene number, scene code, szene, szenen nr,"
    " szenennummer, szene nr, sz, bild, bildnr, bild nr, numero de scene, no de scene, n de scene,"
    " sequence, seq, sequence no, sequenz, sequence code",
    Role.DESCRIPTION: "description, desc, shot description, action, beschreibung,"
    " bildbeschreibung, handlung, inhalt, aktion, content, what happens, synopsis,"
    " description du plan, descriptif, contenu, prompt",
    Role.DURATION: "duration, length, dur, len, shot length, shot duration, laenge, lange, dauer,"
    " laufzeit, duree, longueur, est duration, running time, seconds, sec, secs, sekunden, sek,"
    " secondes",
    Role.FRAMES: "frames, frame count, framecount, no of frames, number of frames, length frames,"
    " duration frames, einzelbilder, anzahl frames, anzahl bilder, bilder, images,"
    " nombre d images, nb images, cut length",
    Role.TC_IN: "tc in, timecode in, rec in, record in, rec tc in, record tc in, in, start tc,"
    " tc start, tc von, tc ein, tc entree, tc debut, source in, src in",
    Role.TC_OUT: "tc out, timecode out, rec out, record out, rec tc out, record tc out, out,"
    " end tc, tc end, tc bis, tc aus, tc sortie, tc fin, source out, src out",
    Role.CAMERA: "camera, camera movement, camera move, camera moves, cam, movement, move, kamera,"
    " kamerabewegung, bewegung, mouvement camera, mouvement de camera, mouvement",
    Role.FPS: "fps, frame rate, framerate, frames per second, rate, bildrate, bilder pro sekunde,"
    " cadence, ips, images par seconde",
}
_RANKS: Mapping[str, tuple[Role, int]] = {
    name.strip(): (role, rank)
    for role, names in _NAMES.items()
    for rank, name in enumerate(names.split(","))
}
_UNIT = re.compile(
    r"(?P<name>.+?) (?:in |en )?"
    r"(?:(?P<s>s|sec|secs|sek|seconds|sekunden|secondes)|(?P<f>f|fr|frames|bilder|images))"
)


_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each role stands in a row; `unit` is what bare lengths are: `s`, `f`, '' untold.

    `unread` are the columns that nothing is read from, as they are called.
    """

    places: Mapping[Role, int]
    unit: str = ""
    unread: tuple[str, ...] = ()

    def cell(self, row: Sequence[str], role: Role) -> str:
        """Return a role's cell in a row, '' where the row or the table has none."""
        place = self.places.get(role)
        return row[place].strip() if place is not None and place < len(row) else ""


def columns(head: Sequence[str]) -> Columns:
    """Return the columns that a row of names stands over; without SHOT it is no such row."""
    best: dict[Role, tuple[int, int, str]] = {}
    for place, name in enumerate(head):
        role, rank, unit = _role(name)
        if role is not None and (role not in best or rank < best[role][0]):
            best[role] = (rank, place, unit)
    places = {role: place for role, (_, place, _) in best.items()}
    unread = [name for place, name in enumerate(head) if name and place not in places.values()]
    unit = best[Role.DURATION][2] if Role.DURATION in best else ""
    return Columns(
        places=places, unit=unit, unread=tuple(" ".join(one[:_LONGEST].split()) for one in unread)
    )


def _role(name: str) -> tuple[Role | None, int, str]:
    plain = _plain(name[:_LONGEST])
    if plain in _RANKS:
        return (*_RANKS[plain], "s" if plain in {"seconds", "sec", "secs", "sek"} else "")
    found = _UNIT.fullmatch(plain)
    if found and found["name"] in _RANKS:
        role, rank = _RANKS[found["name"]]
        if role in {Role.DURATION, Role.FRAMES}:
            return role, rank, "f" if found["f"] else "s"
    return None, 0, ""


def _plain(name: str) -> str:
    """Return a column's name without accents, signs and capitals: `Durée (s)` is `duree s`."""
    spelled = name.casefold().replace("#", " no ").replace("n°", "no ").replace("\xba", "o ")
    letters = unicodedata.normalize("NFKD", spelled)
    letters = "".join(char for char in letters if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())
