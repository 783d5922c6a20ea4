"""Bad datasets, file by file: each is named in the report, none reaches the copy unmended."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from lyrad.backends.dataset.reading import MOST_PICTURE_BYTES, read_picture
from lyrad.errors import Code, Permanent, UsageError
from lyrad.model.dataset import DatasetReport, Picture
from lyrad.model.finding import Case, Verdict
from lyrad.wiring.dataset import check_targets, checked, copy_to
from tests.support.datasets import (
    WORD,
    ZOO,
    Exhibit,
    by_pillow,
    giant,
    good,
    jpeg,
    put,
    scene,
    zoo,
)


@dataclass(frozen=True)
class Visited:
    """The zoo, its report, its copy, and what the folder held before and after."""

    folder: Path
    report: DatasetReport
    copy: Path
    before: dict[str, tuple[int, int]]

    def picture(self, name: str) -> Picture:
        (found,) = (one for one in self.report.pictures if one.name == name)
        return found


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Visited:
    place = tmp_path_factory.mktemp("zoo")
    folder = place / "refs"
    folder.mkdir()
    before = stood(zoo(folder))
    found = checked(folder, WORD)
    copy_to(found, place / "copy")
    return Visited(folder=folder, report=found.report, copy=place / "copy", before=before)


def stood(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file, by path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


@pytest.mark.parametrize("exhibit", ZOO, ids=lambda one: one.name)
def test_each_bad_case_is_named_and_what_was_done_is_said(
    visited: Visited, exhibit: Exhibit
) -> None:
    found = visited.picture(exhibit.picture)
    told = {one.case: one.words for one in found.told}
    said = " ".join(one.words for one in found.told)
    assert exhibit.case in told, told
    assert exhibit.said in said
    assert found.verdict is not Verdict.KEPT or exhibit.case.verdict is Verdict.KEPT


@pytest.mark.parametrize("exhibit", ZOO, ids=lambda one: one.name)
def test_none_reaches_the_copy_unmended(visited: Visited, exhibit: Exhibit) -> None:
    found = visited.picture(exhibit.picture)
    assert bool(found.copied) == (exhibit.case.verdict is not Verdict.REFUSED)
    if not found.copied:
        return
    with Image.open(visited.copy / f"{found.copied}.png") as image:
        image.load()
        assert (image.mode, image.format) == ("RGB", "PNG")
        assert min(image.size) >= 512
        assert not image.getexif()
    data = (visited.copy / f"{found.copied}.txt").read_bytes()
    assert data.startswith(b"lyra")
    assert data.decode("utf-8") == f"{found.caption.text}\n"
    assert data.count(b"\n") == 1
    assert b"\r" not in data


def test_the_copy_holds_what_can_be_used_and_nothing_else(visited: Visited) -> None:
    names = [f"ref_{number:04}" for number in range(1, len(visited.report.usable) + 1)]
    assert [one.copied for one in visited.report.usable] == names
    expected = [f"{name}.{ending}" for name in names for ending in ("png", "txt")]
    assert sorted(path.name for path in visited.copy.iterdir()) == sorted(
        [*expected, "report.json"]
    )


def test_the_persons_folder_is_as_it_was(visited: Visited) -> None:
    assert stood(visited.folder) == visited.before


def test_a_turned_picture_stands_upright_in_the_copy(visited: Visited) -> None:
    copied = visited.picture("turned.jpg").copied
    with Image.open(visited.copy / f"{copied}.png") as image:
        pixels = np.asarray(image)[..., ::-1].astype(int)
    assert np.abs(pixels - scene(9)).mean() < 8


def test_hidden_colour_under_transparency_is_not_trained(visited: Visited) -> None:
    with Image.open(visited.copy / f"{visited.picture('clear.png').copied}.png") as image:
        assert np.asarray(image)[:, :320].max() == 0


def test_sixteen_bits_are_not_clipped_to_white(visited: Visited) -> None:
    with Image.open(visited.copy / f"{visited.picture('deep.png').copied}.png") as image:
        assert np.array_equal(np.asarray(image)[..., ::-1], scene(10))


def test_captions_keep_their_letters(visited: Visited) -> None:
    texts = {name: visited.picture(name).caption.text for name in ("cafe.jpg", "wide.jpg")}
    assert texts == {"cafe.jpg": "lyra in a café", "wide.jpg": "lyra, Füße"}
    assert visited.picture("lines.jpg").caption.text == "lyra, red coat"
    assert visited.picture("lyra_a_b_c_d.jpg").caption.text == "lyra"


def test_a_stale_cache_and_a_lost_caption_are_left_aside(visited: Visited) -> None:
    aside = {one.name: one.words for one in visited.report.aside}
    assert set(aside) == {"cached_0640x0640_sdxl.npz", "lyra.txt"}
    assert "cache" in aside["cached_0640x0640_sdxl.npz"]


def test_the_same_folder_gives_the_same_copy(tmp_path: Path) -> None:
    folder = good(tmp_path / "refs")
    for name in ("one", "two"):
        copy_to(checked(folder), tmp_path / name)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
                for name in ("one", "two"))  # fmt: skip
    assert one == two


def test_a_picture_that_changes_meanwhile_leaves_no_copy(tmp_path: Path) -> None:
    found = checked(good(tmp_path / "refs"))
    put(tmp_path / "refs", "good 11.jpg", jpeg(scene(77)))
    with pytest.raises(Permanent) as raised:
        copy_to(found, tmp_path / "copy")
    assert raised.value.fault.code is Code.FILE_CHANGED
    assert [path.name for path in tmp_path.iterdir()] == ["refs"]


def test_what_stands_at_the_target_is_never_replaced(tmp_path: Path) -> None:
    found = checked(good(tmp_path / "refs"))
    (tmp_path / "copy").mkdir()
    with pytest.raises(UsageError):
        copy_to(found, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "refs"]
    assert not any((tmp_path / "copy").iterdir())


@pytest.mark.parametrize("where", ["refs/copy", "gone/copy", "refs"])
def test_a_copy_goes_to_a_free_place_outside(tmp_path: Path, where: str) -> None:
    (tmp_path / "refs").mkdir()
    with pytest.raises(UsageError):
        check_targets(tmp_path / "refs", tmp_path / where, None)


def test_a_giant_is_refused_without_being_read(tmp_path: Path) -> None:
    giant(tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = read_picture(tmp_path / "giant.tiff", "giant.tiff").seen
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert seen.fault.code is Code.PICTURE_TOO_LARGE
    assert grown < MOST_PICTURE_BYTES / 8


def test_a_missing_folder_and_an_endless_one_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        checked(tmp_path / "gone")
    for number in range(2001):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(UsageError, match="more than 2000 files"):
        checked(tmp_path)


def test_an_empty_folder_and_a_small_set_cannot_be_trained_on(tmp_path: Path) -> None:
    assert checked(tmp_path).report.wants == ("There is no picture in the folder.",)
    (few,) = checked(good(tmp_path / "refs", 3)).report.wants
    assert (
        few == "Only 3 of 3 pictures can be used; a character needs at least 10, rather 15 to 30."
    )


def test_without_a_word_for_the_subject_a_bare_picture_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "bare.jpg", jpeg(scene(13)), None)
    (picture,) = checked(tmp_path).report.pictures
    assert Case.NO_WORDS in {one.case for one in picture.told}
    assert "--word" in checked(tmp_path).report.wants[-1]


def test_odd_names_are_spelt_out_and_noise_is_not_looked_at(tmp_path: Path) -> None:
    for name in (b"a\xff.png", "ümläut.png".encode(), b"line\nbreak.png"):
        (tmp_path / name.decode("utf-8", "surrogateescape")).write_bytes(b"no picture")
    for name in (".DS_Store", "._a.png", "Thumbs.db", "_old.png"):
        (tmp_path / name).write_bytes(b"noise")
    found = [one.name for one in checked(tmp_path).report.pictures]
    assert found == [r"a\xff.png", r"line\nbreak.png", "ümläut.png"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_whatever_is_in_a_file_it_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    chance = Random(8)
    whole = by_pillow(scene(1, 64, 64), kind)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(4, min(len(data), 400))] = chance.randrange(256)
        (tmp_path / "odd").write_bytes(data)
        seen = read_picture(tmp_path / "odd", "odd").seen
        assert (seen.fault is None) == (seen.look is not None)
