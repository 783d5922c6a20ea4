"""Bad input: three lines say what to do, lyrad goes on, nothing of the person's is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.belongings import belongings
from tests.support.pictures import png
from tests.support.production import SPEC, Film, until

GOOD = "SC010/SH0990"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Film]:
    """One running lyrad for all: what is bad in one shot must not trouble another."""
    home = tmp_path_factory.mktemp("bad")
    film = Film(root=home / "FILM", home=home / "home").begin()
    daemon = film.start()
    until((film.state / "status.json").exists, seconds=30)
    yield film
    ended = daemon.process.poll()
    if ended is None:
        ended = daemon.stop()
    assert ended == 0


FAULTY = """\
description: A slow push-in on the lighthouse.
duration: 999999999s
szie: 128x72
takes: none
"""

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{last}'] * 9)}]\n"
    for last, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_a_spec_with_three_faults_names_all_three_with_their_lines(film: Film) -> None:
    said = dropped(film, "SH0010", spec=FAULTY)
    assert said.startswith("FAILED shot.yaml has 3 faults\n")
    for line, words in ((2, "999999999s"), (3, "szie"), (4, "takes")):
        assert f"shot.yaml, line {line}, column" in said
        assert words in said
    assert "Did you mean `size`?" in said
    three_lines(said, times=3)


def test_an_endless_duration_is_refused_before_anything_is_made(film: Film) -> None:
    said = dropped(film, "SH0020", spec="description: x\nduration: 999999999 s\n")
    assert said.startswith("FAILED shot.yaml has a fault\n")
    three_lines(said)


def test_a_bomb_of_aliases_is_refused_and_costs_nothing(film: Film) -> None:
    said = dropped(film, "SH0030", spec=BOMB)
    assert said.startswith("FAILED shot.yaml has ")
    assert "alias" in said
    three_lines(said)


@pytest.mark.parametrize(
    ("shot", "path"), [("SH0040", "../../etc/passwd"), ("SH0041", "/etc/passwd")]
)
def test_a_frame_outside_of_the_production_is_refused(film: Film, shot: str, path: str) -> None:
    said = dropped(film, shot, spec=f"{SPEC}first: {path}\n")
    assert said.startswith("FAILED shot.yaml has a fault\n")
    assert path in said
    three_lines(said)


def test_a_link_that_leads_out_of_the_production_is_not_followed(
    film: Film, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png(128, 72, seed=99))
    folder = film.shot("SC010/SH0050")
    folder.mkdir(parents=True)
    (folder / "first.png").symlink_to(secret)
    (folder / "last.png").write_bytes(png(128, 72, seed=3))
    said = dropped(film, "SH0050", frames=False)
    assert said.startswith("WAITING for first.png\n")
    assert "links are not followed" in said
    assert not film.takes("SC010/SH0050")


def test_a_text_that_is_called_first_png_is_refused_by_its_content(film: Film) -> None:
    said = dropped(film, "SH0060", first=b"This is a note, not a picture.\n")
    assert said.startswith("FAILED first.png cannot be used\n")
    assert "picture" in said
    three_lines(said)


def test_a_truncated_picture_waits_and_says_how_far_it_came(film: Film) -> None:
    whole = png(640, 360, seed=4)
    half = len(whole) // 2
    said = dropped(film, "SH0070", first=whole[:half])
    assert said.startswith("WAITING for the rest of first.png\n")
    assert "the picture is cut off before its end" in said
    assert "copy it again" in said
    (film.shot("SC010/SH0070") / "first.png").write_bytes(whole[:half] + bytes(half))
    until(lambda: "the picture ends after " in film.card("SC010/SH0070"), seconds=20)
    (film.shot("SC010/SH0070") / "first.png").write_bytes(whole)
    until(lambda: film.takes("SC010/SH0070"), seconds=60)


def test_two_frames_that_could_be_the_first_wait_and_both_are_named(film: Film) -> None:
    folder = film.shot("SC010/SH0080")
    folder.mkdir(parents=True)
    (folder / "first.jpg").write_bytes(png(128, 72, seed=8))
    said = dropped(film, "SH0080")
    assert said.startswith("WAITING for one first frame not 2\n")
    assert "first.jpg, first.png" in said
    assert not film.takes("SC010/SH0080")


def test_a_frame_that_is_missing_is_waited_for_and_then_used(film: Film) -> None:
    folder = film.drop("SC010/SH0090")
    last = (folder / "last.png").read_bytes()
    (folder / "last.png").unlink()
    until(lambda: film.cards(folder) == ["_lyrad WAITING for last.png.txt"], seconds=20)
    assert "last: none" in film.card("SC010/SH0090")
    (folder / "last.png").write_bytes(last)
    until(lambda: film.takes("SC010/SH0090"), seconds=60)


def test_frames_without_a_spec_get_a_draft_once(film: Film) -> None:
    folder = film.drop("SC010/SH0100")
    (folder / "shot.yaml").unlink()
    draft = folder / "shot.draft.yaml"
    until(draft.exists, seconds=20)
    until(lambda: film.cards(folder) == ["_lyrad WAITING for shot.yaml.txt"], seconds=20)
    assert "rename the file to shot.yaml" in film.card("SC010/SH0100")
    draft.unlink()
    (folder / "first.png").write_bytes(png(128, 72, seed=55))
    until(lambda: film.cards(folder), seconds=20)
    assert not draft.exists(), "a draft that somebody deleted is not wanted"


@pytest.mark.parametrize("name", ["untitled folder", "SH0110 copy", "SH0110 (2)"])
def test_a_folder_without_a_name_of_its_own_waits_for_one(film: Film, name: str) -> None:
    folder = film.drop(f"SC010/{name}")
    until(lambda: film.cards(folder), seconds=20)
    assert film.card(f"SC010/{name}").startswith("WAITING for a name\n")
    assert name in film.card(f"SC010/{name}")
    shutil.rmtree(folder)


def test_a_rule_with_a_misspelt_key_leaves_the_last_good_rules_in_force(film: Film) -> None:
    rules = film.home / "rules"
    rules.mkdir()
    mine = rules / "mine.yaml"
    mine.write_text("name: mine\nwhne: {path: x}\ndo:\n  - publish.take: {}\n")
    until(lambda: "whne" in film.lyrad("status").stdout, seconds=30, every=1)
    until(lambda: "whne" in root_card(film), seconds=20)
    said = root_card(film)
    assert "the last good text holds" in said
    assert "mine.yaml, line 2" in said
    assert "Did you mean `when`?" in said
    film.drop("SC010/SH0120", seed=120)
    until(lambda: film.takes("SC010/SH0120"), seconds=60)
    mine.unlink()
    until(lambda: "whne" not in root_card(film), seconds=30)
    until(lambda: "whne" not in film.lyrad("status").stdout, seconds=20, every=1)


def test_after_all_of_it_a_good_shot_still_becomes_a_take(film: Film) -> None:
    before = belongings(film.root)
    film.drop(GOOD, seed=990)
    until(lambda: film.takes(GOOD), seconds=60)
    after = belongings(film.root)
    assert {path: after[path] for path in before} == before
    assert not (film.root / "scenes/SC010/SH0010/takes").exists()


def dropped(
    film: Film,
    shot: str,
    *,
    spec: str = SPEC,
    first: bytes | None = None,
    frames: bool = True,
) -> str:
    """Drop a shot, wait for its card, and return it; everything else is as it was before."""
    code = f"SC010/{shot}"
    if frames:
        film.drop(code, spec, seed=int(shot[2:]))
    else:
        (film.shot(code) / "shot.yaml").write_text(spec)
    if first is not None:
        (film.shot(code) / "first.png").write_bytes(first)
    mine = belongings(film.shot(code))
    until(lambda: film.cards(film.shot(code)), seconds=20)
    assert belongings(film.shot(code)) == mine
    assert not film.takes(code)
    return film.card(code)


def three_lines(said: str, *, times: int = 1) -> None:
    """Each fault says what happened, where, and what to do."""
    for words in ("What happened: ", "Where: ", "What to do: "):
        assert said.count(words) == times, said


def root_card(film: Film) -> str:
    return "\n".join(path.read_text("utf-8-sig") for path in film.root.glob("_lyrad *.txt"))
