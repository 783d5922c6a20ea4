"""The plain mark: put where its formats want it, nothing of the picture touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from lyrad.backends.marks import xmp, xmp_place
from lyrad.model.mark import SourceType
from tests.support.marks import sample
from tests.support.pictures import jpeg

PACKET = xmp.packet(SourceType.COMPOSITE_SYNTHETIC)


@pytest.mark.parametrize("ending", ["png", "jpg", "mp4", "mov"])
def test_the_packet_is_found_again_and_the_picture_is_the_same(
    tmp_path: Path, ending: str
) -> None:
    source, target = sample(tmp_path, ending), tmp_path / f"copy.{ending}"
    assert xmp_place.copied(source, target, PACKET)
    assert xmp.source_type(target) == SourceType.COMPOSITE_SYNTHETIC.uri
    assert xmp.source_type(source) == ""
    assert decoded(target) == decoded(source)


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_another_reader_finds_it_too(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"copy.{ending}"
    xmp_place.copied(sample(tmp_path, ending), target, PACKET)
    with Image.open(target) as picture:
        picture.load()
        told = picture.info["xmp"]
    assert SourceType.COMPOSITE_SYNTHETIC.uri.encode() in told


def test_a_jpegs_own_head_stays_in_front(tmp_path: Path) -> None:
    source, target = tmp_path / "a.jpg", tmp_path / "b.jpg"
    source.write_bytes(jpeg())
    xmp_place.copied(source, target, PACKET)
    assert target.read_bytes()[:4] == source.read_bytes()[:4] == b"\xff\xd8\xff\xe0"
    source.write_bytes(b"\xff\xd8" + source.read_bytes()[20:])
    xmp_place.copied(source, target, PACKET)
    assert target.read_bytes()[:4] == b"\xff\xd8\xff\xe1"


@pytest.mark.parametrize("ending", ["webp", "tif", "wav", "mkv"])
def test_other_formats_are_left_alone(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"copy.{ending}"
    assert not xmp_place.copied(sample(tmp_path, ending), target, PACKET)
    assert not target.exists()


@pytest.mark.parametrize("tail", [b"\0\0\0\0free", b"\0\0\0\x04free", b"\0\0\x10\0free", b"\0\0"])
def test_a_film_whose_last_box_does_not_end_where_it_should_is_left_alone(
    tmp_path: Path, tail: bytes
) -> None:
    source = sample(tmp_path, "mp4")
    source.write_bytes(source.read_bytes() + tail)
    assert not xmp_place.copied(source, tmp_path / "copy.mp4", PACKET)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.mp4"])
def test_what_is_not_what_its_ending_says_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"something else, and long enough to be read as a head")
    assert not xmp_place.copied(tmp_path / name, tmp_path / f"b{name}", PACKET)


@pytest.mark.parametrize(
    "written",
    [
        'e:DigitalSourceType="{}"',
        "><e:DigitalSourceType>{}</e:DigitalSourceType",
        '><e:DigitalSourceType rdf:resource="{}"/',
    ],
)
def test_each_way_to_write_it_is_read(tmp_path: Path, written: str) -> None:
    uri = SourceType.DIGITAL_CAPTURE.uri
    path = tmp_path / "a.webp"
    path.write_text(f"head<x:xmpmeta><rdf:Description {written.format(uri)}></x:xmpmeta>tail")
    assert xmp.source_type(path) == uri


def test_it_is_found_at_both_ends_of_a_large_film(tmp_path: Path) -> None:
    path = tmp_path / "large.mov"
    path.write_bytes(bytes(9 << 20) + PACKET)
    assert xmp.source_type(path) == SourceType.COMPOSITE_SYNTHETIC.uri


def decoded(path: Path) -> bytes:
    argv = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v", "-f", "md5", "-"]
    return subprocess.run(argv, capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout
