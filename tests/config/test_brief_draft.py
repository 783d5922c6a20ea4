"""A draft is a spec that reads back as what was told, whatever was told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.config.brief_draft import Drafting
from lyrad.config.reading import shot_of
from lyrad.errors import Code, Permanent
from lyrad.model.brief import Kind, SpecDraft, Telling
from lyrad.model.drop import Member
from lyrad.model.names import RelPath

AWKWARD = (
    "# not a comment\n- not a list\nkey: no key\n'quoted' \"twice\"\n\ttabs\n   indented more\n"
    "trailing \nein Kuss für Zoë 💡\nyes\n{curly} [square] & * ! | > %\n...\n---\n"
)


def read_back(words: str, author: str = "") -> str:
    telling = Telling(name="brief.txt", kind=Kind.TEXT, words=words)
    draft = SpecDraft(fields={"description": words}, tellings=(telling,), author=author)
    fields = shot_of(Drafting().text(draft).decode(), "shot.yaml").fields
    return str(fields.get("description", ""))


def plain(words: str) -> list[str]:
    lines = (line.split() for line in words.splitlines())
    return [" ".join(line) for line in lines if line]


@pytest.mark.parametrize("author", ["", "qwen3:8b"])
def test_awkward_words_read_back_line_by_line(author: str) -> None:
    assert plain(read_back(AWKWARD, author)) == plain(AWKWARD)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")) | st.just("\n"), max_size=400))
def test_any_words_read_back(words: str) -> None:
    assert " ".join(plain(read_back(words))).split() == _normal(words).split()


def _normal(words: str) -> str:
    import unicodedata  # noqa: PLC0415 - as the reader of specs has it

    shown = "".join(char if char.isprintable() or char == "\n" else " " for char in words)
    return unicodedata.normalize("NFC", shown)


def test_long_lines_are_wrapped_and_read_back_as_one() -> None:
    words = "a slow push-in on the lighthouse " * 20
    assert read_back(words) == words.strip()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"description": "Dusk.", "duration": "0s"}, "duration"),
        ({"description": "Dusk.", "takes": 0}, "takes"),
        ({"description": "Dusk.", "lens": "wide"}, "lens"),
    ],
)
def test_what_is_no_spec_is_told_as_for_a_person(fields: dict[str, object], said: str) -> None:
    found = Drafting().faults(fields)  # type: ignore[arg-type]
    assert any(said in fault.what for fault in found)
    assert Drafting().faults({"description": "Dusk."}) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_briefs_are_read_in_the_encodings_that_editors_write(encoding: str) -> None:
    member = Member(role="brief", path=RelPath("brief.txt"), size=1, sha256="", xxh64="")
    assert Drafting().words(member, "Dämmerung.\r\n".encode(encoding)) == "Dämmerung."
    with pytest.raises(Permanent) as error:
        Drafting().words(member, b"\xff\xd8\xff")
    assert error.value.fault.code is Code.YAML_UNREADABLE
