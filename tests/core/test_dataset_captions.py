"""What captions say, and what is written where there is none."""

from __future__ import annotations

import pytest

from lyrad.core.dataset.captions import MOST_BYTES, read_caption
from lyrad.core.dataset.framing import framing_of
from lyrad.core.dataset.names import sort_files
from lyrad.core.dataset.wording import word_of, worded
from lyrad.model.dataset import Caption, Framing
from lyrad.model.finding import Case


def cases(caption: Caption) -> list[Case]:
    return [one.case for one in caption.findings]


@pytest.mark.parametrize(
    ("data", "text", "found"),
    [
        (b"mira smiles\r\n", "mira smiles", []),
        (b"  mira,   red  coat ", "mira, red coat", []),
        (b"\xef\xbb\xbfmira\n", "mira", [Case.CAPTION_MARK]),
        (b"\xff\xfem\0i\0", "mi", [Case.CAPTION_ENCODING]),
        ("mira lacht".encode("utf-16-le"), "mira lacht", [Case.CAPTION_ENCODING]),
        ("mira lacht".encode("utf-16-be"), "mira lacht", [Case.CAPTION_ENCODING]),
        ("Füße".encode("cp1252"), "Füße", [Case.CAPTION_ENCODING]),
        (b"mira\nsmiles", "mira, smiles", [Case.CAPTION_LINES]),
        (b"Mira runs.\nIt rains.\n", "Mira runs. It rains.", [Case.CAPTION_LINES]),
        (b"mira\rred coat", "mira, red coat", [Case.CAPTION_LINES]),
        (b"\n\nmira\n", "mira", [Case.CAPTION_LINES]),
        (b"", "", [Case.CAPTION_EMPTY]),
        (b"\xef\xbb\xbf \n\t\n", "", [Case.CAPTION_MARK, Case.CAPTION_EMPTY]),
        (b"\x89PNG\r\n\x1a\n\x07", "", [Case.CAPTION_ENCODING]),
        (b"x" * (MOST_BYTES + 1), "", [Case.CAPTION_EMPTY]),
        (b"word " * 60, ("word " * 60).strip(), [Case.CAPTION_LONG]),
    ],
)
def test_a_caption_becomes_one_line(data: bytes, text: str, found: list[Case]) -> None:
    read = read_caption(data, "a.txt")
    assert (read.text, cases(read)) == (text, found)


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (["mira, smiling", "mira, in the rain"], "mira"),
        (["mira red coat, smiling", "mira red coat, rain"], "mira red coat"),
        (["Mira smiles.", "Mira runs."], "Mira"),
        (["mira, smiling", "lyra, smiling"], ""),
        (["A woman runs", "A woman sits"], ""),
        (["close-up, mira", "close-up, mira in rain"], ""),
        (["mira, smiling"], ""),
        ([], ""),
    ],
)
def test_the_subject_is_called_what_all_captions_begin_with(texts: list[str], word: str) -> None:
    assert word_of(Caption(text=text) for text in texts) == word


def test_a_persons_own_words_are_never_changed() -> None:
    files = sort_files(["a.png", "a.txt"])
    found = worded("a.png", files, {"a.txt": Caption(text="a woman", source="a.txt")}, "mira")
    assert (found.text, cases(found)) == ("a woman", [Case.CAPTION_WORD])


@pytest.mark.parametrize(
    ("files", "taken", "found"),
    [
        (["a.png", "a.txt", "a.caption"], "a.txt", [Case.CAPTION_TWICE]),
        (["a.png", "a.caption"], "a.caption", [Case.CAPTION_NAME]),
        (["a.png", "a.TXT"], "a.TXT", [Case.CAPTION_NAME]),
        (["A.png", "a.txt"], "a.txt", [Case.CAPTION_NAME]),
        (["a.png", "a.png.txt"], "a.png.txt", [Case.CAPTION_NAME]),
        (["b/a.png", "b/a.txt"], "b/a.txt", []),
    ],
)
def test_a_caption_is_found_by_its_name(files: list[str], taken: str, found: list[Case]) -> None:
    read = {name: Caption(text=name, source=name) for name in files}
    caption = worded(files[0], sort_files(files), read, "")
    assert (caption.text, cases(caption)) == (taken, found)


@pytest.mark.parametrize(
    "files", [["a.png", "b.txt"], ["b/a.png", "a.txt"], ["A.png", "a.png", "a.txt"]]
)
def test_no_picture_takes_anothers_caption(files: list[str]) -> None:
    picture = "A.png" if "A.png" in files else files[0]
    assert sort_files(files).captions[picture] == ()


@pytest.mark.parametrize(
    ("text", "framing"),
    [
        ("mira, close-up, rain", Framing.CLOSE),
        ("closeup of mira", Framing.CLOSE),
        ("a medium close-up of mira", Framing.MEDIUM),
        ("mira, upper body", Framing.MEDIUM),
        ("full-body shot of mira", Framing.FULL),
        ("mira, medium hair", None),
        ("close-up, full body", None),
        ("mira", None),
    ],
)
def test_a_caption_may_name_the_framing(text: str, framing: Framing | None) -> None:
    assert framing_of(text) is framing
