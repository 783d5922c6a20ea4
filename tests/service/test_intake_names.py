"""Names as they come: honest ones, clumsy ones, and hostile ones."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.core.portable import breaks
from lyrad.wiring.beginning import begin
from lyrad.wiring.checking import check
from tests.support.shoot import PICTURES, SPEC, Shoot, write

NFC, NFD = (unicodedata.normalize(form, "büro.png") for form in ("NFC", "NFD"))

HONEST = ["SH0020", "12A", "010_0020", "EP01_SC02_SH03", "Küche", "東京", "שוט א", "café noir"]
CLUMSY = [
    "CON", "nul", "COM1.ext", "LPT¹", "AUX.", "end.", "end2 ", " begin", "a..b", "'", "#1", "-rf",
    "--help", "$HOME", "{scene}", "{{ shot }}", "%s", "*", "?", 'a"b', "a\\c", "a:d", "<b>", "a|e",
    "shot.yaml", "takes", "a" * 255, "ü" * 127, "0", "№ 5",
]  # fmt: skip
HOSTILE = [
    "line\nend", "tab\there", "bell\a", "\x7f", "\u202egnp.toh", "\u200b", "18\uf02230", "😀",
    "👩‍🎬", "\u0301", "e\u0301" * 50, "\ufeffbom", "up\\..\\..", "\u2028", "ﬁ", "İ",
]  # fmt: skip
ALL = [*HONEST, *CLUMSY, *HOSTILE]

# What YAML, or a path in a spec, cannot say: its card does.
UNSAID = {
    " begin", "a\\c", "a:d", "up\\..\\..", "line\nend", "tab\there", "bell\a", "\x7f",
    "\u202egnp.toh", "\u200b", "\u2028", "\ufeffbom", "18\uf02230", "👩‍🎬",
}  # fmt: skip


@pytest.fixture
def wide(tmp_path: Path) -> Iterator[Shoot]:
    """A production that starts any number of jobs unasked."""
    found = Shoot(tmp_path, mark="hold_over: 500\n")
    yield found
    found.close()


def states(shoot: Shoot) -> dict[str, str]:
    """Let everything settle and be made; return what each shot's card says.

    Whatever lyrad wrote has a name that every disk takes, and lies where it belongs.
    """
    beside = {path.name for path in shoot.root.parent.iterdir()}
    shoot.turn()
    shoot.clock.advance(61)
    shoot.turn()
    shoot.make_all()
    assert {path.name for path in shoot.root.parent.iterdir()} == beside
    for path in shoot.root.rglob("*_T01_*"):
        assert path.name.isascii()
        assert not breaks(path.name)
        assert path.resolve().is_relative_to(shoot.root)
    cards = {str(shot): card for shot, card in shoot.intake.board.shown.items()}
    assert all(shoot.cards(code) for code in cards)
    return {code: f"{card.state.value} {card.detail}" for code, card in cards.items()}


def test_a_shot_may_have_any_name(wide: Shoot) -> None:
    for number, name in enumerate(ALL):
        wide.drop(f"SC010/{name}", seed=1 + number % 2)
    assert states(wide) == {f"SC010/{name}": "DONE T01" for name in ALL}
    assert all(len(wide.takes(f"SC010/{name}")) == 1 for name in ALL)


def test_a_scene_may_have_any_name(wide: Shoot) -> None:
    for number, name in enumerate(ALL):
        wide.drop(f"{name}/SH0020", seed=1 + number % 2)
    assert states(wide) == {f"{name}/SH0020": "DONE T01" for name in ALL}


def test_a_frame_is_used_or_its_card_says_why_not_whatever_its_name(wide: Shoot) -> None:
    for number, name in enumerate(ALL):
        folder = wide.drop(f"SC010/{number:02d}", seed=1 + number % 2)
        frame = f"{name[:120]}.png"
        (folder / "first.png").rename(folder / frame)
        said = json.dumps(frame, ensure_ascii=False)
        write(folder / "shot.yaml", f"{SPEC}first: {said}\n")
    found = states(wide)
    said = {ALL[int(code.rpartition("/")[2])]: state for code, state in found.items()}
    assert {name for name, state in said.items() if state != "DONE T01"} == UNSAID
    assert all(state.startswith(("DONE", "WAITING for", "FAILED shot")) for state in said.values())


def test_a_name_that_is_no_text_is_told_and_stops_nobody(shoot: Shoot) -> None:
    shoot.drop()
    scene = os.fsencode(shoot.folder("SC010"))
    for code in (b"caf\xe9", b"\xff\xfe"):
        (Path(os.fsdecode(scene + b"/" + code))).mkdir()
        write(Path(os.fsdecode(scene + b"/" + code + b"/shot.yaml")), SPEC)
    write(Path(os.fsdecode(os.fsencode(shoot.folder()) + b"/caf\xe9.png")), PICTURES["first", 2])
    shoot.later()
    assert shoot.queued() == [1]
    assert "3 name(s) are not readable text" in shoot.summary()


# Names that are one on a Mac and in Windows.


@pytest.mark.parametrize(("said", "stands"), [(NFC, NFD), (NFD, NFC), ("A.png", "a.PNG")])
def test_a_frame_is_found_however_its_name_is_spelled(
    shoot: Shoot, said: str, stands: str
) -> None:
    folder = shoot.drop()
    (folder / "first.png").unlink()
    (folder / "Plates").mkdir()
    write(folder / "Plates" / stands, PICTURES["first", 1])
    write(folder / "shot.yaml", f"{SPEC}first: plates/{said}\n")
    shoot.later()
    first = shoot.job().plan.member("first")
    assert first
    assert first.path.endswith(f"Plates/{stands}")


@pytest.mark.parametrize(("one", "other"), [(NFC, NFD), ("A.png", "a.png")])
def test_of_twins_none_is_guessed(shoot: Shoot, one: str, other: str) -> None:
    folder = shoot.drop()
    (folder / "first.png").unlink()
    write(folder / one, PICTURES["first", 1])
    write(folder / other, PICTURES["first", 2])
    write(folder / "shot.yaml", f"{SPEC}first: {one}\n")
    shoot.later()
    assert shoot.card() == "WAITING for one first frame not 2"
    assert "On a Mac or in Windows these are one name" in shoot.text()
    assert not shoot.jobs()
    (folder / other).unlink()
    shoot.later()
    assert shoot.queued() == [1]


def test_two_spellings_of_first_are_ambiguous_too(shoot: Shoot) -> None:
    folder = shoot.drop()
    write(folder / "First.PNG", PICTURES["first", 2])
    shoot.later()
    assert shoot.card() == "WAITING for one first frame not 2"


def test_twins_that_nothing_uses_are_only_told(shoot: Shoot) -> None:
    folder = shoot.made()
    for name in ("Notes.txt", "notes.txt"):
        write(folder / name, "x")
    shoot.later(130)
    assert shoot.card() == "DONE T01"
    assert "these are one name, even where they look alike here: Notes.txt, notes.txt" in (
        shoot.text()
    )


@pytest.mark.parametrize("code", ["SC010/Küche", "Küche/SH0010"])
@pytest.mark.parametrize("form", ["NFD", "case"])
def test_twins_among_folders_are_refused_on_both_cards(shoot: Shoot, code: str, form: str) -> None:
    other = unicodedata.normalize("NFD", code) if form == "NFD" else code.swapcase()
    shoot.drop(code)
    shoot.drop(other, seed=2)
    shoot.later()
    assert not shoot.jobs()
    for one in (code, other):
        assert shoot.card(one) == "FAILED shares its name with another shot"


def test_check_names_what_breaks_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    film = tmp_path / "FILM"
    begin(film, None)
    for name in ("CON", "end.", "-rf", "line\nend"):
        (film / "scenes" / "SC010" / name).mkdir(parents=True)
    for name in ("Notes.txt", "notes.txt"):
        (film / "scenes" / "SC010" / name).touch()
    Path(os.fsdecode(os.fsencode(film) + b"/caf\xe9")).mkdir()
    _, said = check([film], None)
    told = "\n".join(said)
    for words in (
        "SC010/CON: Windows keeps this name",
        "SC010/end.: The name ends in a stop",
        "SC010/Notes.txt, scenes/SC010/notes.txt: On a Mac or in Windows these are one name",
        "SC010/line[U+000A]end: There is an invisible control character",
        "1 name(s) are not readable text",
    ):
        assert words in told, words
    assert "-rf" not in told
