"""A take of a cue stands in its folder once and whole, whatever ends lyrad in between."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.disk.cue_home import CueHome
from lyrad.disk.cues import CueTakes
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.write import Sharing
from lyrad.errors import Permanent, Temporary
from lyrad.model.cue import CueGiven
from lyrad.model.names import JobId, RelPath
from lyrad.model.plan import Artifact, CuePlan
from lyrad.ports import Staged
from tests.support.clock import FakeClock
from tests.support.cues import CUE, FOLDER, cue_plan, cue_receipt, cue_spec, span
from tests.support.films import film
from tests.support.killed import killed_at
from tests.support.nouns import NOON

PLAN = cue_plan()
NAME = "1M1_harbour-at-dusk_v001_01-00-00-00"
OTHER = cue_plan(job=JobId("d" * 20), attempt=2)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return scored(tmp_path / "film")


def scored(root: Path) -> Path:
    film(root)
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / "cue.yaml").write_text("mood: calm\n")
    return root


def home(root: Path, seen: list[RelPath] | None = None) -> CueHome:
    """Return a new run's home, its lease taken."""
    clock = FakeClock()
    lease = Lease(root, clock)
    lease.take()
    return CueHome(
        root,
        ledger=Ledger(root),
        takes=CueTakes(root),
        lease=lease,
        clock=clock,
        sharing=Sharing(),
        on_published=(seen if seen is not None else []).append,
    )


def staged(folder: Path) -> Staged:
    folder.mkdir(parents=True, exist_ok=True)
    made = {"{stem}.wav": b"music", "_info/{stem}_preview.m4a": b"small",
            "_info/{stem}_waveform.png": b"picture"}  # fmt: skip
    for number, data in enumerate(made.values()):
        (folder / str(number)).write_bytes(data)
    return Staged(files=tuple((name, folder / str(at)) for at, name in enumerate(made)))


def publish(root: Path, work: Path, plan: CuePlan = PLAN) -> Artifact:
    place = home(root)
    receipt = cue_receipt(plan, place.number(plan))
    made = place.publish(plan, receipt, staged(work))
    place._lease.release()
    return made


def files(root: Path) -> list[str]:
    takes = root / FOLDER / "takes"
    return sorted(
        path.relative_to(takes).as_posix() for path in takes.rglob("*") if path.is_file()
    )


def test_a_take_shows_the_music_and_hides_the_rest(root: Path, tmp_path: Path) -> None:
    made = publish(root, tmp_path / "work")
    assert made.facts == {
        "take": 1,
        "path": f"{FOLDER}/takes/T01",
        "draft": True,
        "warnings": [],
    }
    assert files(root) == [
        f"T01/{NAME}.wav",
        f"T01/_info/{NAME}_preview.m4a",
        f"T01/_info/{NAME}_waveform.png",
        "T01/_info/receipt.json",
    ]
    (take,) = CueTakes(root).of(FOLDER)
    assert take.receipt
    assert (take.number, take.music, take.receipt.cue) == (1, f"{NAME}.wav", CUE)
    assert [record.role for record in take.receipt.outputs] == ["master", "preview", "waveform"]


def test_the_ledger_knows_everything_that_was_published_for_lyrads(
    root: Path, tmp_path: Path
) -> None:
    publish(root, tmp_path / "work")
    past = Ledger(root).history.cue(CUE)
    standing = {
        hashlib.sha256((root / FOLDER / "takes" / name).read_bytes()).hexdigest()
        for name in files(root)
    }
    assert past.outputs == standing
    assert past.did(PLAN.job) is not None


def test_a_look_is_told_of_the_folder_before_it_stands(root: Path, tmp_path: Path) -> None:
    seen: list[RelPath] = []
    place = home(root, seen)
    place.publish(PLAN, cue_receipt(PLAN), staged(tmp_path / "work"))
    assert seen == [f"{FOLDER}/takes/T01"]


def test_published_again_it_is_the_same_take_and_another_job_gets_the_next(
    root: Path, tmp_path: Path
) -> None:
    first = publish(root, tmp_path / "work")
    assert publish(root, tmp_path / "work") == first
    assert publish(root, tmp_path / "work", OTHER).facts["take"] == 2
    assert home(root).number(PLAN) == 1


def test_a_timecode_that_drops_numbers_is_written_with_dashes_too(
    root: Path, tmp_path: Path
) -> None:
    plan = cue_plan(
        span=span(timecode="01:00:00;02"), spec=cue_spec(title="Größe / Übergang: Teil 2")
    )
    publish(root, tmp_path / "work", plan)
    assert files(root)[0] == "T01/1M1_groesse-uebergang-teil-2_v001_01-00-00-02.wav"


def test_a_cue_without_a_title_is_named_by_its_code(root: Path, tmp_path: Path) -> None:
    publish(root, tmp_path / "work", cue_plan(spec=cue_spec(title="")))
    assert files(root)[0] == "T01/1M1_v001_01-00-00-00.wav"


