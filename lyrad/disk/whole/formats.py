"""The table of formats: by which bytes each is known, under which names it goes, who checks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from lyrad.disk.whole import (
    dpx,
    exr,
    flac,
    gif,
    heif,
    jpeg,
    matroska,
    movie,
    mp3,
    ogg,
    png,
    safetensors,
    sound,
    text,
    tiff,
    webp,
    zipped,
)
from lyrad.model.drop import Wholeness

Check = Callable[[BinaryIO, int], Wholeness]
Mark = tuple[tuple[int, bytes], ...]
"""Bytes that stand at certain places of a file's beginning."""

HEAD = 16
"""So many bytes tell every format that can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format; without marks it is known by its names only."""

    names: str
    marks: tuple[Mark, ...]
    check: Check

    def known_by(self, head: bytes) -> bool:
        """Decide whether a file that begins so is of this format."""
        return any(
            all(head[at : at + len(part)] == part for at, part in mark) for mark in self.marks
        )

    def may_become(self, head: bytes) -> bool:
        """Decide whether these few first bytes may be the beginning of a mark."""
        return any(
            len(head) < mark[-1][0] + len(mark[-1][1])
            and all(part.startswith(head[at : at + len(part)]) for at, part in mark)
            for mark in self.marks
        )

    def named(self, suffix: str) -> bool:
        """Decide whether files of this format go by this suffix."""
        return suffix in self.names.split()


def _at(place: int, *words: bytes) -> tuple[Mark, ...]:
    return tuple(((place, word),) for word in words)


_MOVIE = _at(4, b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp")
_HEIF = tuple(((4, b"ftyp"), (8, brand)) for brand in sorted(heif.BRANDS))
_TIFF = _at(0, tiff.LITTLE, tiff.BIG, tiff.LITTLE_64, tiff.BIG_64)
_WAVE = (sound.WAVE, sound.RF64, sound.BW64)

# The first that fits is taken: those with the closer marks stand before the others.
ALL = (
    Format(names=".png", marks=_at(0, png.MAGIC), check=png.check),
    Format(names=".jpg .jpeg .jpe .jfif", marks=_at(0, jpeg.MAGIC), check=jpeg.check),
    Format(names=".tif .tiff", marks=_TIFF, check=tiff.check),
    Format(names=".webp", marks=(webp.MARK,), check=webp.check),
    Format(names=".exr", marks=_at(0, exr.MAGIC), check=exr.check),
    Format(names=".gif", marks=_at(0, gif.MAGIC), check=gif.check),
    Format(names=".dpx", marks=_at(0, dpx.BIG, dpx.LITTLE), check=dpx.check),
    Format(names=".heic .heif .avif", marks=_HEIF, check=heif.check),
    Format(names=".mp4 .m4v .m4a .mov .qt", marks=_MOVIE, check=movie.check),
    Format(names=".mkv .webm", marks=_at(0, matroska.MAGIC), check=matroska.check),
    Format(names=".wav .bwf .rf64", marks=_WAVE, check=sound.wave),
    Format(names=".aif .aiff .aifc", marks=(sound.AIFF, sound.AIFC), check=sound.aiff),
    Format(names=".w64", marks=(sound.W64,), check=sound.w64),
    Format(names=".flac", marks=_at(0, flac.MAGIC), check=flac.check),
    Format(names=".ogg .oga .opus", marks=_at(0, ogg.MAGIC), check=ogg.check),
    Format(names=".mp3", marks=(), check=mp3.check),
    Format(
        names=".zip .xlsx .docx .pptx",
        marks=_at(0, zipped.MAGIC, zipped.EMPTY),
        check=zipped.check,
    ),
    Format(names=".safetensors", marks=(), check=safetensors.check),
    Format(names=".json .otio", marks=(), check=text.check_json),
    Format(
        names=".yaml .yml .txt .csv .tsv .edl .md .srt .vtt .xml .fountain .toml",
        marks=(),
        check=text.check,
    ),
)
