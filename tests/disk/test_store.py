from __future__ import annotations

import hashlib
import os
import sqlite3
import threading

import pytest
import xxhash

from lyrad.disk.store import Store
from lyrad.errors import Code, Permanent, Temporary
from tests.support.wallclock import WallClock


class Room:
    """A production and a state folder."""

    def __init__(self, base):
        self.root, self.state = base / "FILM", base / "state" / "store"
        self.root.mkdir()
        self.clock = WallClock()
        self.store = Store(self.state, clock=self.clock)

    def put(self, name, data):
        (self.root / name).write_bytes(data)
        return self.root / name

    def keep(self, path):
        return self.store.keep(path, within=self.root)

    def again(self):
        self.store.close()
        self.store = Store(self.state, clock=self.clock)

    def copies(self):
        return {path.name for path in self.state.glob("??/*")}


@pytest.fixture
def room(tmp_path):
    made = Room(tmp_path)
    yield made
    made.store.close()


def refusal(room, path):
    with pytest.raises((Temporary, Permanent)) as caught:
        room.keep(path)
    fault = caught.value.fault
    assert fault.what
    assert fault.where
    assert fault.next
    return type(caught.value), fault.code


def test_a_copy_has_the_content_and_the_hashes_of_the_original(room):
    data = os.urandom(3_000_000)
    kept = room.keep(room.put("first.png", data))
    assert kept.size == len(data)
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert kept.xxh64 == xxhash.xxh64(data).hexdigest()
    assert room.store.path(kept.sha256).read_bytes() == data
    assert room.store.path(kept.sha256).parent.name == kept.sha256[:2]


def test_the_original_is_only_read(room):
    path = room.put("first.png", b"abc")
    before = path.stat()
    room.keep(path)
    after = path.stat()
    assert (before.st_ctime_ns, before.st_mtime_ns, before.st_nlink) == (
        after.st_ctime_ns,
        after.st_mtime_ns,
        after.st_nlink,
    )


def test_the_same_content_is_kept_once_and_nothing_else_is_left(room):
    first, last = room.put("first.png", b"same"), room.put("last.png", b"same")
    assert room.keep(first) == room.keep(last)
    assert len(room.copies()) == 1
    assert not list(room.state.glob("staged-*"))


def test_a_changed_original_does_not_change_the_copy(room):
    path = room.put("first.png", b"one")
    one = room.keep(path)
    path.write_bytes(b"two")
    two = room.keep(path)
    assert one.sha256 != two.sha256
    assert room.store.path(one.sha256).read_bytes() == b"one"


def test_a_file_that_is_gone_is_told(room):
    assert refusal(room, room.root / "gone.png") == (Temporary, Code.FILE_GONE)
    (room.root / "broken.png").symlink_to("gone.png")
    assert refusal(room, room.root / "broken.png") == (Temporary, Code.FILE_GONE)


def test_a_link_may_stay_inside_and_not_lead_out(room, tmp_path):
    room.put("real.png", b"real")
    (room.root / "inside.png").symlink_to("real.png")
    assert room.keep(room.root / "inside.png").size == 4
    (tmp_path / "secret").write_bytes(b"secret")
    (room.root / "out.png").symlink_to(tmp_path / "secret")
    (room.root / "up").symlink_to("..")
    outside = (Permanent, Code.PATH_OUTSIDE)
    assert refusal(room, room.root / "out.png") == outside
    assert refusal(room, room.root / "up" / "secret") == outside
    assert refusal(room, room.root / ".." / "secret") == outside
    assert room.copies() == {hashlib.sha256(b"real").hexdigest()}


def test_a_neighbour_whose_name_begins_alike_is_outside(room, tmp_path):
    (tmp_path / "FILM2").mkdir()
    (tmp_path / "FILM2/a.png").touch()
    assert refusal(room, tmp_path / "FILM2/a.png") == (Permanent, Code.PATH_OUTSIDE)


