from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from lyrad.backends.pictures import StillPictures
from lyrad.errors import Code, Permanent
from lyrad.model.media import Fit, Size
from lyrad.model.names import Fields

SMALL = Size(width=64, height=36)
SHOWN = "scenes/SC010/SH0020/first.png"


def halves(width: int = 64, height: int = 36) -> np.ndarray:
    """Red above, blue below, in RGB."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2] = (255, 0, 0)
    picture[height // 2 :] = (0, 0, 255)
    return picture


def saved(path: Path, image: Image.Image | np.ndarray, **options: Any) -> Path:
    whole = image if isinstance(image, Image.Image) else Image.fromarray(image)
    kind = {".jpg": "JPEG", ".tif": "TIFF", ".webp": "WEBP"}.get(path.suffix, "PNG")
    whole.save(path, kind, **options)
    return path


def prepared(source: Path, size: Size = SMALL, fit: Fit = Fit.CROP) -> tuple[np.ndarray, Fields]:
    target = source.with_name("prepared.png")
    facts = StillPictures().prepare(source, target, size=size, fit=fit, shown=SHOWN)
    back = cv2.imread(str(target), cv2.IMREAD_UNCHANGED)
    assert back is not None
    assert (back.dtype, back.shape) == (np.uint8, (size.height, size.width, 3))
    return back[:, :, ::-1].astype(int), facts


def near(pixels: np.ndarray, rgb: tuple[int, int, int], within: int = 3) -> bool:
    return bool(np.abs(pixels.reshape(-1, 3).mean(0) - rgb).max() <= within)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.webp"])
def test_png_jpeg_tiff_and_webp_are_read(tmp_path: Path, name: str) -> None:
    pixels, facts = prepared(saved(tmp_path / name, halves()))
    assert near(pixels[2:14], (255, 0, 0), 8)
    assert near(pixels[-14:-2], (0, 0, 255), 8)
    assert facts["size"] == "64x36"
    assert facts["done"] == []


def test_content_counts_and_not_the_name(tmp_path: Path) -> None:
    saved(tmp_path / "a.jpg", halves()).rename(tmp_path / "first.png")
    assert prepared(tmp_path / "first.png")[1]["kind"] == "JPEG"


@pytest.mark.parametrize(
    ("content", "code", "said", "way_out"),
    [
        (b"Hello, this is a note.", Code.NOT_A_PICTURE, "text file that begins “Hello", "PNG"),
        ("Grüße".encode("utf-16"), Code.NOT_A_PICTURE, "Grüße", "PNG"),
        (b"", Code.NOT_A_PICTURE, "empty", "copy"),
        (b"\0" * 5000, Code.NOT_A_PICTURE, "zeros", "copy"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, Code.PICTURE_KIND, "HEIC", "Preview"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 40, Code.NOT_A_PICTURE, "video", "single frame"),
        (b"8BPS\0\x01" + b"\0" * 40, Code.PICTURE_KIND, "Photoshop", "save a copy"),
        (b"v/1\x01" + b"\0" * 40, Code.PICTURE_KIND, "OpenEXR", "16-bit PNG"),
        (b"GIF89a" + b"\0" * 40, Code.PICTURE_KIND, "GIF", "PNG"),
        (b"%PDF-1.7\n", Code.NOT_A_PICTURE, "PDF", "PNG"),
        (b"PK\x03\x04" + b"\0" * 40, Code.NOT_A_PICTURE, "ZIP", "unpack"),
        (b"RIFF\0\0\0\0WAVEfmt ", Code.NOT_A_PICTURE, "sound", "PNG"),
        (bytes(range(256)), Code.PICTURE_KIND, "does not know", "PNG"),
    ],
)
def test_what_is_no_picture_is_named_with_the_way_out(
    tmp_path: Path, content: bytes, code: Code, said: str, way_out: str
) -> None:
    (tmp_path / "first.png").write_bytes(content)
    fault = StillPictures().check(tmp_path / "first.png", SHOWN)
    assert fault is not None
    assert fault.code is code
    assert said in fault.what
    assert fault.where == SHOWN
    assert way_out.lower() in fault.next.lower()


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.webp"])
@pytest.mark.parametrize("share", [0.9, 0.5, 0.2])
def test_a_picture_that_is_cut_off_is_broken(tmp_path: Path, name: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (90, 160, 3), dtype=np.uint8)
    whole = saved(tmp_path / name, noise).read_bytes()
    (tmp_path / name).write_bytes(whole[: int(len(whole) * share)])
    fault = StillPictures().check(tmp_path / name, SHOWN)
    assert fault is not None
    assert fault.code is Code.PICTURE_BROKEN
    with pytest.raises(Permanent):
        prepared(tmp_path / name)
    assert not (tmp_path / "prepared.png").exists()


def test_a_damaged_png_is_broken(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (90, 160, 3), dtype=np.uint8)
    data = bytearray(saved(tmp_path / "a.png", noise).read_bytes())
    data[len(data) // 2] ^= 0xFF
    (tmp_path / "a.png").write_bytes(data)
    fault = StillPictures().check(tmp_path / "a.png")
    assert fault is not None
    assert fault.code is Code.PICTURE_BROKEN


def test_a_bomb_is_refused_by_its_header_alone(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99))
    )
    (tmp_path / "first.png").write_bytes(data + chunk(b"IEND", b""))
    fault = StillPictures().check(tmp_path / "first.png", SHOWN)
    assert fault is not None
    assert fault.code is Code.PICTURE_TOO_LARGE
    assert "60000x60000" in fault.what


def test_a_good_picture_has_no_fault(tmp_path: Path) -> None:
    assert StillPictures().check(saved(tmp_path / "a.png", halves())) is None


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp"])
@pytest.mark.parametrize(
    ("turn", "word"), [(3, "180°"), (6, "clockwise"), (8, "counter"), (2, "mir")]
)
def test_a_turned_picture_stands_upright(tmp_path: Path, name: str, turn: int, word: str) -> None:
    exif = Image.Exif()
    exif[274] = turn
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
    undo = {8: Image.Transpose.ROTATE_270, 2: Image.Transpose.FLIP_LEFT_RIGHT, **back}[turn]
    picture = halves()
    picture[:, :8] = 0  # so that left and right differ
    lying = Image.fromarray(picture).transpose(undo)
    pixels, facts = prepared(saved(tmp_path / name, lying, exif=exif))
    assert near(pixels[2:14, 12:], (255, 0, 0), 8)
    assert near(pixels[:, :4], (0, 0, 0), 8)
    assert facts["size"] == "64x36"
    assert word in str(facts["done"])


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
@pytest.mark.parametrize("value", [0, 128, 129, 383, 386, 32768, 65407, 65535])
def test_sixteen_bits_become_eight_by_rounding(tmp_path: Path, name: str, value: int) -> None:
    cv2.imwrite(str(tmp_path / name), np.full((36, 64, 3), value, np.uint16))
    pixels, facts = prepared(tmp_path / name)
    assert np.unique(pixels).tolist() == [round(value / 257)]
    assert facts["done"] == ["16-bit to 8-bit"]


def test_sixteen_bit_colours_and_gray_keep_their_order(tmp_path: Path) -> None:
    bgr = (halves()[:, :, ::-1].astype(np.uint16)) * 257
    for name in ("a.png", "a.tif"):
        cv2.imwrite(str(tmp_path / name), bgr)
        assert near(prepared(tmp_path / name)[0][2:14], (255, 0, 0))
        cv2.imwrite(str(tmp_path / name), np.full((36, 64), 25700, np.uint16))
        assert near(prepared(tmp_path / name)[0], (100, 100, 100), 0)


TURNS = {
    2: lambda picture: picture[:, ::-1],
    3: lambda picture: picture[::-1, ::-1],
    4: lambda picture: picture[::-1],
    5: lambda picture: picture.transpose(1, 0, 2),
    6: np.rot90,
    7: lambda picture: picture[::-1, ::-1].transpose(1, 0, 2),
    8: lambda picture: np.rot90(picture, -1),
}


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
@pytest.mark.parametrize("turn", list(TURNS))
def test_a_turned_sixteen_bit_picture_stands_upright_too(
    tmp_path: Path, name: str, turn: int
) -> None:
    picture = halves()
    picture[:, :8] = 0
    lying = np.ascontiguousarray(TURNS[turn](picture)[:, :, ::-1]).astype(np.uint16) * 257
    cv2.imwrite(str(tmp_path / name), lying)
    data = (tmp_path / name).read_bytes()
    write = _with_orientation if name == "a.tif" else _with_exif
    (tmp_path / name).write_bytes(write(data, turn))
    pixels, facts = prepared(tmp_path / name)
    assert np.array_equal(pixels, picture)
    assert len(facts["done"]) == 2
    assert facts["done"][1] == "16-bit to 8-bit"


def chunk(name: bytes, data: bytes) -> bytes:
    checked = name + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def _with_exif(png: bytes, turn: int) -> bytes:
    exif = Image.Exif()
    exif[274] = turn
    return png[:33] + chunk(b"eXIf", exif.tobytes()[6:]) + png[33:]


def _with_orientation(tiff: bytes, turn: int) -> bytes:
    """Move the directory to the end and add the orientation to it."""
    start = struct.unpack("<I", tiff[4:8])[0]
    count = struct.unpack("<H", tiff[start : start + 2])[0]
    entries = [tiff[start + 2 + 12 * k : start + 14 + 12 * k] for k in range(count)]
    entries = [entry for entry in entries if entry[:2] != struct.pack("<H", 274)]
    entries.append(struct.pack("<HHIHH", 274, 3, 1, turn, 0))
    entries.sort(key=lambda entry: struct.unpack("<H", entry[:2])[0])
    end = tiff + b"\0" * (len(tiff) % 2)
    directory = struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", 0)
    return end[:4] + struct.pack("<I", len(end)) + end[8:] + directory


@pytest.mark.parametrize("depth", [8, 16])
def test_transparency_is_laid_over_black_and_said_so(tmp_path: Path, depth: int) -> None:
    bgra = np.full((36, 64, 4), (0, 0, 255, 128), np.uint8)
    cv2.imwrite(str(tmp_path / "a.png"), bgra if depth == 8 else bgra.astype(np.uint16) * 257)
    pixels, facts = prepared(tmp_path / "a.png")
    assert near(pixels, (128, 0, 0), 1)
    assert "transparency laid over black" in str(facts["done"])


def test_an_opaque_alpha_channel_is_not_worth_a_word(tmp_path: Path) -> None:
    saved(tmp_path / "a.png", Image.fromarray(halves()).convert("RGBA"))
    assert prepared(tmp_path / "a.png")[1]["done"] == []


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P"])
def test_gray_and_palette_pictures_are_read(tmp_path: Path, mode: str) -> None:
    white = Image.fromarray(np.full((36, 64, 3), 255, np.uint8)).convert(mode)
    assert near(prepared(saved(tmp_path / "a.png", white))[0], (255, 255, 255), 0)


def test_cmyk_becomes_rgb_and_says_that_it_is_a_guess(tmp_path: Path) -> None:
    red = Image.new("CMYK", (64, 36), (0, 255, 255, 0))
    for name in ("a.jpg", "a.tif"):
        pixels, facts = prepared(saved(tmp_path / name, red))
        assert near(pixels, (255, 0, 0), 6)
        assert "CMYK" in str(facts["done"])


def wide_profile() -> bytes:
    """A profile of our own: RGB with swapped red and green primaries, and a gamma of 1."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    data = bytearray(lab.tobytes())
    offsets = {}
    for k in range(struct.unpack(">I", data[128:132])[0]):
        name, offset, size = struct.unpack(">4sII", data[132 + 12 * k : 144 + 12 * k])
        offsets[name] = (offset, size)
    red, green = offsets[b"rXYZ"], offsets[b"gXYZ"]
    first = bytes(data[red[0] : red[0] + red[1]])
    data[red[0] : red[0] + red[1]] = data[green[0] : green[0] + green[1]]
    data[green[0] : green[0] + green[1]] = first
    return bytes(data).replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.webp"])
def test_a_colour_profile_is_converted_on_purpose(tmp_path: Path, name: str) -> None:
    green = np.full((36, 64, 3), (0, 255, 0), np.uint8)
    pixels, facts = prepared(saved(tmp_path / name, green, icc_profile=wide_profile()))
    assert near(pixels, (255, 0, 0), 10)
    assert "colour profile “Swap" in str(facts["done"])


def test_srgb_itself_is_left_alone_and_a_broken_profile_aside(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert prepared(saved(tmp_path / "a.png", halves(), icc_profile=srgb))[1]["done"] == []
    broken = wide_profile()[:200] + b"\0" * 200
    assert "left aside" in str(
        prepared(saved(tmp_path / "b.png", halves(), icc_profile=broken))[1]
    )
    gray = saved(tmp_path / "c.png", Image.new("L", (64, 36), 9), icc_profile=srgb)
    assert "for other pixels" in str(prepared(gray)[1])


def test_cropping_cuts_the_edges_and_says_so(tmp_path: Path) -> None:
    picture = np.full((120, 160, 3), 255, np.uint8)
    picture[:14], picture[-14:] = 0, 0
    pixels, facts = prepared(saved(tmp_path / "a.png", picture))
    assert near(pixels, (255, 255, 255), 2)
    assert facts["done"] == ["cropped from 4:3"]


def test_padding_adds_bars_and_says_so(tmp_path: Path) -> None:
    pixels, facts = prepared(
        saved(tmp_path / "a.png", np.full((120, 160, 3), 255, np.uint8)), fit=Fit.PAD
    )
    assert near(pixels[:, :7], (0, 0, 0), 0)
    assert near(pixels[:, 9:55], (255, 255, 255), 0)
    assert facts["done"] == ["black bars around 4:3"]


@pytest.mark.parametrize("fit", list(Fit))
@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 300), (300, 1), (768, 1365), (37, 63), (2000, 3000)]
)
def test_any_shape_comes_out_at_the_size(tmp_path: Path, fit: Fit, shape: tuple[int, int]) -> None:
    pixels, _ = prepared(saved(tmp_path / "a.png", np.full((*shape, 3), 200, np.uint8)), fit=fit)
    assert pixels.max() == 200


