"""A scene's assemblies stand in its folder once each, film and timeline together."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from lyrad.disk.assembly_home import AssemblyHome
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.write import Sharing
from lyrad.errors import Permanent
from lyrad.model.names import JobId
from lyrad.model.plan import Artifact, AssemblyPlan
from lyrad.ports import Assembled
from tests.support.assemblies import plan
from tests.support.clock import FakeClock
from tests.support.films import film
from tests.support.killed import killed_at

OTHER = JobId("b" * 20)
SCENE = "scenes/SC010"
RUNS: dict[Path, Lease] = {}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return scene(tmp_path)


def scene(folder: Path) -> Path:
    root = film(folder / "film")
    (root / SCENE).mkdir(parents=True, exist_ok=True)
    return root


def home(root: Path) -> AssemblyHome:
    """Return a new run's home, its lease taken; the run before it has ended."""
    clock = FakeClock()
    if root in RUNS:
        RUNS.pop(root).release()
    lease = RUNS[root] = Lease(root, clock)
    lease.take()
    return AssemblyHome(
        root,
        ledger=Ledger(root),
        lease=lease,
        clock=clock,
        sharing=Sharing(),
        on_published=lambda _: None,
    )


def made(root: Path, job: JobId, version: int, ending: str = ".mp4") -> Assembled:
    work = root.parent / f"{job}{ending}"
    work.write_bytes(f"film of {job}".encode())
    return Assembled(film=work, timeline=f"timeline {version} of {job}".encode())


def publish(root: Path, of: AssemblyPlan | None = None) -> Artifact:
    """Publish as the verb does: with a new number where the last one was taken."""
    of, at = of or plan(), home(root)
    while True:
        done = at.done(of)
        if done is not None:
            return done
        version = at.version(of)
        found = at.publish(of, version, made(root, of.job, version))
        if found is not None:
            return found


def names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / SCENE).iterdir() if path.is_file())


def lines(root: Path, event: str) -> list[dict]:
    text = (root / ".lyrad/ledger.jsonl").read_text()
    found = (json.loads(line) for line in text.splitlines())
    return [line for line in found if line["event"] == event]


def test_film_and_timeline_stand_side_by_side_with_their_version(root: Path) -> None:
    found = publish(root)
    assert found.facts == {"version": 1, "path": f"{SCENE}/SC010_assembly_v001.mp4"}
    assert names(root) == ["SC010_assembly_v001.mp4", "SC010_assembly_v001.otio"]
    (line,) = lines(root, "assembled")
    assert line["files"] == names(root)
    assert line["frames"] == 50
    assert line["told"][0] == "1 of 2 shots have a take in it."
    film_sum = hashlib.sha256((root / SCENE / names(root)[0]).read_bytes()).hexdigest()
    assert line["outputs"][0] == film_sum


def test_a_job_publishes_once_however_often_it_is_asked(root: Path) -> None:
    first = publish(root)
    assert publish(root) == first
    assert len(lines(root, "assembled")) == 1


def test_every_assembly_gets_the_next_number_and_the_old_ones_stay(root: Path) -> None:
    publish(root)
    assert publish(root, plan(job=OTHER)).facts["version"] == 2
    assert len(names(root)) == 4


def test_no_number_is_used_twice_not_even_after_a_deletion(root: Path) -> None:
    publish(root)
    for name in names(root):
        (root / SCENE / name).unlink()
    assert publish(root, plan(job=OTHER)).facts["version"] == 2


def test_what_a_person_called_like_an_assembly_stays_and_is_gone_round(root: Path) -> None:
    mine = root / SCENE / "SC010_assembly_v007 my notes.otio"
    mine.write_text("mine")
    assert publish(root).facts["version"] == 8
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("ending", ["mp4", "otio"])
def test_a_name_that_is_taken_at_the_last_moment_gives_both_the_next_number(
    root: Path, ending: str
) -> None:
    at, of = home(root), plan()
    version = at.version(of)
    mine = root / SCENE / f"SC010_assembly_v001.{ending}"
    mine.write_text("mine")
    assert at.publish(of, version, made(root, of.job, version)) is None
    assert publish(root).facts["version"] == 2
    assert mine.read_text() == "mine"
    assert names(root) == sorted(
        [mine.name, "SC010_assembly_v002.mp4", "SC010_assembly_v002.otio"]
    )


def test_a_film_whose_timeline_was_still_on_its_way_gets_it(root: Path) -> None:
    of = plan()
    publish(root)
    film_path, timeline = (root / SCENE / name for name in names(root))
    text = timeline.read_bytes()
    (root / ".lyrad/ledger.jsonl").write_text(
        "".join(f"{json.dumps(line)}\n" for line in lines(root, "assembling"))
    )
    timeline.rename(root / SCENE / f".lyrad-assembly-{of.job}.otio")
    found = home(root).done(of)
    assert found is not None
    assert timeline.read_bytes() == text
    assert names(root) == [film_path.name, timeline.name]


def test_a_scene_whose_folder_went_away_is_told_and_not_made_again(root: Path) -> None:
    at, of = home(root), plan()
    version = at.version(of)
    shutil.rmtree(root / SCENE)
    with pytest.raises(Permanent) as error:
        at.publish(of, version, made(root, of.job, version))
    assert "SC010" in error.value.fault.what
    assert not (root / SCENE).exists()


def cut(folder: Path, call: int) -> bool:
    """Publish, killed at the call; then let a next run publish; return whether it was killed."""
    root = scene(folder)
    died = killed_at(call, lambda: publish(root))
    found = publish(root)
    version = found.facts["version"]
    film_path = root / SCENE / f"SC010_assembly_v{version:03d}.mp4"
    timeline = film_path.with_suffix(".otio")
    assert film_path.read_bytes() == f"film of {plan().job}".encode()
    assert timeline.read_bytes().endswith(f"of {plan().job}".encode())
    shown = [name for name in names(root) if not name.startswith(".")]
    assert shown == [film_path.name, timeline.name]
    assert len(lines(root, "assembled")) == 1
    later = publish(root, plan(job=OTHER))
    assert later.facts["version"] > version
    assert [name for name in names(root) if name.startswith(".")] == []
    return died


def cut_every(folder: Path, stride: int) -> None:
    for call in range(0, 5000, stride):
        if not cut(folder / f"{call}", call):
            assert call > 100
            return
    raise AssertionError("publishing never ended")


def test_a_kill_leaves_no_assembly_or_a_whole_one_and_is_healed(tmp_path: Path) -> None:
    cut_every(tmp_path, 7)


@pytest.mark.prove
def test_a_kill_anywhere_leaves_no_assembly_or_a_whole_one_and_is_healed(tmp_path: Path) -> None:
    cut_every(tmp_path, 1)
