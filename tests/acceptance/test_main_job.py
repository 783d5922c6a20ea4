"""The main job, as a person meets it: files in, takes out, nothing twice."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

from lyrad.backends.ffmpeg import FFmpeg
from tests.support.production import SPEC, Film
from tests.support.signal import FakeSignal

OTHER = SPEC.replace("slow", "fast")


def test_two_dropped_shots_become_two_takes_and_nothing_new_comes_later(film: Film) -> None:
    film.drop("SC010/SH0020", seed=1)
    film.drop("SC010/SH0030", seed=2)
    done = film.once()
    assert done.returncode == 0, done.stderr
    for shot in ("SH0020", "SH0030"):
        stem = f"SC010_{shot}_T01_v001"
        assert film.takes(f"SC010/{shot}") == {"T01": [f"{stem}.mp4", "_info"]}
        take = film.shot(f"SC010/{shot}") / "takes" / "T01"
        assert sorted(path.name for path in (take / "_info").iterdir()) == [
            f"{stem}_poster.jpg",
            f"{stem}_proxy.mp4",
            f"{stem}_sheet.jpg",
            "receipt.json",
        ]
        clip = FFmpeg().probe(take / f"{stem}.mp4", FakeSignal())
        assert (clip.frames, clip.rate) == (9, Fraction(24))
        assert film.card(f"SC010/{shot}").startswith("DONE T01\n")
    receipt = film.receipt("SC010/SH0020", "T01")
    assert (receipt["draft"], receipt["take"], receipt["version"]) == (True, 1, 1)
    before = snapshot(film)
    assert film.once().returncode == 0
    assert snapshot(film) == before
    film.lose_the_state()
    assert film.once().returncode == 0
    assert snapshot(film) == before


def test_takes_and_versions_grow_as_a_person_asks(film: Film) -> None:
    folder = film.drop("SC010/SH0020")
    assert film.once().returncode == 0
    (folder / "RETAKE").touch()
    assert film.once().returncode == 0
    assert names(film) == ["SC010_SH0020_T01_v001.mp4", "SC010_SH0020_T02_v001.mp4"]
    assert not (folder / "RETAKE").exists()

    (folder / "shot.yaml").write_text(OTHER)
    assert film.once().returncode == 0
    assert names(film)[2:] == ["SC010_SH0020_T03_v002.mp4"]

    (folder / "shot.yaml").write_text(OTHER + "takes: 2\n")
    assert film.once().returncode == 0
    assert names(film)[3:] == ["SC010_SH0020_T04_v002.mp4"]
    assert film.receipt("SC010/SH0020", "T04")["attempt"] == 2

    (folder.parent / "scene.yaml").write_text("fps: 25\n")
    assert film.once().returncode == 0
    assert len(names(film)) == 4
    assert film.card("SC010/SH0020").startswith("STALE fps changed")
    (folder.parent / "scene.yaml").unlink()

    (folder / "shot.yaml").write_text(SPEC)
    assert film.once().returncode == 0
    assert len(names(film)) == 4
    assert film.card("SC010/SH0020").startswith("DONE same as T02")
    assert "RETAKE" in film.card("SC010/SH0020")

    copy = folder.with_name("SH0040")
    shutil.copytree(folder, copy)
    assert film.once().returncode == 0
    assert len(film.takes("SC010/SH0040")) == 4
    assert "copy of SC010 SH0020" in film.card("SC010/SH0040").splitlines()[0]
    (copy / "shot.yaml").write_text(SPEC.replace("lighthouse", "harbour"))
    assert film.once().returncode == 0
    assert "SC010_SH0040_T05_v001.mp4" in film.takes("SC010/SH0040")["T05"]

    shutil.rmtree(folder / "takes" / "T04")
    (folder / "RETAKE").touch()
    assert film.once().returncode == 0
    assert names(film)[-1] == "SC010_SH0020_T05_v001.mp4"


def test_a_stale_shot_is_made_again_only_when_asked(film: Film) -> None:
    folder = film.drop("SC010/SH0020")
    assert film.once().returncode == 0
    (folder.parent / "scene.yaml").write_text("fps: 25\n")
    (folder.parent / "RETAKE").mkdir()
    assert film.once().returncode == 0
    assert names(film) == ["SC010_SH0020_T01_v001.mp4", "SC010_SH0020_T02_v002.mp4"]
    assert film.receipt("SC010/SH0020", "T02")["inherited"]["fps"] == "25"
    assert film.card("SC010/SH0020").startswith("DONE T02")


def test_a_renamed_shot_keeps_its_numbers_even_when_its_take_is_deleted(film: Film) -> None:
    folder = film.drop("SC010/SH0020")
    assert film.once().returncode == 0
    folder = folder.rename(folder.with_name("SH0025"))
    assert film.once().returncode == 0
    shutil.rmtree(folder / "takes" / "T01")
    assert film.once().returncode == 0
    assert film.takes("SC010/SH0025") == {}
    (folder / "RETAKE").touch()
    assert film.once().returncode == 0
    assert list(film.takes("SC010/SH0025")) == ["T02"]


def names(film: Film) -> list[str]:
    """Return the masters of all takes, in order of their numbers."""
    takes = film.takes("SC010/SH0020")
    return [name for take in takes.values() for name in take if name != "_info"]


def snapshot(film: Film) -> dict[Path, tuple[int, bytes]]:
    """Return everything that is not lyrad's own note, by content and time."""
    return {
        path.relative_to(film.root): (path.stat().st_mtime_ns, path.read_bytes())
        for path in film.root.rglob("*")
        if path.is_file() and ".lyrad" not in path.parts and not path.name.startswith("_lyrad")
    }
