from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lyrad.cli.main import lyrad
from lyrad.errors import ConfigError, UsageError
from tests.support.belongings import belongings
from tests.support.production import Film
from tests.support.shotlist_files import excel_csv, workbook


@pytest.fixture
def film(tmp_path: Path) -> Film:
    film = Film(root=tmp_path / "FILM", home=tmp_path / "home").begin()
    shot = film.shot("SC010/SH0010")
    shot.mkdir(parents=True)
    (shot / "shot.yaml").write_text("description: Mine.\nframes: 96\n")
    return film


def say(film: Film, *words: str) -> str:
    config = ("--config", str(film.settings))
    done = CliRunner().invoke(lyrad, ["shotlist", *words, *config], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_prints_the_difference_and_changes_nothing(film: Film, tmp_path: Path) -> None:
    file = tmp_path / "breakdown.csv"
    file.write_bytes(excel_csv())
    before = belongings(film.root)
    said = say(film, str(file), str(film.root))
    assert said.startswith("breakdown.csv: 11 new shots, 0 unchanged.\n1 shot differs in the tree")
    assert "  ! SC010/SH0010  row 2\n      description in the tree: Mine.\n" in said
    assert belongings(film.root) == before


def test_it_speaks_json_and_finds_the_production_around_the_list(film: Film) -> None:
    file = film.root / "inbox" / "list.xlsx"
    file.write_bytes(workbook([("Scene", "Shot", "Frames"), (10, 10, 96), (10, 20, 50)]))
    found = json.loads(say(film, str(file), "--json"))
    assert [one["shot"] for one in found["same"]] == ["SC010/SH0010"]
    assert [(one["shot"], one["fields"]) for one in found["new"]] == [("SC010/20", {"frames": 50})]
    assert found["faults"] == []


def test_faults_come_all_at_once(film: Film, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Shot;Frames\n;9\n1/1;soon\n")
    with pytest.raises(ConfigError) as error:
        say(film, str(file), str(film.root))
    assert len(error.value.faults) == 2
    words = ["shotlist", str(file), str(film.root), "--json", "--config", str(film.settings)]
    done = CliRunner().invoke(lyrad, words)
    assert done.exit_code == 78
    assert len(json.loads(done.output)["faults"]) == 2


def test_a_list_outside_of_any_production_needs_one_to_be_named(
    film: Film, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(excel_csv())
    with pytest.raises(UsageError):
        say(film, str(file))
