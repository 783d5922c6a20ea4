"""Every way to name a shot, a scene, a take or a job."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.cli.target import Target, resolve
from lyrad.errors import Code, UsageError
from lyrad.model.status import Status
from tests.support.page import film, job, page, shot

JOB, OTHER = "0123456789abcdef0123", "0123aaaaaaaaaaaaaaaa"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = tmp_path / "FILM"
    for code in ("SC010/SH0010", "SC010/SH0020", "SC020/SH0010"):
        (found / "scenes" / code / "takes" / "T03").mkdir(parents=True)
    (found / "scenes/SC010/SH0020/shot.yaml").touch()
    return found


@pytest.fixture
def found(root: Path) -> Status:
    shots = [shot(code) for code in ("SC010/SH0010", "SC010/SH0020", "SC020/SH0010")]
    jobs = (job(JOB, "SC010/SH0020"), job(OTHER, "SC020/SH0010"), job("f" * 20, "SC010/SH0090"))
    return page(film(str(root), *shots), jobs=jobs)


def codes(target: Target) -> list[str]:
    return [one.code for one in target.shots]


@pytest.mark.parametrize(
    "text",
    [
        "SC010/SH0020",
        "sc010/sh0020",
        "SH0020",
        "scenes/SC010/SH0020",
        "{root}/scenes/SC010/SH0020",
        "{root}/scenes/SC010/SH0020/",
        "{root}/scenes/SC010/SH0020/shot.yaml",
        "{root}/scenes/SC010/SH0020/takes",
        JOB,
        "0123456",
    ],
)
def test_a_shot_is_named_in_many_ways(found: Status, root: Path, text: str) -> None:
    target = resolve(text.format(root=root), found)
    assert target.folder == "scenes/SC010/SH0020"
    assert codes(target) == ["SC010/SH0020"]
    assert [one.job for one in target.jobs] == [JOB]
    assert target.take is None


@pytest.mark.parametrize("text", ["SC010", "sc010", "{root}/scenes/SC010"])
def test_a_scene_is_all_of_its_shots(found: Status, root: Path, text: str) -> None:
    target = resolve(text.format(root=root), found)
    assert target.folder == "scenes/SC010"
    assert codes(target) == ["SC010/SH0010", "SC010/SH0020"]


def test_a_production_is_all_of_its_shots(
    found: Status, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(codes(resolve(str(root), found))) == 3
    monkeypatch.chdir(root)
    target = resolve(".", found)
    assert (target.folder, len(target.jobs)) == ("", 2)


@pytest.mark.parametrize(
    "text",
    ["SC010/SH0020+T03", "sh0020+t3", "{root}/scenes/SC010/SH0020+T03",
     "{root}/scenes/SC010/SH0020/takes/T03"],
)  # fmt: skip
def test_a_take_is_named_by_its_number_or_its_folder(found: Status, root: Path, text: str) -> None:
    target = resolve(text.format(root=root), found)
    assert (target.folder, target.take) == ("scenes/SC010/SH0020", 3)


def test_a_take_of_the_folder_one_stands_in(
    found: Status, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "scenes/SC010/SH0020")
    assert resolve("+T03", found) == resolve("SC010/SH0020+T03", found)


def test_a_root_that_was_named_by_a_link_is_the_same_root(
    found: Status, root: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(root)
    linked = page(film(str(link), *found.productions[0].shots))
    for place in (link, root):
        assert resolve(str(place / "scenes/SC010/SH0020"), linked).folder == "scenes/SC010/SH0020"


def test_what_is_ambiguous_lists_the_choices(found: Status) -> None:
    with pytest.raises(UsageError) as error:
        resolve("SH0010", found)
    assert error.value.fault.code is Code.AMBIGUOUS_TARGET
    for choice in ("SC010/SH0010", "SC020/SH0010"):
        assert choice in error.value.fault.where


def test_four_digits_are_no_jobs_id(found: Status) -> None:
    with pytest.raises(UsageError) as error:
        resolve("0123", found)
    assert error.value.fault.code is Code.NO_SUCH_TARGET


def test_the_beginning_of_two_jobs_ids_is_ambiguous(found: Status) -> None:
    twins = page(found.productions[0], jobs=(job("abcdef00", "a/b"), job("abcdef11", "a/b")))
    with pytest.raises(UsageError) as error:
        resolve("abcdef", twins)
    assert error.value.fault.where == "abcdef00, abcdef11"


def test_a_scene_of_two_productions_is_ambiguous(found: Status) -> None:
    second = film("/other", shot("SC010/SH0020"), id="p2")
    with pytest.raises(UsageError) as error:
        resolve("SC010", page(found.productions[0], second))
    assert "/other/scenes/SC010" in error.value.fault.where


@pytest.mark.parametrize("text", ["SC099", "SC010/SH0099", "nowhere/at/all", "abcdef0123"])
def test_what_is_nothing_is_said_to_be_nothing(found: Status, text: str) -> None:
    with pytest.raises(UsageError) as error:
        resolve(text, found)
    assert error.value.fault.code is Code.NO_SUCH_TARGET
    assert text in error.value.fault.what


def test_a_path_outside_of_every_production_is_said_to_be_so(
    found: Status, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="in no production that lyrad runs here"):
        resolve(str(tmp_path), found)


def test_a_code_is_a_code_though_a_file_of_that_name_lies_about(
    found: Status, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "SC010").mkdir()
    monkeypatch.chdir(tmp_path)
    assert resolve("SC010", found).folder == "scenes/SC010"


def test_a_job_whose_shot_is_gone_names_no_folder(found: Status) -> None:
    target = resolve("f" * 20, found)
    assert (target.folder, target.shots, len(target.jobs)) == (None, (), 1)


def test_a_job_of_a_production_that_is_not_run_here_is_said_to_be_so(found: Status) -> None:
    stray = page(jobs=(job(JOB, "SC010/SH0020", production="p9"),))
    with pytest.raises(UsageError, match="not run here"):
        resolve(JOB, stray)
