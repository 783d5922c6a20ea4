from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.config.reading import shot_of
from lyrad.config.text import SIZE_LIMIT, read_text, text_of
from lyrad.errors import Code
from tests.support.config_faults import only_fault

SPEC = "description: Ein Schuß über die Küste\nduration: 4s\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_is_read_in_every_unicode_encoding(encoding):
    assert text_of(SPEC.encode(encoding), "shot.yaml") == SPEC


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_byte_orders_of_utf_16_are_read(mark):
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert text_of(mark + SPEC.encode(encoding), "shot.yaml") == SPEC


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_of_other_systems_are_plain_ones(ending):
    assert text_of(SPEC.replace("\n", ending).encode(), "shot.yaml") == SPEC


def test_windows_1252_is_named_with_its_letter_place_and_cure():
    fault = only_fault(lambda: text_of(SPEC.encode("cp1252"), "shot.yaml"))
    assert fault.code is Code.YAML_UNREADABLE
    assert "`ß`" in fault.what
    assert fault.where == "shot.yaml, line 1, column 22"
    assert "UTF-8" in fault.next


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"{\\rtf1\\ansi description: x}", "rich text"),
        (b"PK\x03\x04\x14\x00", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"abc\0def", "not text"),
    ],
)
def test_other_documents_under_a_yaml_name_are_named(data, name):
    fault = only_fault(lambda: text_of(data, "shot.yaml"))
    assert fault.code is Code.YAML_UNREADABLE
    assert name in fault.what


def test_damaged_utf_16_is_named():
    fault = only_fault(lambda: text_of(b"\xff\xfea\0\0\xd8b\0", "shot.yaml"))
    assert "damaged" in fault.what


def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(tmp_path: Path):
    path = tmp_path / "shot.yaml"
    path.write_bytes(b"#" * (SIZE_LIMIT + 1))
    assert only_fault(lambda: read_text(path, "shot.yaml")).code is Code.YAML_TOO_LARGE


def test_a_file_that_is_gone_is_a_fault_and_no_traceback(tmp_path: Path):
    fault = only_fault(lambda: read_text(tmp_path / "shot.yaml", "scenes/SC010/shot.yaml"))
    assert fault.code is Code.YAML_UNREADABLE
    assert fault.where == "scenes/SC010/shot.yaml"


@pytest.mark.parametrize(
    "text", ["fps:\u00a025\ntakes:\u00a02", "fps:\t25\ntakes:\t2", "\u00a0fps: 25\n\u00a0takes: 2"]
)
def test_hard_spaces_and_tabs_after_a_colon_do_no_harm(text):
    fields = shot_of(text_of(text.encode(), "shot.yaml"), "shot.yaml").fields
    assert fields == {"fps": "25", "takes": 2}


def test_a_hard_space_within_words_is_kept():
    text = "description: fini\u00a0!\n"
    assert text_of(text.encode(), "shot.yaml") == text
