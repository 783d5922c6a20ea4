"""EXR in all its shapes: lines and tiles, several parts, deep; drawn by hand."""

from __future__ import annotations

import struct

import pytest

from lyrad.disk.whole import wholeness
from tests.support.zoo.formats import noise

ZIP, NONE = b"\3", b"\0"
MIPMAP, RIPMAP_UP = 1, 0x12


def judge(tmp_path, data):
    path = tmp_path / "a.exr"
    path.write_bytes(data)
    return wholeness(path)


def field(name, value, kind=b"x"):
    return b"%b\0%b\0%b%b" % (name, kind, struct.pack("<I", len(value)), value)


def header(*fields, packing=ZIP, width=64, height=40):
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    return b"".join((field(b"compression", packing), field(b"dataWindow", window), *fields, b"\0"))


def exr(head, *parts, flags=0):
    """Return a file of these parts, each a list of chunks, with their tables filled."""
    begin = struct.pack("<4sI", b"v/1\1", 2 | flags) + head
    place = len(begin) + 8 * sum(len(chunks) for chunks in parts)
    tables, body = b"", b""
    for chunks in parts:
        for chunk in chunks:
            tables += struct.pack("<Q", place + len(body))
            body += chunk
    return begin + tables + body


def lines(count, body=b""):
    return [struct.pack("<ii", n, 500) + (body or noise(500, n + 1)) for n in range(count)]


def tiles(count):
    return [struct.pack("<5i", n, 0, 0, 0, 500) + noise(500, n + 1) for n in range(count)]


def tiled(mode):
    return header(field(b"tiles", struct.pack("<IIB", 32, 32, mode)))


SHAPES = {
    "lines of 16": exr(header(), lines(3)),
    "single lines": exr(header(packing=b"\2"), lines(40)),
    "tiles": exr(tiled(0), tiles(4), flags=1 << 9),
    "smaller and smaller": exr(tiled(MIPMAP), tiles(4 + 6), flags=1 << 9),
    "both ways, rounded up": exr(tiled(RIPMAP_UP), tiles(8 * 8), flags=1 << 9),
    "deep": exr(
        header(field(b"type", b"deepscanline"), packing=b"\2", height=3),
        [struct.pack("<iQQQ", n, 20, 400, 900) + noise(420, n + 1) for n in range(3)],
        flags=1 << 11,
    ),
    "two parts": exr(
        header(field(b"type", b"scanlineimage"), field(b"chunkCount", struct.pack("<i", 2)))
        + header(field(b"type", b"tiledimage"), field(b"chunkCount", struct.pack("<i", 3)))
        + b"\0",
        [bytes(4) + chunk for chunk in lines(2)],
        [struct.pack("<i", 1) + chunk for chunk in tiles(3)],
        flags=1 << 12,
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_whole_to_the_last_byte_and_not_before(tmp_path, shape):
    whole = SHAPES[shape]
    assert judge(tmp_path, whole).reason == ""
    assert judge(tmp_path, whole + b"x").whole
    for end in (7, 50, len(whole) // 2, len(whole) - 1):
        assert not judge(tmp_path, whole[:end]).whole
    for end in (7, 50, len(whole) // 2, len(whole) - 70):
        assert not judge(tmp_path, whole[:end] + bytes(len(whole) - end)).whole


def test_a_table_that_is_not_filled_is_a_program_at_work(tmp_path):
    head = header()
    table = 8 + len(head)
    whole = exr(head, lines(3))
    found = judge(tmp_path, whole[: table + 8] + bytes(16) + whole[table + 24 :])
    assert not found.whole
    assert "table is not filled yet" in found.reason


def test_a_black_picture_that_is_not_packed_makes_a_doubt(tmp_path):
    black = [struct.pack("<ii", n, 5000) + bytes(5000) for n in range(40)]
    assert judge(tmp_path, exr(header(packing=NONE), black)).suspicious
