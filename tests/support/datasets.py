"""A zoo of bad datasets: pictures and captions as trainers choke on them, made by code."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from lyrad.model.finding import Case

Make = Callable[[Path], None]
WORD = "lyra"


@cache
def scene(seed: int, width: int = 640, height: int = 640) -> np.ndarray:
    """Return a picture that no other seed looks like, sharp, BGR."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(20, 230, (6, 6, 3), dtype=np.uint8)
    large = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    for _ in range(40):
        place = tuple(int(v) for v in rng.integers(0, (width, height)))
        colour = tuple(int(v) for v in rng.integers(0, 255, 3))
        cv2.circle(large, place, int(rng.integers(4, 40)), colour, 2)
    grain = rng.integers(0, 24, (height // 2 + 1, width // 2 + 1, 1), dtype=np.uint8)
    return cv2.add(large, np.repeat(grain.repeat(2, 0).repeat(2, 1), 3, 2)[:height, :width])


def figure(head: float, ground: int = 200, side: int = 640) -> np.ndarray:
    """Return somebody before a plain ground, the head so high as a share of the picture."""
    canvas = np.full((side, side, 3), ground, np.uint8)
    high, top, middle = head * side, int(0.06 * side), side // 2
    half, dark = int(0.37 * high), (60, 60, 90)
    cv2.ellipse(canvas, (middle, int(top + high / 2)), (half, int(high / 2)), 0, 0, 360, dark, -1)
    neck, foot = int(top + 0.9 * high), int(top + 7.5 * high)
    cv2.rectangle(
        canvas, (middle - half // 2, neck), (middle + half // 2, int(neck + high / 3)), dark, -1
    )
    shoulders = int(neck + high / 4)
    cv2.rectangle(
        canvas, (middle - int(1.1 * high), shoulders), (middle + int(1.1 * high), foot), dark, -1
    )
    return canvas


def jpeg(pixels: np.ndarray, quality: int = 90) -> bytes:
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def png(pixels: np.ndarray) -> bytes:
    return bytes(cv2.imencode(".png", pixels)[1])


def by_pillow(pixels: np.ndarray, kind: str, mode: str = "RGB", **options: Any) -> bytes:
    file = BytesIO()
    image = Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)).convert(mode)
    image.save(file, kind, **options)
    return file.getvalue()


def put(folder: Path, name: str, picture: bytes, caption: str | bytes | None = "lyra") -> None:
    """Put a picture, with a good caption unless another is given, or none."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(picture)
    if caption is not None:
        text = caption if isinstance(caption, bytes) else f"{caption}\n".encode()
        (folder / name).with_suffix(".txt").write_bytes(text)


def good(folder: Path, count: int = 12) -> Path:
    """Fill a folder with so many pictures that nothing is wrong with."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        put(folder, f"good {number:02}.jpg", large(1000 + number), f"lyra, pose {number}")
    return folder


@cache
def large(seed: int) -> bytes:
    return jpeg(scene(seed, 1024, 1024))


def turned(pixels: np.ndarray) -> bytes:
    """Return a JPEG that lies on its side and says so."""
    exif = Image.Exif()
    exif[274] = 6
    return by_pillow(np.ascontiguousarray(np.rot90(pixels)), "JPEG", exif=exif, quality=95)


def clear(pixels: np.ndarray) -> bytes:
    """Return a PNG whose left half is transparent, with colour hidden below."""
    alpha = np.full(pixels.shape[:2], 255, np.uint8)
    alpha[:, : pixels.shape[1] // 2] = 0
    return png(np.dstack([pixels, alpha]))


def film(folder: Path) -> None:
    line = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=d=0.2", folder / "film.mp4"]
    subprocess.run(line, check=True, stdin=subprocess.DEVNULL)


def giant(folder: Path) -> None:
    """Put a TIFF of 400 MB that takes no room: a good head, and nothing but a hole behind it."""
    with (folder / "giant.tiff").open("wb") as file:
        file.write(by_pillow(scene(34), "TIFF"))
        os.truncate(file.fileno(), 400 * 1024**2)


def numbered(name: str, seed: int, caption: str | bytes | None = "lyra") -> Make:
    return lambda folder: put(folder, name, jpeg(scene(seed)), caption)


@dataclass(frozen=True)
class Exhibit:
    """What is put into the folder, which picture it is about, and what has to be said of it."""

    name: str
    make: Make
    picture: str
    case: Case
    said: str = ""


def beside(name: str, seed: int, caption: str, text: str = "lyra in the rain") -> Make:
    """Put a picture and a caption that is not called as trainers want."""

    def make(folder: Path) -> None:
        put(folder, name, jpeg(scene(seed)), None)
        (folder / caption).write_text(text)

    return make


def copied(name: str, seed: int, again: Callable[[np.ndarray], bytes]) -> Make:
    """Put a captioned picture, `first <name>`, and another file made of it."""

    def make(folder: Path) -> None:
        put(folder, f"first {name}", png(scene(seed)))
        put(folder, name, again(scene(seed)), None)

    return make


def whole(data: Callable[[np.ndarray], bytes], name: str, seed: int) -> Make:
    return lambda folder: put(folder, name, data(scene(seed)))


def twins(folder: Path) -> None:
    put(folder, "twin.png", png(scene(21)))
    put(folder, "twin.jpg", jpeg(scene(121)))


def cached(folder: Path) -> None:
    numbered("cached.jpg", 28)(folder)
    (folder / "cached_0640x0640_sdxl.npz").write_bytes(b"PK\x03\x04 stale")


def linked(folder: Path) -> None:
    (folder / "link.png").symlink_to("nowhere.png")


ZOO = (
    Exhibit("html called jpg", lambda f: put(f, "page.jpg", b"<!doctype html><html>not found"),
            "page.jpg", Case.NOT_A_PICTURE, "a text file that begins"),
    Exhibit("zero bytes", lambda f: put(f, "zero.png", b""), "zero.png", Case.NOT_A_PICTURE,
            "empty"),
    Exhibit("truncated", lambda f: put(f, "cut.jpg", jpeg(scene(6))[:20000]), "cut.jpg",
            Case.BROKEN, "cannot be read to its end"),
    Exhibit("40 pixels", lambda f: put(f, "tiny.png", png(scene(7, 40, 40))), "tiny.png",
            Case.TOO_SMALL, "40x40"),
    Exhibit("strip", lambda f: put(f, "strip.png", png(scene(8, 2000, 20))), "strip.png",
            Case.TOO_NARROW, "2000x20"),
    Exhibit("EXIF-rotated", whole(turned, "turned.jpg", 9), "turned.jpg", Case.CONVERTED,
            "Turned 90° clockwise."),
    Exhibit("16-bit", whole(lambda p: png(p.astype(np.uint16) * 257), "deep.png", 10), "deep.png",
            Case.CONVERTED, "16-bit to 8-bit."),
    Exhibit("alpha", whole(clear, "clear.png", 11), "clear.png", Case.CONVERTED,
            "Transparency laid over black."),
    Exhibit("CMYK", whole(lambda p: by_pillow(p, "JPEG", "CMYK"), "print.jpg", 12), "print.jpg",
            Case.CONVERTED, "CMYK"),
    Exhibit("no caption", numbered("bare.jpg", 13, None), "bare.jpg", Case.CAPTION_MISSING,
            "“lyra” was written"),
    Exhibit("empty caption", numbered("mute.jpg", 14, b"  \n\n"), "mute.jpg", Case.CAPTION_EMPTY,
            "mute.txt is empty."),
    Exhibit("first line blank", numbered("late.jpg", 15, b"\nlyra smiles\n"), "late.jpg",
            Case.CAPTION_LINES, "began with an empty line"),
    Exhibit("several lines", numbered("lines.jpg", 16, b"lyra\r\nred coat\r\n"), "lines.jpg",
            Case.CAPTION_LINES, "2 lines"),
    Exhibit("byte order mark", numbered("mark.jpg", 17, b"\xef\xbb\xbflyra runs"), "mark.jpg",
            Case.CAPTION_MARK, "invisible mark"),
    Exhibit("Windows-1252", numbered("cafe.jpg", 18, "lyra in a café".encode("cp1252")),
            "cafe.jpg", Case.CAPTION_ENCODING, "Windows-1252"),
    Exhibit("UTF-16", numbered("wide.jpg", 19, "lyra, Füße".encode("utf-16")), "wide.jpg",
            Case.CAPTION_ENCODING, "UTF-16"),
    Exhibit("caption .TXT", beside("loud.jpg", 20, "loud.TXT"), "loud.jpg", Case.CAPTION_NAME,
            "loud.TXT"),
    Exhibit("same stem", twins, "twin.jpg", Case.SAME_STEM, "names of their own"),
    Exhibit("another's caption", beside("lyra_a_b_c_d.jpg", 22, "lyra.txt"), "lyra_a_b_c_d.jpg",
            Case.CAPTION_BORROWED, "would give it lyra.txt"),
    Exhibit("subfolder", numbered("close/in.jpg", 23), "close/in.jpg", Case.SUBFOLDER, "close/"),
    Exhibit("mixed-case ending", numbered("mixed.Jpg", 24), "mixed.Jpg", Case.ENDING, "“.Jpg”"),
    Exhibit("gif", whole(lambda p: by_pillow(p, "GIF"), "moving.gif", 25), "moving.gif", Case.KIND,
            "a GIF"),
    Exhibit("tiff", whole(lambda p: by_pillow(p, "TIFF"), "scan.tiff", 26), "scan.tiff",
            Case.ENDING, "“.tiff”"),
    Exhibit("caption .caption", beside("other.jpg", 27, "other.caption"), "other.jpg",
            Case.CAPTION_NAME, "other.caption"),
    Exhibit("JPEG called png", numbered("wrong.png", 29), "wrong.png", Case.ENDING, "a JPEG"),
    Exhibit("exact duplicate", copied("same.png", 30, png), "same.png", Case.SAME,
            "the same picture as first same.png"),
    Exhibit("near duplicate", copied("near.jpg", 31, lambda p: jpeg(p, 60)), "near.jpg",
            Case.ALIKE, "nearly the same picture as first near.jpg"),
    Exhibit("mirrored", copied("mirror.png", 32, lambda p: png(p[:, ::-1])), "mirror.png",
            Case.MIRRORED, "flipped"),
    Exhibit("video", film, "film.mp4", Case.NOT_A_PICTURE, "a video"),
    Exhibit("PSD", lambda f: put(f, "layers.psd", b"8BPS\0\x01" + bytes(60)), "layers.psd",
            Case.KIND, "Photoshop"),
    Exhibit("400 MB TIFF", giant, "giant.tiff", Case.TOO_LARGE, "400 MB"),
    Exhibit("broken link", linked, "link.png", Case.UNREADABLE, "leads to no file"),
    Exhibit("stale cache", cached, "cached.jpg", Case.SMALL),
)  # fmt: skip


def zoo(folder: Path) -> Path:
    """Fill a folder with a good set and everything that can be wrong with one."""
    good(folder)
    for exhibit in ZOO:
        exhibit.make(folder)
    return folder
