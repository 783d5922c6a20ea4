"""The demo, as somebody types it on a first day; smaller and shorter, so that it is quick."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lyrad.wiring.demo_film import found_film

SMALL = ("--size", "320x180", "--duration", "9f")
TAKES = ("SC010/SH0010", "SC020/SH0010", "SC020/SH0020")


def demo(
    here: Path, *words: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    temporary = here / "tmp"
    temporary.mkdir(exist_ok=True)
    surroundings = {**os.environ, "PYTHONWARNINGS": "ignore", "TMPDIR": str(temporary)}
    return subprocess.run(
        [sys.executable, "-m", "lyrad", "demo", *words],
        cwd=here,
        env={**surroundings, **(env or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    here = tmp_path_factory.mktemp("somewhere")
    done = demo(here, *SMALL)
    assert done.returncode == 0, done.stdout + done.stderr
    return here, done.stdout


def test_every_dropped_shot_has_its_take(shown: tuple[Path, str]) -> None:
    film = shown[0] / "demo-film" / "LIGHTHOUSE"
    for code in TAKES:
        scene, shot = code.split("/")
        take = film / "scenes" / scene / shot / "takes" / "T01"
        stem = f"{scene}_{shot}_T01_v001"
        assert {path.name for path in take.iterdir()} == {f"{stem}.mp4", "_info"}
        assert (take / "_info" / f"{stem}_sheet.jpg").is_file()


def test_it_tells_what_happens_as_it_happens(shown: tuple[Path, str]) -> None:
    lines = [" ".join(line.split()[2:]) for line in shown[1].splitlines()]
    told = [
        "you SC020/SH0010 dropped shot.yaml and last.png, not first.png",
        "lyrad SC020/SH0010 WAITING for first.png",
        "you SC020/SH0010 first.png begins to arrive, over a slow line",
        "you SC020/SH0010 first.png has arrived: the shot is whole",
        "lyrad SC020/SH0010 DONE T01",
    ]
    places = [lines.index(words) for words in told]
    assert places == sorted(places)


def test_it_ends_with_the_trees_the_cards_the_paths_and_the_times(
    shown: tuple[Path, str],
) -> None:
    here, said = shown
    before, _, after = said.partition("BEFORE")[2].partition("AFTER")
    assert "first.png" in before
    assert "T01" not in before
    assert "SC010_SH0010_T01_v001.mp4  +" in after
    assert "first.png  +" not in after
    assert "This is a draft" in after
    assert "from the last byte to the take" in after
    assert "All in" in after
    sheets = [line.split()[1] for line in after.splitlines() if line.startswith("  sheet")]
    assert len(sheets) == len(TAKES)
    assert all((here / sheet).is_file() for sheet in sheets)


def test_it_leaves_nothing_beside_its_folder(shown: tuple[Path, str]) -> None:
    here, _ = shown
    assert list((here / "tmp").iterdir()) == []
    assert sorted(path.name for path in here.iterdir()) == ["demo-film", "tmp"]


def test_again_it_makes_a_production_beside_the_first(shown: tuple[Path, str]) -> None:
    folder = shown[0] / "demo-film"
    before = sorted(folder.rglob("*"))
    again = found_film(folder)
    assert again == folder / "LIGHTHOUSE_2"
    assert (again / "production.yaml").is_file()
    assert (
        sorted(path for path in folder.rglob("*") if again not in [path, *path.parents]) == before
    )


def test_without_ffmpeg_nothing_is_made(tmp_path: Path) -> None:
    refused = demo(tmp_path, env={"PATH": ""})
    assert refused.returncode == 1
    assert "ffmpeg is not installed" in refused.stderr
    assert not (tmp_path / "demo-film").exists()


def test_a_folder_that_it_did_not_make_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "demo-film"
    mine.mkdir()
    (mine / "holiday.jpg").write_bytes(b"beach")
    refused = demo(tmp_path)
    assert refused.returncode == 2
    assert "the demo did not make it" in refused.stderr
    assert "next:" in refused.stderr
    assert [path.name for path in mine.iterdir()] == ["holiday.jpg"]


def test_a_size_that_is_none_is_a_question_of_usage(tmp_path: Path) -> None:
    refused = demo(tmp_path, "--size", "large")
    assert refused.returncode == 2
    assert "write 1280x720" in refused.stderr
    assert not (tmp_path / "demo-film").exists()
