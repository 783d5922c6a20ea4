"""Decide how a still picture becomes plain 8-bit sRGB: upright, opaque, nothing left to guess.

Pillow reads (it notices what is cut off, knows orientation and profiles); OpenCV reads what has
16 bits in a channel, which Pillow would cut to eight. Colour profiles are converted by Little CMS.
Every change that a person might wonder about is told in words.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from lyrad.backends._picture_kind import kind
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.media import Size

MOST_PIXELS = 100_000_000
"""Twice the largest still camera in use on sets; as 8-bit BGR it needs 300 MB."""

Image.MAX_IMAGE_PIXELS = None  # our own limit speaks in our own words

_PLAIN_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "RGBa", "CMYK", "YCbCr"}
_DEEP_MODES = {"I", "I;16", "I;16B", "I;16L"}
_TURNED = {
    2: "mirrored",
    3: "turned 180°",
    4: "mirrored top to bottom",
    5: "mirrored and turned 90°",
    6: "turned 90° clockwise",
    7: "mirrored and turned 90°",
    8: "turned 90° counter-clockwise",
}
_BITS_TAG, _REDUCED_TAG, _DNG_TAG = 258, 254, 50706
_SENSELESS = (
    *(SyntaxError, TypeError, ValueError, EOFError, ArithmeticError),
    *(struct.error, zlib.error),
)
"""What Pillow raises where a file's own numbers make no sense."""

_DEEP = 16
_OPAQUE = 255


@dataclass(frozen=True, slots=True)
class Still:
    """A picture as it was understood: height x width x BGR, and what was done to it, in words."""

    pixels: NDArray[np.uint8]
    kind: str
    done: tuple[str, ...]

    @property
    def size(self) -> Size:
        """Return its size, upright."""
        height, width = self.pixels.shape[:2]
        return Size(width=width, height=height)


def read(path: Path, shown: str) -> Still:
    """Return the picture, fully decoded.

    Raises:
        Permanent: it is no picture, too large, broken, or of a kind that lyrad cannot read.
    """
    name = kind(path, shown)
    try:
        with Image.open(path, formats=(name.upper(),)) as image:
            _refuse(image, shown)
            return _understood(path, image, name, shown)
    except UnidentifiedImageError as error:
        raise Permanent(_broken(shown, "its header makes no sense")) from error
    except OSError as error:
        if error.errno is not None:  # the disk's fault, not the picture's
            raise
        raise Permanent(_broken(shown, str(error))) from error
    except _SENSELESS as error:
        raise Permanent(_broken(shown, str(error))) from error


def _understood(path: Path, image: Image.Image, name: str, shown: str) -> Still:
    done: list[str] = []
    turn = int(image.getexif().get(ExifTags.Base.Orientation, 1))
    bits, profile = _bits(image, path, name), image.info.get("icc_profile")
    pages = int(getattr(image, "n_frames", 1))
    if pages > 1:
        done.append(f"the first of {pages} pictures in the file")
    image.load()
    upright = image if name == "TIFF" else ImageOps.exif_transpose(image)
    if turn in _TURNED:
        done.append(_TURNED[turn])
    if bits == _DEEP and upright.mode != "CMYK":
        # OpenCV turns a TIFF by itself, and nothing else when it is told to change nothing.
        upright = _from_deep(path, 1 if name == "TIFF" else turn, shown)
        done.append("16-bit to 8-bit")
    colour, alpha = _parted(upright)
    colour = _srgb(colour, profile, done)
    pixels = np.asarray(cv2.cvtColor(np.asarray(colour), cv2.COLOR_RGB2BGR), np.uint8)
    if alpha is not None:
        pixels = _over_black(pixels, alpha)
        done.append("transparency laid over black")
    return Still(pixels, name, tuple(done))


