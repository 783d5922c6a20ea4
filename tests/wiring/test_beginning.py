from __future__ import annotations

import codecs

import pytest

from lyrad.errors import Code, ConfigError, UsageError
from lyrad.wiring.beginning import begin, renew_identity

OLD = "6a0c9f0e-4f4e-4c0e-9f86-0f0f3a3b7c11"
TEXT = f"# A kept note: id: stays\r\ntitle: Küste\r\nid:  '{OLD}' # its own\r\nfps: 24\r\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_new_id_changes_nothing_but_the_id(tmp_path, mark, encoding, end):
    text = TEXT.replace("\r\n", end)
    path = tmp_path / "production.yaml"
    path.write_bytes(mark + text.encode(encoding))
    fresh = renew_identity(tmp_path)
    assert fresh != OLD
    assert path.read_bytes() == mark + text.replace(OLD, fresh).encode(encoding)


def test_the_id_may_be_the_first_word_behind_a_mark(tmp_path):
    path = tmp_path / "production.yaml"
    path.write_bytes(codecs.BOM_UTF8 + f"id: {OLD}".encode())
    fresh = renew_identity(tmp_path)
    assert path.read_bytes() == codecs.BOM_UTF8 + f"id: {fresh}".encode()


def test_an_id_in_a_form_that_is_not_a_line_is_told_and_left(tmp_path):
    path = tmp_path / "production.yaml"
    path.write_text(text := f'{{"id": "{OLD}", "title": "Film"}}\n')
    with pytest.raises(UsageError) as caught:
        renew_identity(tmp_path)
    assert "id:" in caught.value.fault.next
    assert path.read_text() == text


def test_a_file_in_an_older_encoding_is_told_and_left(tmp_path):
    path = tmp_path / "production.yaml"
    path.write_bytes(data := TEXT.encode("cp1252"))
    with pytest.raises(ConfigError) as caught:
        renew_identity(tmp_path)
    assert caught.value.fault.code is Code.YAML_UNREADABLE
    assert path.read_bytes() == data


@pytest.mark.parametrize("name", ["READ ME FIRST.txt", "scenes/_example/SH0010/shot.yaml"])
def test_a_new_production_writes_neither_over_a_file_nor_through_a_dangling_link(tmp_path, name):
    filled, linked = tmp_path / "filled" / name, tmp_path / "linked" / name
    for path in (filled, linked):
        path.parent.mkdir(parents=True)
    filled.write_text("theirs")
    linked.symlink_to(tmp_path / "nowhere")
    for film, path in ((tmp_path / "filled", filled), (tmp_path / "linked", linked)):
        written = begin(film, None)
        assert path not in written
        assert film / "production.yaml" in written
    assert filled.read_text() == "theirs"
    assert linked.is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_a_dangling_link_in_the_marks_place_is_no_room_for_a_new_production(tmp_path):
    (tmp_path / "production.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError):
        begin(tmp_path, None)
    assert [path.name for path in tmp_path.iterdir()] == ["production.yaml"]