def test_a_rounding_crop_is_not_worth_a_word(tmp_path: Path) -> None:
    picture = np.full((768, 1365, 3), 9, np.uint8)
    assert prepared(saved(tmp_path / "a.png", picture))[1]["done"] == []


def test_a_float_or_raw_tiff_is_named_with_the_way_out(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "f.tif"), np.zeros((36, 64), np.float32))
    saved(tmp_path / "raw.tif", halves(), tiffinfo={50706: b"\x01\x04\0\0"})
    for name in ("f.tif", "raw.tif"):
        fault = StillPictures().check(tmp_path / name, SHOWN)
        assert fault is not None
        assert fault.code is Code.PICTURE_KIND
    cv2.imwrite(str(tmp_path / "c.tif"), np.zeros((36, 64, 3), np.float32))
    fault = StillPictures().check(tmp_path / "c.tif", SHOWN)
    assert fault is not None
    assert "8 or 16 bits" in fault.next


def test_of_several_pages_the_first_is_used_and_named(tmp_path: Path) -> None:
    other = Image.new("RGB", (64, 36))
    path = saved(tmp_path / "a.tif", halves(), save_all=True, append_images=[other])
    pixels, facts = prepared(path)
    assert near(pixels[2:14], (255, 0, 0))
    assert facts["done"] == ["the first of 2 pictures in the file"]


def test_a_sheet_shows_every_tile(tmp_path: Path) -> None:
    tiles = [("first, as given", saved(tmp_path / "a.png", halves()))]
    tiles.append(("last", saved(tmp_path / "b.jpg", np.full((36, 64, 3), 200, np.uint8))))
    for name in ("sheet.jpg", "sheet.png"):
        StillPictures().sheet(tiles, tmp_path / name)
        with Image.open(io.BytesIO((tmp_path / name).read_bytes())) as sheet:
            assert sheet.width > sheet.height