def _refuse(image: Image.Image, shown: str) -> None:
    """Refuse what must not be decoded, by its header alone."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Permanent(_too_large(shown, width, height))
    tags = getattr(image, "tag_v2", {})
    if _DNG_TAG in tags or tags.get(_REDUCED_TAG) == 1:
        raise Permanent(_unusable(shown, "a camera's raw file", "develop it and export a TIFF"))
    if image.mode not in _PLAIN_MODES | _DEEP_MODES or _float_or_wide(tags):
        way = "export it as RGB with 8 or 16 bits"
        raise Permanent(_unusable(shown, f"a picture in “{image.mode}” pixels", way))


def _float_or_wide(tags: object) -> bool:
    bits = tags.get(_BITS_TAG, ()) if hasattr(tags, "get") else ()
    return any(depth > _DEEP for depth in bits)


def _bits(image: Image.Image, path: Path, name: str) -> int:
    """Return the bits of one channel as the header tells them."""
    if name == "PNG":
        with path.open("rb") as file:
            return file.read(25)[-1]
    if name == "TIFF":
        tags = getattr(image, "tag_v2", {})
        return int(max(tags.get(_BITS_TAG, (8,))))
    return 8


def _from_deep(path: Path, turn: int, shown: str) -> Image.Image:
    """Return a 16-bit picture, scaled to 8 bits by rounding (65535 is 255), upright."""
    deep = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    if deep is None:
        raise Permanent(_broken(shown, "its 16-bit pixels cannot be read"))
    plain = cv2.convertScaleAbs(deep, alpha=255 / 65535) if deep.dtype == np.uint16 else deep
    if plain.ndim == 2:  # noqa: PLR2004 - height and width alone: gray
        return _turned(Image.fromarray(plain), turn)
    code = cv2.COLOR_BGRA2RGBA if plain.shape[2] == 4 else cv2.COLOR_BGR2RGB  # noqa: PLR2004
    return _turned(Image.fromarray(cv2.cvtColor(plain, code)), turn)


def _turned(image: Image.Image, turn: int) -> Image.Image:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    image.info["exif"] = exif.tobytes()
    return ImageOps.exif_transpose(image)


def _parted(image: Image.Image) -> tuple[Image.Image, NDArray[np.uint8] | None]:
    """Return colour (gray, RGB or CMYK) and the alpha channel where something is transparent."""
    if image.has_transparency_data:
        whole = image.convert("RGBA")
        alpha = np.asarray(whole.getchannel("A"))
        gray = image.mode in {"L", "LA"}
        return whole.convert("L" if gray else "RGB"), alpha if alpha.min() < _OPAQUE else None
    if image.mode in {"L", "RGB", "CMYK"}:
        return image, None
    return image.convert("L" if image.mode == "1" else "RGB"), None


def _over_black(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    three = cv2.merge([alpha, alpha, alpha])
    return np.asarray(cv2.multiply(pixels, three, scale=1 / 255), np.uint8)


def _srgb(image: Image.Image, profile: bytes | None, done: list[str]) -> Image.Image:
    """Return the picture in sRGB; what was done is added to `done`."""
    space = {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}[image.mode]
    if profile and profile[16:20] == space:
        try:
            return _converted(image, profile, done)
        except (ImageCms.PyCMSError, OSError):
            done.append("its colour profile cannot be read and was left aside")
    elif profile:
        done.append("its colour profile is for other pixels and was left aside")
    if image.mode == "CMYK":
        done.append("CMYK to sRGB without a profile: colours are approximate")
    return image.convert("RGB")


def _converted(image: Image.Image, profile: bytes, done: list[str]) -> Image.Image:
    given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    name = ImageCms.getProfileDescription(given).strip() or "without a name"
    if "srgb" in name.lower() and image.mode == "RGB":
        return image
    converted = ImageCms.profileToProfile(
        image,
        given,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        return image.convert("RGB")
    done.append(f"colour profile “{name}” to sRGB")
    return converted


def _too_large(shown: str, width: int, height: int) -> Fault:
    return Fault(
        code=Code.PICTURE_TOO_LARGE,
        what=f"{Path(shown).name} has {width}x{height} pixels; lyrad reads up to 100 megapixels.",
        where=shown,
        next="Export it smaller: the size of the film, or twice that, is plenty.",
    )


def _broken(shown: str, said: str) -> Fault:
    return Fault(
        code=Code.PICTURE_BROKEN,
        what=f"{Path(shown).name} cannot be read to its end ({said or 'it breaks off'}).",
        where=shown,
        next="Copy it again, or export it again, as RGB with 8 or 16 bits.",
    )


def _unusable(shown: str, found: str, way_out: str) -> Fault:
    return Fault(
        code=Code.PICTURE_KIND,
        what=f"{Path(shown).name} is {found}, which lyrad does not read.",
        where=shown,
        next=f"{way_out[0].upper()}{way_out[1:]}.",
    )
