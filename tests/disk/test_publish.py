from __future__ import annotations

import json
import os
import shutil
import threading
from dataclasses import replace

import pytest

from lyrad.disk.ledger import Ledger
from lyrad.disk.publish import TakePublisher
from lyrad.disk.rename import rename_by_claim, rename_by_kernel, rename_exclusive
from lyrad.disk.takes import Takes
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.names import JobId, RelPath
from lyrad.model.take import Receipt
from tests.support.clock import FakeClock
from tests.support.films import Office, film, office, work
from tests.support.nouns import FOLDER, SHOT, plan, receipt

TAKES = f"{FOLDER}/takes"
STEM = "SC010_SH0020_T01_v001"


def publish(desk: Office, work_folder, **changes) -> Receipt:
    order = plan(**changes)
    publisher = desk.publisher
    version, number = publisher.begun(order), publisher.number(order)
    facts = receipt(job=order.job, version_key=order.version_key, take=number, version=version)
    return publisher.publish(order, facts, work(work_folder))


def listing(folder) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_take_shows_the_master_and_hides_the_rest(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    written = publish(desk, tmp_path / "work")
    assert listing(root / TAKES) == [
        f"T01/{STEM}.mp4",
        f"T01/_info/{STEM}_frames/0001.png",
        f"T01/_info/{STEM}_poster.jpg",
        "T01/_info/receipt.json",
    ]
    assert json.loads((root / TAKES / "T01/_info/receipt.json").read_text())["take"] == 1
    assert [take.receipt for take in desk.takes.of(FOLDER)] == [written]
    assert desk.seen == [f"{TAKES}/T01"]


def test_outputs_are_in_the_receipt_and_in_the_ledger_by_their_sums(tmp_path):
    desk = office(film(tmp_path / "film"))
    written = publish(desk, tmp_path / "work")
    roles = {record.role: record for record in written.outputs}
    assert set(roles) == {"master", "poster", "frames"}
    assert roles["master"].size == 4000
    assert {record.sha256 for record in written.outputs} < desk.ledger.history.outputs
    line = desk.ledger.history.published(written.job)
    assert line is not None
    assert (line.take, line.folder) == (1, f"{TAKES}/T01")


def test_people_on_the_share_may_move_and_delete_a_take(tmp_path):
    root = film(tmp_path / "film")
    before = os.umask(0o077)
    try:
        publish(office(root), tmp_path / "work")
    finally:
        os.umask(before)
    take = root / TAKES / "T01"
    assert take.stat().st_mode & 0o7777 == 0o2775
    assert (take / f"{STEM}.mp4").stat().st_mode & 0o777 == 0o664
    assert take.stat().st_gid == (root / FOLDER).stat().st_gid


def test_a_take_takes_the_group_of_the_folder_it_is_put_into(tmp_path):
    if os.getuid() != 0:
        pytest.skip("only root may give a folder to any group")
    root = film(tmp_path / "film")
    os.chown(root / FOLDER, -1, 4711)
    publish(office(root), tmp_path / "work")
    take = root / TAKES / "T01"
    assert {path.stat().st_gid for path in (take, *take.rglob("*"))} == {4711}


def test_a_job_is_published_once_however_often_it_is_asked(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    first = publish(desk, tmp_path / "work")
    assert publish(desk, tmp_path / "work") == first
    assert names(root / TAKES) == ["T01"]


def test_a_job_whose_ledger_is_lost_is_known_by_its_receipt(tmp_path):
    root = film(tmp_path / "film")
    first = publish(office(root), tmp_path / "work")
    shutil.rmtree(root / ".lyrad")
    desk = office(root)
    assert desk.publisher.published(plan()) == first
    assert desk.ledger.history.published(first.job) is not None


def test_a_deleted_take_is_remembered_and_its_number_is_not_used_again(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    publish(desk, tmp_path / "work")
    shutil.rmtree(root / TAKES / "T01")
    remembered = desk.publisher.published(plan())
    assert remembered is not None
    assert (remembered.take, remembered.outputs) == (1, ())
    assert publish(desk, tmp_path / "work") == remembered
    assert publish(desk, tmp_path / "work", job=JobId("b" * 20), attempt=2).take == 2
    assert names(root / TAKES) == ["T02"]


def test_a_select_keeps_its_number_when_everything_else_is_gone(tmp_path):
    root = film(tmp_path / "film")
    (root / "selects/best").mkdir(parents=True)
    (root / "selects/best/sc010_sh0020_T07_v002 wow.mp4").touch()
    publish(office(root), tmp_path / "work")
    (root / TAKES / "T08").rename(root / "selects" / "that one")
    shutil.rmtree(root / ".lyrad")
    desk = office(root)
    assert desk.takes.selects(SHOT) == {7, 8}
    assert publish(desk, tmp_path / "work", job=JobId("b" * 20)).take == 9


def test_versions_follow_the_inputs_and_takes_the_attempts(tmp_path):
    desk = office(film(tmp_path / "film"))
    orders = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "x")]
    written = [
        publish(desk, tmp_path / "work", job=JobId(job * 20), version_key=key)
        for job, key in orders
    ]
    assert [(take.take, take.version) for take in written] == [(1, 1), (2, 1), (3, 2), (4, 1)]


def test_a_copied_shot_folder_does_not_bring_its_originals_versions(tmp_path):
    copy = RelPath("scenes/SC010/SH0020 b")
    root = film(tmp_path / "film", FOLDER, copy)
    desk = office(root)
    publish(desk, tmp_path / "work")
    publish(desk, tmp_path / "work", job=JobId("b" * 20), version_key="y")
    shutil.copytree(root / TAKES, root / copy / "takes")
    other = replace(plan(job=JobId("c" * 20), version_key="z"), folder=copy)
    other = replace(other, shot=replace(SHOT, shot="SH0020 b"))
    assert desk.publisher.begun(other) == 1
    assert desk.publisher.number(other) == 3


def test_a_number_that_a_person_took_meanwhile_is_passed_over(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    order = plan()
    assert desk.publisher.number(order) == 1
    (root / TAKES).mkdir()
    (root / TAKES / "t01 mine").mkdir()
    assert desk.publisher.number(order) == 2
    # A file that is no folder is seen only by the rename itself.
    (root / TAKES / "T02").write_text("mine")
    written = desk.publisher.publish(order, receipt(take=2), work(tmp_path / "work"))
    assert written.take == 3
    assert names(root / TAKES) == ["T02", "T03", "t01 mine"]
    assert (root / TAKES / "T02").read_text() == "mine"
    assert (root / TAKES / "T03/SC010_SH0020_T03_v001.mp4").is_file()


def test_publishers_in_a_race_each_get_a_number_of_their_own(tmp_path):
    root = film(tmp_path / "film")
    shared, clock = office(root), FakeClock()
    # As if the lease had failed to keep them apart: each with its own lock and ledger.
    publishers = [
        TakePublisher(
            root, ledger=Ledger(root), takes=Takes(root), lease=shared.lease, clock=clock
        )
        for _ in range(4)
    ]
    start = threading.Barrier(4)
    written = []

    def run(place: int) -> None:
        order = plan(job=JobId(f"{place}" * 20))
        publishers[place].number(order)
        files = work(tmp_path / f"work{place}")
        start.wait()
        written.append(publishers[place].publish(order, receipt(job=order.job), files))

    threads = [threading.Thread(target=run, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(take.take for take in written)
    assert len(set(numbers)) == 4
    takes = shared.takes.of(FOLDER)
    assert [take.number for take in takes] == numbers
    assert [take.receipt for take in takes] == sorted(written, key=lambda take: take.take)
    assert not list((root / TAKES).glob(".lyrad-*"))


def test_a_lost_lease_publishes_nothing(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    order = plan()
    desk.publisher.begun(order)
    desk.publisher.number(order)
    path = root / ".lyrad/lease.json"
    path.write_text(path.read_text().replace('"token": "', '"token": "not'))
    with pytest.raises(Temporary) as caught:
        desk.publisher.publish(order, receipt(), work(tmp_path / "work"))
    assert caught.value.fault.code is Code.LEASE_LOST
    assert not (root / TAKES).exists()


def test_a_shot_that_was_deleted_while_it_rendered_says_so(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    shutil.rmtree(root / FOLDER)
    with pytest.raises(Permanent) as caught:
        desk.publisher.publish(plan(), receipt(), work(tmp_path / "work"))
    assert caught.value.fault.code is Code.FILE_GONE
    assert not (root / FOLDER).exists()


def test_a_production_that_is_away_is_waited_for(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    root.rename(tmp_path / "away")
    root.mkdir()
    with pytest.raises(Temporary) as caught:
        desk.publisher.publish(plan(), receipt(), work(tmp_path / "work"))
    assert caught.value.fault.code is Code.SHARE_LOCKED
    assert list(root.iterdir()) == []


def test_results_that_vanished_from_the_work_folder_are_a_failure(tmp_path):
    desk = office(film(tmp_path / "film"))
    staged = work(tmp_path / "work")
    (tmp_path / "work/clip.mp4").unlink()
    with pytest.raises(Permanent) as caught:
        desk.publisher.publish(plan(), receipt(), staged)
    assert caught.value.fault.code is Code.FILE_GONE


def test_leftovers_of_killed_runs_are_swept_and_nothing_else(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    publish(desk, tmp_path / "work")
    for name in (".lyrad-stage-abc/_info", ".lyrad-claim-T04", "mine", ".lyrad mine"):
        (root / TAKES / name).mkdir(parents=True)
    desk.publisher.sweep([FOLDER, RelPath("scenes/SC010/gone")])
    assert names(root / TAKES) == [".lyrad mine", "T01", "mine"]


@pytest.mark.parametrize("rename", [rename_exclusive, rename_by_claim, rename_by_kernel])
def test_a_rename_replaces_neither_file_nor_folder_however_empty(tmp_path, rename):
    for name in ("folder", "empty"):
        (tmp_path / name).mkdir()
    for name in ("file", "other"):
        (tmp_path / name).write_text(name)
    for source, target in [
        ("folder", "empty"),
        ("folder", "file"),
        ("file", "other"),
        ("file", "empty"),
    ]:
        with pytest.raises(FileExistsError):
            rename(tmp_path / source, tmp_path / target)
    assert names(tmp_path) == ["empty", "file", "folder", "other"]
    rename(tmp_path / "folder", tmp_path / "new")
    rename(tmp_path / "file", tmp_path / "new file")
    assert names(tmp_path) == ["empty", "new", "new file", "other"]


def test_a_run_that_lost_its_lease_does_not_begin_even_what_has_its_version(tmp_path):
    root = film(tmp_path / "film")
    desk = office(root)
    desk.publisher.begun(plan())
    path = root / ".lyrad/lease.json"
    path.write_text(path.read_text().replace('"token": "', '"token": "not'))
    with pytest.raises(Temporary) as caught:
        desk.publisher.begun(plan())
    assert caught.value.fault.code is Code.LEASE_LOST
