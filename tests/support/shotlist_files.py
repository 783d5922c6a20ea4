"""Shot lists as programs write them: Excel's CSV, a workbook, a CMX3600 EDL, an OTIO timeline."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEAD = ("Szene", "Einstellung", "Beschreibung", "Länge (s)", "Kamera", "Objektiv")
ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("SC010", "SH0010", "Der Leuchtturm; Dämmerung.", "4", "langsame Fahrt", "35"),
    ("SC010", "SH0020", "Eine Möwe landet.", "2,5", "", "50"),
    ("", "SH0030", "Der Wärter sagt:\n»Nein.«", "3", "", "85"),
    ("", "SH0040", "Die Lampe geht an.", "2", "", ""),
    ("SC020", "SH0010", "Regen am Fenster.", "4", "statisch", "35"),
    ("SC020", "SH0020", 'Er liest "Seenot".', "3", "", "85"),
    ("SC020", "SH0030", "Das Glas fällt.", "1", "", ""),
    ("SC020", "SH0040", "Scherben.", "2", "", ""),
    ("SC030", "12A", "Der Hafen.", "5", "", "24"),
    ("SC030", "12B", "Ein Boot legt ab.", "4", "", ""),
    ("SC030", "12C", "Die Wellen.", "3", "", ""),
    ("SC030", "12D", "Schwarz.", "2", "", ""),
)


def excel_csv(rows: Sequence[Sequence[str]] = ROWS, head: Sequence[str] = HEAD) -> bytes:
    """Return a table as a German Excel saves "CSV UTF-8": BOM, semicolons, CRLF, quotes."""
    lines = [";".join(map(_quoted, row)) for row in (head, *rows)]
    return b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode()


def _quoted(cell: str) -> str:
    special = any(sign in cell for sign in ';"\n')
    return '"' + cell.replace('"', '""') + '"' if special else cell


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook with these rows in its second sheet; the first one is a cover."""
    book = Workbook()
    book.worksheets[0].append(["The Lighthouse", "Shots"])
    sheet = book.create_sheet("Shots")
    for row in rows:
        sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


EDL = """\
TITLE: THE_LIGHTHOUSE_V3
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00
* FROM CLIP NAME: SC010_SH0010.mov
* COMMENT: The lighthouse at dusk.

002  AX       AA/V  C        00:00:00:00 00:00:02:12 01:00:04:00 01:00:06:12
* FROM CLIP NAME:  SC010_SH0020_T02_v003.mp4

003  BL       V     C        00:00:00:00 00:00:01:00 01:00:06:12 01:00:07:12

004  AX       V     C        00:00:00:00 00:00:00:00 01:00:07:12 01:00:07:12
004  AX       V     D    024 00:00:00:00 00:00:03:00 01:00:07:12 01:00:10:12
* FROM CLIP NAME: SC010_SH0020.mov
* TO CLIP NAME: SC020_SH0010.mov

005  ROOMTONE A2    C        00:00:00:00 00:01:00:00 01:00:00:00 01:01:00:00
* FROM CLIP NAME: roomtone.wav

006  SC010_SH0010 V  C       00:00:00:00 00:00:05:01 01:00:10:12 01:00:15:13
"""


def otio_clip(name: str, frames: float, rate: float = 24.0, **more: Any) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Clip.2",
        "metadata": {},
        "name": name,
        "source_range": otio_range(frames, rate),
        "effects": [],
        "markers": [],
        "enabled": True,
        "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "MissingReference.1"}},
        "active_media_reference_key": "DEFAULT_MEDIA",
        **more,
    }


def otio_range(frames: float, rate: float) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": frames},
        "start_time": {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": 0.0},
    }


def otio(children: Sequence[dict[str, Any]], kind: str = "Video") -> str:
    track = {"OTIO_SCHEMA": "Track.1", "kind": kind, "children": list(children)}
    stack = {"OTIO_SCHEMA": "Stack.1", "children": [track]}
    return json.dumps({"OTIO_SCHEMA": "Timeline.1", "name": "cut", "tracks": stack})


CUT = Path(__file__).parent / "shotlists" / "cut.otio"
"""A timeline as OpenTimelineIO 0.18.1 writes it: two shots, a gap, a sound track."""
