"""The wheel is whole: installed elsewhere, lyrad works without its checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from lyrad import __version__
from lyrad.config.shipped import shipped
from tests.support.pictures import png
from tests.support.production import SPEC

CHECKOUT = Path(__file__).parents[1]


def pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    subprocess.run(command, check=True, capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(place), str(CHECKOUT))
    (found,) = place.glob("lyrad-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the `lyrad` of a fresh environment, which borrows what lyrad needs and not lyrad."""
    place = tmp_path_factory.mktemp("fresh")
    venv.create(place)
    (packages,) = place.glob("lib/python*/site-packages")
    pip("--python", str(place), "install", "--no-deps", "--no-index", str(wheel))
    # A path file within a borrowed folder is not followed, so this checkout stays out of sight.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place / "bin/lyrad"


def run(program: Path, place: Path, *words: str) -> str:
    kept = {"PATH": os.environ["PATH"], "HOME": str(place), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [program, *words], cwd=place, env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_carries_every_shipped_rule_and_template(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for kind in ("rules", "templates"):
        files = [path for path in (CHECKOUT / kind).rglob("*") if path.is_file()]
        assert files
        for path in files:
            assert f"lyrad/shipped/{path.relative_to(CHECKOUT).as_posix()}" in inside


def test_the_wheel_carries_nothing_but_lyrad(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"lyrad", f"lyrad-{__version__}.dist-info"}


def test_an_installed_lyrad_is_another_than_the_checkouts(installed: Path, tmp_path: Path) -> None:
    python = installed.with_name("python")
    where = run(python, tmp_path, "-c", "import lyrad; print(lyrad.__file__)")
    assert Path(where).is_relative_to(installed.parents[1])
    assert run(installed, tmp_path, "--version") == f"lyrad, version {__version__}\n"


def test_an_installed_lyrad_finds_the_shipped_rules(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "init", "FILM")
    shot = tmp_path / "FILM/scenes/SC010/SH0020"
    shot.mkdir(parents=True)
    (shot / "shot.yaml").write_text(SPEC)
    for name, seed in (("first.png", 1), ("last.png", 2)):
        (shot / name).write_bytes(png(128, 72, seed=seed))
    said = run(installed, tmp_path, "plan", str(shot))
    assert "rule render-shot speaks of it" in said
    assert "prompt: A slow push-in on the lighthouse." in said


def test_a_checkout_uses_the_rules_that_lie_in_it() -> None:
    assert [shipped(kind) for kind in ("rules", "templates")] == [
        CHECKOUT / "rules",
        CHECKOUT / "templates",
    ]


def test_the_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (archive,) = tmp_path.glob("lyrad-*.tar.gz")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), str(archive))
    (second,) = tmp_path.glob("lyrad-*.whl")
    assert zipfile.ZipFile(second).namelist() == zipfile.ZipFile(wheel).namelist()
