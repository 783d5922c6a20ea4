"""What programs leave while they write: indexes, lengths and lists that come last."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest

from lyrad.disk.whole import wholeness
from tests.support.zoo.formats import clip, made, noise


def judge(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return wholeness(path)


def box(kind, *parts, length=None):
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body) if length is None else length, kind) + body


def index(place, more=b""):
    table = box(b"stco", struct.pack(">III", 0, 1, place))
    return box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", table)))), more)


BRAND = box(b"ftyp", b"isom", bytes(4))
BODY = noise(9000)


def test_a_clip_without_its_index_is_not_whole_however_long_it_stands_still(tmp_path):
    for media in (box(b"mdat", BODY), box(b"mdat", BODY, length=0)):
        found = judge(tmp_path, "a.mov", BRAND + media)
        assert not found.whole
        assert "no index yet (moov)" in found.reason


def test_a_clip_that_has_its_index_first_waits_for_what_it_speaks_of(tmp_path):
    first = BRAND + index(300)
    assert not judge(tmp_path, "a.mp4", first).whole
    assert judge(tmp_path, "a.mp4", first + box(b"free") + box(b"mdat", BODY)).whole
    assert "header speaks of" in judge(tmp_path, "a.mp4", (first + box(b"mdat", BODY))[:-1]).reason


def test_media_that_reach_to_the_end_or_have_a_long_length_are_read(tmp_path):
    long = struct.pack(">I4sQ", 1, b"mdat", 16 + len(BODY)) + BODY
    assert judge(tmp_path, "a.mp4", BRAND + long + index(100)).reason == ""
    assert not judge(tmp_path, "a.mp4", BRAND + index(200) + long[:-1]).whole
    open_ended = BRAND + index(300) + box(b"mdat", BODY, length=0)
    assert judge(tmp_path, "a.mp4", open_ended).whole


def test_an_index_that_is_only_partly_written_is_none(tmp_path):
    whole = BRAND + box(b"mdat", BODY) + index(100)
    torn = whole[:-30] + noise(30)
    assert not judge(tmp_path, "a.mp4", torn).whole


def test_a_clip_in_pieces_that_names_no_last_one_is_doubted(tmp_path):
    flags = "frag_keyframe+empty_moov+skip_trailer"
    found = judge(tmp_path, "a.mp4", clip(".mp4", "-movflags", flags, "-g", "12"))
    assert found.suspicious
    assert "pieces" in found.reason


def test_what_follows_a_whole_clip_makes_a_doubt(tmp_path):
    assert judge(tmp_path, "a.mp4", made("clip.mp4") + bytes(5000)).suspicious


@pytest.mark.parametrize("unsaid", [0, 0xFFFFFFFF])
def test_a_recorder_that_has_not_said_the_length_yet_is_doubted(tmp_path, unsaid):
    whole = made("sound.wav")
    length = struct.pack("<I", unsaid)
    for data in (whole[:4] + length + whole[8:], whole[:40] + length + whole[44:]):
        found = judge(tmp_path, "a.wav", data)
        assert found.suspicious
        assert "does not say yet" in found.reason


def test_silence_at_the_end_is_taken_in_the_end(tmp_path):
    whole = made("sound.wav")
    found = judge(tmp_path, "a.wav", whole[:-9000] + bytes(9000))
    assert found.suspicious
    assert "empty" in found.reason


def test_more_sound_than_the_header_speaks_of_is_a_recorder_at_work(tmp_path):
    assert judge(tmp_path, "a.wav", made("sound.wav") + noise(9000)).suspicious
    assert judge(tmp_path, "a.wav", made("sound.wav") + b"\n").reason == ""


def test_a_clip_or_sound_of_open_length_is_doubted_and_not_refused(tmp_path):
    flac = made("sound.flac")
    assert judge(tmp_path, "a.flac", flac[:21] + bytes(5) + flac[26:]).suspicious
    live = clip(".mkv", "-live", "1")
    assert judge(tmp_path, "a.mkv", live).suspicious
    ogg = made("sound.ogg")
    assert judge(tmp_path, "a.ogg", ogg[: ogg.rindex(b"OggS")]).suspicious


def test_the_last_frame_of_a_flac_must_be_what_its_checksum_says(tmp_path):
    flac = made("sound.flac")
    assert not judge(tmp_path, "a.flac", flac[:-20] + noise(20)).whole
    assert judge(tmp_path, "a.flac", flac + b"TAG" + bytes(125)).whole


def test_an_archive_is_whole_with_its_list_only(tmp_path):
    whole = made("box.zip")
    found = judge(tmp_path, "a.zip", whole[:-30])
    assert (found.whole, found.reason) == (False, "the archive has no list of its contents yet")
    begun = judge(tmp_path, "a.zip", bytes(20_000) + whole[20_000:])
    assert not begun.whole
    assert judge(tmp_path, "b.xlsx", whole).whole


def test_archives_with_a_comment_a_program_before_them_or_of_great_length_are_read(tmp_path):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        file.comment = b"made for the night"
        with file.open("a", "w", force_zip64=True) as entry:
            entry.write(noise(5000))
    assert judge(tmp_path, "a.zip", kept.getvalue()).reason == ""
    before = io.BytesIO(made("box.zip"))
    assert judge(tmp_path, "a.zip", before.getvalue()).whole
    count = struct.pack("<HH", 0xFFFF, 0xFFFF)
    end = kept.getvalue().rindex(b"PK\x05\x06")
    body, tail = kept.getvalue()[:end], kept.getvalue()[end:]
    length, offset = struct.unpack_from("<II", tail, 12)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, length, offset)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(body), 1)
    long = tail[:8] + count + b"\xff" * 8 + tail[20:]
    assert judge(tmp_path, "a.zip", body + record + where + long).reason == ""
    assert not judge(tmp_path, "a.zip", (body + record + where + long)[:-1]).whole


def test_a_model_must_be_as_long_as_its_header_says(tmp_path):
    whole = made("model.safetensors")
    cut = judge(tmp_path, "a.safetensors", whole[:100_000])
    assert (cut.whole, cut.reason) == (
        False,
        "its header speaks of 150.3 kB, and 100 kB are there",
    )
    assert judge(tmp_path, "a.safetensors", whole + b"x").suspicious
    head = json.dumps({"a": {"data_offsets": "many"}}).encode()
    broken = struct.pack("<Q", len(head)) + head
    assert not judge(tmp_path, "a.safetensors", broken).whole
    assert not judge(tmp_path, "a.safetensors", b"x" * 5000).checked


def test_json_that_breaks_off_is_not_whole_and_other_slips_are_its_readers(tmp_path):
    found = judge(tmp_path, "a.otio", b'{"name": "cut",\n "tracks": [1, 2')
    assert (found.whole, found.reason) == (False, "the text breaks off in line 2")
    assert not judge(tmp_path, "a.json", b'{"name": "cu').whole
    assert judge(tmp_path, "a.json", b'{"name": cut}\n').whole
    assert judge(tmp_path, "a.json", "{}".encode("utf-16")).whole
    assert judge(tmp_path, "shot.yaml", b'description: "a light').whole
