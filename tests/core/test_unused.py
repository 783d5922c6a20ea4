from __future__ import annotations

import pytest

from lyrad.core.unused import advice, unused
from lyrad.model.drop import Seen, Sighting
from lyrad.model.names import RelPath, ShotKey

SHOT = ShotKey(scene="SC010", shot="SH0020")


def seen(name: str, at: float) -> Seen:
    return Seen(
        sighting=Sighting(
            path=RelPath(name), folder=False, size=1, mtime_ns=0, ctime_ns=0, inode=1
        ),
        changed_at=at,
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("frist.png", "did you mean first.png?"),
        ("firsst.jpg", "did you mean first.jpg?"),
        ("SC010_SH0020_fist.png", "did you mean SC010_SH0020_first.png?"),
        ("shoot.yaml", "did you mean shot.yaml?"),
        ("RETAK", "did you mean RETAKE?"),
        ("lighthouse.png", "rename it to first.png or last.png, or name it in shot.yaml"),
        ("scene-notes.yml", "the shot's spec is called shot.yaml"),
        (
            "first_final.psd",
            "lyrad does not read PSD: export it as PNG, named first.png or last.png",
        ),
        ("Thoughts.txt", None),
        ("LICENSE", None),
    ],
)
def test_advice_names_the_nearest_fit(name: str, said: str | None) -> None:
    assert advice(name, SHOT) == said


def test_a_file_is_named_when_its_time_has_come_and_not_before() -> None:
    files = {
        name: seen(name, at)
        for name, at in (("b.png", 10.0), ("a.txt", 20.0), ("c.png", 90.0), ("used.png", 0.0))
    }
    files["shot.draft.yaml"] = seen("shot.draft.yaml", 0.0)
    used = frozenset({"used.png"})
    found, again = unused(files, used=used, shot=SHOT, now=150.0, patience=120.0)
    assert [(one.name, one.harmless) for one in found] == [("a.txt", True), ("b.png", False)]
    assert again == 210.0
    assert unused({}, used=used, shot=SHOT, now=0.0, patience=1.0) == ((), None)