def test_circles_pipes_and_folders_are_refused_without_waiting(room):
    (room.root / "circle.png").symlink_to("circle.png")
    assert refusal(room, room.root / "circle.png")[0] is Temporary
    os.mkfifo(room.root / "pipe.png")
    assert refusal(room, room.root / "pipe.png") == (Permanent, Code.BAD_VALUE)
    (room.root / "folder.png").mkdir()
    assert refusal(room, room.root / "folder.png") == (Permanent, Code.BAD_VALUE)


def test_a_file_that_grows_while_it_is_read_is_never_half_kept(room):
    path = room.put("first.png", os.urandom(4_000_000))
    end = threading.Event()

    def grow():
        with path.open("ab", buffering=0) as file:
            while not end.is_set():
                file.write(b"more")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        outcomes = {refusal(room, path) for _ in range(5)}
    finally:
        end.set()
        writer.join()
    assert outcomes == {(Temporary, Code.FILE_CHANGED)}
    assert room.keep(path).size == path.stat().st_size


def test_what_was_hashed_is_not_read_again_after_a_restart(room):
    path = room.put("first.png", b"a picture")
    room.clock.advance(10)
    kept = room.keep(path)
    room.again()
    # The proof: other content under the same looks is believed to be the old.
    sealed = room.store.path(kept.sha256)
    sealed.write_bytes(b"A PICTURE")
    assert room.keep(path) == kept
    assert sealed.read_bytes() == b"A PICTURE"


def test_looks_are_not_believed_of_a_file_that_was_touched_just_before(room):
    kept = room.keep(room.put("first.png", b"a picture"))
    room.store.path(kept.sha256).write_bytes(b"A PICTURe, and longer")
    assert room.keep(room.root / "first.png") == kept
    assert room.store.path(kept.sha256).read_bytes() == b"a picture"


def test_a_lost_or_shortened_copy_is_made_again(room):
    path = room.put("first.png", b"a picture")
    room.clock.advance(10)
    kept = room.keep(path)
    room.store.path(kept.sha256).write_bytes(b"a pict")
    assert room.keep(path) == kept
    assert room.store.path(kept.sha256).read_bytes() == b"a picture"
    room.store.path(kept.sha256).unlink()
    assert room.keep(path) == kept
    assert room.store.path(kept.sha256).read_bytes() == b"a picture"


def test_a_damaged_memory_is_begun_anew(room):
    path = room.put("first.png", b"a picture")
    room.clock.advance(10)
    kept = room.keep(path)
    room.store.close()
    (room.state / "memo.sqlite").write_bytes(b"this is no database" * 500)
    for name in ("memo.sqlite-wal", "memo.sqlite-shm"):
        (room.state / name).unlink(missing_ok=True)
    room.store = Store(room.state, clock=room.clock)
    assert room.keep(path) == kept
    with sqlite3.connect(room.state / "memo.sqlite") as base:
        assert base.execute("SELECT count(*) FROM memo").fetchone() == (1,)
    base.close()


def test_a_time_from_the_far_future_does_no_harm(room):
    path = room.put("first.png", b"x")
    os.utime(path, (15_000_000_000, 15_000_000_000))
    assert room.keep(path) == room.keep(path)


def test_pruning_takes_what_nobody_needs_and_is_older_than_a_day(room):
    old = room.keep(room.put("old.png", b"old"))
    needed = room.keep(room.put("needed.png", b"needed"))
    (room.state / "staged-left-by-a-crash").touch()
    assert room.store.prune({needed.sha256}) == 0
    room.clock.advance(25 * 3600)
    young = room.keep(room.put("young.png", b"young"))
    assert room.store.prune({needed.sha256}) == 2
    assert room.copies() == {needed.sha256, young.sha256}
    assert not room.store.path(old.sha256).exists()
    assert room.keep(room.root / "old.png") == old


def test_a_copy_that_is_asked_for_again_is_young_again(room):
    kept = room.keep(room.put("first.png", b"x"))
    room.clock.advance(25 * 3600)
    room.keep(room.root / "first.png")
    assert room.store.prune(set()) == 0
    assert room.store.path(kept.sha256).exists()
