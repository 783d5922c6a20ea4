from __future__ import annotations

import os
import struct
import zlib
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyrad.disk.whole import wholeness
from tests.support import pictures

FORMATS = {
    "a.png": pictures.png,
    "a.jpg": pictures.jpeg,
    "progressive.jpg": lambda **kw: pictures.jpeg(progressive=True, **kw),
    "lzw.tif": pictures.tiff,
    "plain.tif": lambda **kw: pictures.tiff(compression=1, **kw),
    "deflate.tiff": lambda **kw: pictures.tiff(compression=8, **kw),
    "a.webp": pictures.webp,
    "lossless.webp": lambda **kw: pictures.webp(quality=101, **kw),
}
each_format = pytest.mark.parametrize("name", FORMATS)


@cache
def picture(name, *, large=False):
    size = {"width": 640, "height": 480} if large else {}
    return FORMATS[name](**size)


def judge(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return wholeness(path)


@each_format
def test_a_whole_picture_is_whole(tmp_path, name):
    for large in (False, True):
        found = judge(tmp_path, name, picture(name, large=large))
        assert (found.whole, found.checked, found.reason) == (True, True, "")


@each_format
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_no_beginning_of_a_picture_is_whole(tmp_path, name, data):
    whole = picture(name)
    near_the_end = st.integers(len(whole) - 40, len(whole) - 1)
    end = data.draw(st.one_of(st.integers(0, len(whole) - 1), near_the_end))
    found = judge(tmp_path, name, whole[:end])
    assert not found.whole
    assert found.reason


@each_format
def test_a_picture_is_known_by_its_content_whatever_its_name(tmp_path, name):
    whole = picture(name)
    assert judge(tmp_path, "first.yaml", whole).checked
    assert not judge(tmp_path, "first", whole[: len(whole) // 2]).whole


@each_format
def test_a_picture_that_got_its_size_before_its_data_is_not_whole(tmp_path, name):
    whole = picture(name, large=True)
    for part in (0.0, 0.05, 0.5, 0.95):
        filled = int(len(whole) * part) // 4096 * 4096
        found = judge(tmp_path, name, whole[:filled] + bytes(len(whole) - filled))
        assert not found.whole, part


@each_format
def test_a_file_that_is_only_a_size_yet_is_not_whole(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50_000_000)
    assert not wholeness(path).whole


def test_how_far_a_picture_got_is_told_where_it_can_be(tmp_path):
    png = picture("a.png", large=True)
    filled = len(png) * 61 // 100
    assert judge(tmp_path, "a.png", png[:filled] + bytes(len(png) - filled)).reason in {
        "the picture ends after 61 %",
        "the picture ends after 60 %",
    }
    webp = picture("a.webp", large=True)
    cut = judge(tmp_path, "a.webp", webp[: len(webp) // 2])
    assert cut.reason in {"the picture ends after 49 %", "the picture ends after 50 %"}


def test_one_large_chunk_of_png_tells_how_far_it_got(tmp_path):
    data = zlib.compress(os.urandom(400_000), 0)
    chunks = [(b"IHDR", bytes(13)), (b"IDAT", data), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I4s", len(body), kind) + body + zlib.crc32(kind + body).to_bytes(4, "big")
        for kind, body in chunks
    )
    assert judge(tmp_path, "a.png", png).whole
    cut = png[: len(png) * 61 // 100]
    assert judge(tmp_path, "a.png", cut).reason in {
        "the picture ends after 61 %",
        "the picture ends after 60 %",
    }


@each_format
def test_what_follows_a_whole_picture_does_no_harm(tmp_path, name):
    for more in (b"\0", b"made by hand\n", bytes(10_000)):
        assert judge(tmp_path, name, picture(name) + more).whole


def test_a_thumbnails_end_is_not_the_pictures_end(tmp_path):
    thumbnail = picture("a.jpg")
    jpeg = picture("progressive.jpg")
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    whole = jpeg[:2] + segment + jpeg[2:]
    assert judge(tmp_path, "a.jpg", whole).whole
    assert not judge(tmp_path, "a.jpg", whole[:-2]).whole


def test_a_black_uncompressed_tiff_may_end_in_zeros_but_nobody_can_be_sure(tmp_path):
    # Directory first, then one strip: what a scanner's program writes.
    strip = bytes(30_000)
    fields = [(256, 100), (257, 100), (259, 1), (273, 74), (279, len(strip))]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields)
    head = struct.pack("<4sIH", b"II*\0", 8, 5) + entries + bytes(4)
    found = judge(tmp_path, "a.tif", head + strip)
    assert found.whole
    assert not found.checked
    assert "empty" in found.reason
    assert judge(tmp_path, "b.tif", head + strip[:-1] + b"\1").checked


def test_bigtiff_is_tiff(tmp_path):
    strip = b"x" * 500
    fields = [(256, 10), (257, 10), (259, 1), (273, 16 + 8 + 100 + 8), (279, len(strip))]
    entries = b"".join(struct.pack(">HHQQ", tag, 16, 1, value) for tag, value in fields)
    tiff = struct.pack(">4sHHQ", b"MM\0+", 8, 0, 16) + struct.pack(">Q", 5) + entries + bytes(8)
    whole = tiff + strip
    assert judge(tmp_path, "a.tif", whole).checked
    assert all(not judge(tmp_path, "a.tif", whole[:end]).whole for end in range(len(whole)))


def test_a_directory_that_names_itself_as_the_next_ends(tmp_path):
    entry = struct.pack("<HHII", 273, 4, 1, 8) + struct.pack("<HHII", 279, 4, 1, 4)
    loop = struct.pack("<4sIH", b"II*\0", 8, 2) + entry + struct.pack("<I", 8)
    assert judge(tmp_path, "a.tif", loop).whole


@pytest.mark.parametrize(
    "text",
    [
        b"description: a lighthouse\n",
        "\ufeffdescription: x\n".encode(),
        "description: Küche\n".encode("utf-16"),
        "\ufeffdescription: x\n".encode("utf-16-be"),
        "description: x\n".encode("utf-16-le"),
    ],
)
def test_text_is_whole_in_every_way_that_editors_write_it(tmp_path, text):
    assert judge(tmp_path, "shot.yaml", text).whole


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0" * 40,
        b"description: a light\0\0\0\0\0\0\0\0",
        b"description: a light\0house\n",
        b"II\0\0\0",
        "description: x\n".encode("utf-16") + bytes(64),
    ],
)
def test_text_with_a_gap_is_not_whole(tmp_path, text):
    assert not judge(tmp_path, "shot.yaml", text).whole


def test_a_short_text_that_begins_like_a_picture_is_text(tmp_path):
    assert judge(tmp_path, "note.txt", b"II").whole


def test_what_is_no_picture_whatever_its_name_is_left_for_others_to_refuse(tmp_path):
    found = judge(tmp_path, "first.png", b"this is not a picture, only its name says so")
    assert (found.whole, found.checked) == (True, False)


def test_an_unknown_format_is_whole_as_far_as_anybody_can_tell(tmp_path):
    assert not judge(tmp_path, "a.safetensors", b"x" * 5000).checked
    empty_end = judge(tmp_path, "a.safetensors", b"x" * 5000 + bytes(5000))
    assert empty_end.whole
    assert "empty" in empty_end.reason
    assert not judge(tmp_path, "a.safetensors", b"").whole


def test_what_cannot_be_read_is_not_whole_and_nothing_hangs(tmp_path):
    os.mkfifo(tmp_path / "first.png")
    (tmp_path / "folder.png").mkdir()
    for name in ("first.png", "folder.png", "gone.png"):
        found = wholeness(tmp_path / name)
        assert not found.whole
        assert name in found.reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=200), st.integers(0, 60))
def test_damaged_files_are_judged_without_a_crash(tmp_path, name, noise, place):
    whole = picture(name)
    judge(tmp_path, name, whole[:place] + noise + whole[place + len(noise) :])
