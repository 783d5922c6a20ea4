"""Decide by its first bytes what a file is that somebody calls a picture.

Names are not believed: `first.png` may be a text, a photograph from a telephone, a film. What
lyrad cannot read is named with the way out. Whether a picture is whole is left to its reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lyrad.errors import Code, Fault, Permanent

_HEAD = 4096
_PREVIEW = 40

READABLE = "PNG, JPEG, TIFF or WebP"


@dataclass(frozen=True, slots=True)
class Other:
    """A kind that lyrad knows but cannot use: what it is, and the way out."""

    name: str
    way_out: str
    picture: bool = True


_AS_PNG = "export it as PNG from the program that made it"
_FILM = "give a single frame: export it as PNG from your editing program"

_HEIC = Other(
    "a HEIC or AVIF photograph",
    "export it as PNG or JPEG: on a Mac with Preview (File > Export), on a telephone by setting "
    "the camera to Most Compatible",
)
_VIDEO = Other("a video", _FILM, picture=False)

_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
_OTHERS: tuple[tuple[bytes, Other], ...] = (
    (b"8BPS", Other("a Photoshop document", "save a copy of it as PNG from Photoshop")),
    (
        b"v/1\x01",
        Other(
            "an OpenEXR picture",
            "export it as 16-bit PNG or TIFF, with the view transform baked in, from Nuke, "
            "Resolve or Blender",
        ),
    ),
    (b"SDPX", Other("a DPX frame", "export it as PNG or TIFF from Resolve or Nuke")),
    (b"XPDS", Other("a DPX frame", "export it as PNG or TIFF from Resolve or Nuke")),
    (b"GIF8", Other("a GIF", "export one frame of it as PNG")),
    (b"BM", Other("a BMP picture", "save it as PNG, for example with Paint or Preview")),
    (b"gimp xcf", Other("a GIMP document", "export it as PNG from GIMP (File > Export As)")),
    (b"#?RADIANCE", Other("a Radiance HDR picture", _AS_PNG)),
    (b"\xff\x0a", Other("a JPEG XL picture", _AS_PNG)),
    (b"\0\0\0\x0cJXL ", Other("a JPEG XL picture", _AS_PNG)),
    (b"\0\0\0\x0cjP  ", Other("a JPEG 2000 picture", _AS_PNG)),
    (
        b"%PDF",
        Other("a PDF document", "export its page as PNG, for example with Preview", picture=False),
    ),
    (b"\x1aE\xdf\xa3", _VIDEO),
    (
        b"PK\x03\x04",
        Other("a ZIP archive", "unpack it and give the picture itself", picture=False),
    ),
    (b"BLENDER", Other("a Blender file", "render the frame to PNG from Blender", picture=False)),
    (
        b"\0\x05\x16\x07",
        Other(
            "a Mac's side file",
            "copy the picture itself; files like `._name` are not it",
            picture=False,
        ),
    ),
)
_PHOTO_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}
_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free"}


def kind(path: Path, shown: str) -> str:
    """Return `PNG`, `JPEG`, `TIFF` or `WebP`.

    Args:
        path: the file.
        shown: the path that a person knows it by.

    Raises:
        Permanent: it is something else; the fault says what, and the way out.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if found := _readable(head):
        return found
    other = next(_known(head), None) or _text(head)
    raise Permanent(_fault(other, shown))


def _readable(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    return next((name for magic, name in _PICTURES if head.startswith(magic)), None)


def _known(head: bytes) -> Iterator[Other]:
    yield from (other for magic, other in _OTHERS if head.startswith(magic))
    if head[4:8] in _BOXES:
        yield _HEIC if head[8:12] in _PHOTO_BRANDS else _VIDEO
    if head[:4] == b"RIFF":
        yield _VIDEO if head[8:12] == b"AVI " else Other("a sound", _AS_PNG, picture=False)


def _text(head: bytes) -> Other:
    if not head.strip(b"\0"):
        return Other("empty" if not head else "nothing but zeros", "copy it again", picture=False)
    codec = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    words = " ".join(head.decode(codec, errors="replace").split())
    doubtful = sum(
        not letter.isprintable() or letter == "\N{REPLACEMENT CHARACTER}" for letter in words
    )
    if doubtful > len(words) // 50:
        return Other("of a kind that lyrad does not know", _AS_PNG)
    return Other(
        f"a text file that begins “{words[:_PREVIEW]}”",
        f"put the picture there, as {READABLE}",
        picture=False,
    )


def _fault(other: Other, shown: str) -> Fault:
    return Fault(
        code=Code.PICTURE_KIND if other.picture else Code.NOT_A_PICTURE,
        what=f"{Path(shown).name} is {other.name}, and lyrad reads {READABLE}.",
        where=shown,
        next=f"{other.way_out[0].upper()}{other.way_out[1:]}.",
    )