def test_a_number_that_somebody_took_is_left_to_them(root: Path, tmp_path: Path) -> None:
    Ledger(root).append(CueGiven(at=NOON, cue=CUE, take=1, job=PLAN.job))
    theirs = root / FOLDER / "takes/T01 mine"
    theirs.mkdir(parents=True)
    (theirs / "old.wav").write_bytes(b"theirs")
    assert publish(root, tmp_path / "work").facts["take"] == 2
    assert (theirs / "old.wav").read_bytes() == b"theirs"


def test_a_number_that_is_taken_while_the_take_is_staged_is_left_too(
    root: Path, tmp_path: Path
) -> None:
    place = home(root)
    receipt = cue_receipt(PLAN, place.number(PLAN))
    taken = root / FOLDER / "takes/T01"
    place._placing = replace(
        place._placing, on_published=lambda folder: taken.mkdir(exist_ok=True)
    )
    assert place.publish(PLAN, receipt, staged(tmp_path / "work")).facts["take"] == 2
    assert list(taken.iterdir()) == []
    assert f"T02/{NAME.replace('v001', 'v002')}.wav" in files(root)


def test_numbers_only_grow_even_after_a_deletion(root: Path, tmp_path: Path) -> None:
    Ledger(root).append(CueGiven(at=NOON, cue=CUE, take=4, job=OTHER.job))
    assert publish(root, tmp_path / "work").facts["take"] == 5


def test_a_deleted_take_is_remembered_and_not_made_again(root: Path, tmp_path: Path) -> None:
    publish(root, tmp_path / "work")
    (root / FOLDER / "takes/T01").rename(tmp_path / "gone")
    assert publish(root, tmp_path / "work").facts["take"] == 1
    done = home(root).done(PLAN)
    assert done is not None
    assert done.facts["path"] == f"{FOLDER}/takes/T01"
    assert files(root) == []


def test_a_broken_receipt_makes_a_take_without_one(root: Path, tmp_path: Path) -> None:
    publish(root, tmp_path / "work")
    (root / FOLDER / "takes/T01/_info/receipt.json").write_text('{"schema": 1')
    (root / FOLDER / "takes/notes").mkdir()
    (take,) = CueTakes(root).of(FOLDER)
    assert (take.receipt, take.music) == (None, f"{NAME}.wav")


def test_a_cue_whose_folder_is_gone_is_told(root: Path, tmp_path: Path) -> None:
    (root / FOLDER).rename(tmp_path / "gone")
    with pytest.raises(Permanent) as error:
        home(root).publish(PLAN, cue_receipt(PLAN), staged(tmp_path / "work"))
    assert "The cue's folder is gone: SC010/cues/1M1." in error.value.fault.what


def test_a_run_that_lost_its_lease_publishes_nothing(root: Path, tmp_path: Path) -> None:
    place = home(root)
    place._lease.release()
    home(root)
    with pytest.raises(Temporary):
        place.begun(PLAN)
    with pytest.raises(Temporary):
        place.publish(PLAN, cue_receipt(PLAN), staged(tmp_path / "work"))
    assert not (root / FOLDER / "takes").exists()


def assert_whole(take: Path) -> None:
    """Assert that a take holds exactly what its receipt says, byte for byte."""
    written = json.loads((take / "_info/receipt.json").read_text())
    found = {path for path in take.rglob("*") if path.is_file()}
    for record in written["outputs"]:
        path = take / record["name"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == record["sha256"]
        found.remove(path)
    assert found == {take / "_info/receipt.json"}


def cut(folder: Path, call: int) -> bool:
    """Publish, killed at the call; then let a next run publish; return whether it was killed."""
    root = scored(folder / "film")
    takes = root / FOLDER / "takes"
    died = killed_at(call, lambda: publish(root, folder / "work"))
    before = shown(takes)
    assert len(before) <= 1
    for name in before:
        assert_whole(takes / name)
    made = publish(root, folder / "work")
    assert len(shown(takes)) == 1
    assert not before or before == shown(takes)
    assert_whole(takes / shown(takes)[0])
    line = Ledger(root).history.cue(CUE).did(PLAN.job)
    assert line is not None
    assert line.take == made.facts["take"]
    publish(root, folder / "work", OTHER)
    home(root).sweep([FOLDER])
    assert len(list(takes.iterdir())) == 2
    return died


def shown(takes: Path) -> list[str]:
    if not takes.exists():
        return []
    return sorted(path.name for path in takes.iterdir() if path.name[0] != ".")


def cut_every(folder: Path, stride: int) -> None:
    for call in range(0, 5000, stride):
        if not cut(folder / f"{call}", call):
            assert call > 100
            return
    raise AssertionError("publishing never ended")


def test_a_kill_leaves_no_take_or_a_whole_one_and_is_healed(tmp_path: Path) -> None:
    cut_every(tmp_path, 13)


@pytest.mark.prove
def test_a_kill_anywhere_leaves_no_take_or_a_whole_one_and_is_healed(tmp_path: Path) -> None:
    cut_every(tmp_path, 1)
