"""`lyrad dataset`, as people type it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lyrad.cli.main import lyrad
from lyrad.errors import LyradError
from tests.support.datasets import good, jpeg, put, scene


@pytest.fixture
def refs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return good(Path("refs"))


def dataset(*words: str) -> Result:
    return CliRunner().invoke(lyrad, ["dataset", *words])


def test_a_good_set_is_told_and_copied(refs: Path) -> None:
    done = dataset("refs", "--copy", "clean", "--report", "refs.html")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "refs: can be trained on; 12 kept, 0 mended, 0 refused"
    assert lines[1] == "kept     good 00.jpg  1024x1024  -> ref_0001"
    assert lines[-1].startswith("A start: 12 pictures x 17 repeats x 10 epochs = 2040 steps.")
    assert Path("clean/ref_0012.txt").read_text() == "lyra, pose 11\n"


def test_a_program_reads_the_same_as_json(refs: Path) -> None:
    put(refs, "zero.png", b"")
    told = json.loads(dataset("refs", "--json").stdout)
    assert told["counts"] == {"kept": 12, "mended": 0, "refused": 1}
    assert (told["usable"], told["word"], told["wants"]) == (True, "lyra", [])
    assert told["pictures"][-1]["findings"][0]["case"] == "not-a-picture"
    assert [row["title"] for row in told["balance"]["rows"]] == [
        "Framing", "Backgrounds", "Light", "Sharpness",
    ]  # fmt: skip


def test_a_set_that_will_not_do_ends_in_1_and_leaves_no_copy(refs: Path) -> None:
    for path in list(refs.glob("*.txt"))[:6]:
        path.unlink()
    for path in refs.glob("*.txt"):
        path.write_text("")
    done = dataset("refs", "--copy", "clean")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[:3] == [
        "refs: cannot be trained on yet; 0 kept, 0 mended, 12 refused",
        "  next:  None of 12 pictures can be used; a character needs at least 10, "
        "rather 15 to 30.",
        "  next:  Only a caption is missing for 12: write a .txt of its name beside each, "
        "or name the subject, as in --word mira.",
    ]
    assert "No copy was written" in done.stderr
    assert not Path("clean").exists()
    assert dataset("refs", "--copy", "clean", "--word", "mira").exit_code == 0
    assert Path("clean/ref_0001.txt").read_text() == "mira\n"


def test_the_page_needs_nothing_else_and_no_name_can_break_it(refs: Path) -> None:
    put(refs, "<script>alert(1)<&.jpg", jpeg(scene(5)), "lyra <b>bold</b>")
    assert dataset("refs", "--report", "refs.html").exit_code == 0
    page = Path("refs.html").read_text("utf-8")
    assert "<script" not in page
    assert "lyra &lt;b&gt;" in page
    assert page.count("data:image/jpeg;base64,") == 13
    assert not re.findall(r"https?:|@import|url\(|<link|src=\"(?!data:)", page)


@pytest.mark.parametrize(
    "words",
    [
        ("gone",),
        ("refs/good 00.jpg",),
        ("refs", "--report", "refs/report.html"),
        ("refs", "--report", "report.pdf"),
        ("refs", "--report", "gone/report.html"),
        ("refs", "--copy", "refs/clean"),
        ("refs", "--copy", "refs"),
        ("refs", "--copy", "gone/clean"),
    ],
)
def test_what_cannot_be_done_is_said_in_three_lines(refs: Path, words: tuple[str, ...]) -> None:
    error = dataset(*words).exception
    assert isinstance(error, LyradError)
    assert len(str(error).splitlines()) == 3
