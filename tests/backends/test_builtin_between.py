from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from lyrad.backends._alive import alive, born
from lyrad.backends.builtin import order as papers
from lyrad.backends.builtin.between import BuiltinBackend
from lyrad.backends.builtin.workers import KILLS
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.media import Size
from lyrad.ports import BetweenOrder, Finished, Lost, Ticket, Working
from tests.support import scenes
from tests.support.clips import read_frame, streams
from tests.support.signal import FakeSignal

SIZE = (192, 108)
ENDLESS = 20_000
LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")


@pytest.fixture
def order(tmp_path: Path) -> BetweenOrder:
    move = scenes.push(SIZE)
    for name, picture in (("first", move.first), ("last", move.last)):
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture)
    work = tmp_path / "Küche 1" / "work"
    work.mkdir(parents=True)
    return BetweenOrder(
        first=tmp_path / "first.png",
        last=tmp_path / "last.png",
        frames=7,
        rate=Fraction(24000, 1001),
        size=Size(width=SIZE[0], height=SIZE[1]),
        seed=1,
        prompt="",
        work=work,
    )


def until(said, seconds: float = 40.0):
    """Ask again until there is an answer."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while not (answer := said()):
        assert time.monotonic() < end, "it takes too long"
        pause.wait(0.02)
    return answer


def ended(backend: BuiltinBackend, order: BetweenOrder, ticket: Ticket) -> Finished | Lost:
    def stands():
        state = backend.poll(order, ticket)
        return None if isinstance(state, Working) else state

    return until(stands)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []


def at_work(backend: BuiltinBackend, order: BetweenOrder, ticket: Ticket) -> list[tuple[int, str]]:
    """Return the worker and its FFmpeg once frames are being written."""

    def busy():
        state = backend.poll(order, ticket)
        assert isinstance(state, Working)
        return state.progress and state.progress.done > 0

    until(busy)
    pid = int(ticket.id)
    return [(one, born(one)) for one in (pid, *children(pid))]


def gone(found: list[tuple[int, str]]) -> bool:
    return not any(alive(pid, birth) for pid, birth in found)


def test_a_rendered_clip_has_every_frame_and_begins_and_ends_with_the_given_ones(order):
    backend = BuiltinBackend()
    ticket = backend.submit(order)
    assert isinstance(ended(backend, order, ticket), Finished)
    rendered = backend.fetch(order, ticket, FakeSignal(), print)
    assert rendered.path == order.work / "between.mkv"
    assert rendered.draft
    assert rendered.method == "layered in-between"
    assert rendered.facts["frames"] == 7
    stream = streams(rendered.path, "-count_frames")[0]
    assert (stream["width"], stream["height"]) == SIZE
    assert int(stream["nb_read_frames"]) == 7
    assert Fraction(stream["avg_frame_rate"]) == order.rate
    assert np.array_equal(read_frame(rendered.path, 0), cv2.imread(str(order.first)))
    assert np.array_equal(read_frame(rendered.path, 6), cv2.imread(str(order.last)))
    assert not list(order.work.glob("*.part"))
    assert not list(order.work.glob(".*.part"))


def test_the_same_order_gives_the_same_clip_and_is_not_rendered_twice(order, tmp_path):
    backend = BuiltinBackend()
    ticket = backend.submit(order)
    ended(backend, order, ticket)
    clip = order.work / papers.CLIP
    written = clip.stat().st_mtime_ns
    again = BuiltinBackend()
    assert again.submit(order) == ticket
    assert isinstance(again.poll(order, ticket), Finished)
    assert clip.stat().st_mtime_ns == written
    elsewhere = replace(order, work=tmp_path / "other")
    elsewhere.work.mkdir()
    ended(again, elsewhere, again.submit(elsewhere))
    assert np.array_equal(read_frame(clip, 3), read_frame(elsewhere.work / papers.CLIP, 3))


def test_another_order_for_the_folder_is_rendered_anew(order):
    backend = BuiltinBackend()
    ended(backend, order, backend.submit(order))
    longer = replace(order, frames=9)
    ticket = backend.submit(longer)
    assert isinstance(ended(backend, longer, ticket), Finished)
    assert backend.fetch(longer, ticket, FakeSignal(), print).facts["frames"] == 9


@pytest.mark.parametrize(
    ("missing", "method", "kept"),
    [("last", "slow push on one frame", 0), ("first", "slow pull back to one frame", 6)],
)
def test_a_single_frame_becomes_a_slow_move_and_is_kept_exactly(order, missing, method, kept):
    given = order.first if missing == "last" else order.last
    order = replace(order, **{missing: None})
    backend = BuiltinBackend()
    ticket = backend.submit(order)
    assert isinstance(ended(backend, order, ticket), Finished)
    rendered = backend.fetch(order, ticket, FakeSignal(), print)
    assert rendered.method == method
    assert np.array_equal(read_frame(rendered.path, kept), cv2.imread(str(given)))


@LINUX
def test_cancelling_ends_the_worker_and_its_ffmpeg_within_two_seconds(order):
    backend = BuiltinBackend()
    endless = replace(order, frames=ENDLESS)
    ticket = backend.submit(endless)
    found = at_work(backend, endless, ticket)
    assert len(found) == 2
    begun = time.monotonic()
    backend.cancel(endless, ticket)
    assert gone(found)
    assert time.monotonic() - begun < 2
    assert isinstance(backend.poll(endless, ticket), Lost)
    assert not list(order.work.glob("*.mkv*"))
    backend.cancel(endless, ticket)


@LINUX
def test_a_second_submit_takes_up_the_worker_that_runs(order):
    backend = BuiltinBackend()
    endless = replace(order, frames=ENDLESS)
    ticket = backend.submit(endless)
    at_work(backend, endless, ticket)
    assert BuiltinBackend().submit(endless) == ticket
    assert isinstance(BuiltinBackend().poll(endless, ticket), Working)
    backend.cancel(endless, ticket)


@LINUX
def test_another_life_of_lyrad_can_end_a_worker_that_it_did_not_start(order):
    endless = replace(order, frames=ENDLESS)
    first_life = BuiltinBackend()
    ticket = first_life.submit(endless)
    found = at_work(first_life, endless, ticket)
    ending = threading.Thread(target=BuiltinBackend().cancel, args=(endless, ticket))
    ending.start()
    until(lambda: gone(found), 4)
    ending.join()
    assert isinstance(BuiltinBackend().poll(endless, ticket), Lost)
    assert isinstance(ended(first_life, endless, ticket), Lost)


@LINUX
def test_a_killed_worker_is_lost_and_leaves_no_ffmpeg(order):
    backend = BuiltinBackend()
    endless = replace(order, frames=ENDLESS)
    ticket = backend.submit(endless)
    found = at_work(backend, endless, ticket)
    os.kill(int(ticket.id), signal.SIGKILL)
    assert isinstance(ended(backend, endless, ticket), Lost)
    until(lambda: gone(found), 2)
    ticket = backend.submit(order)
    assert isinstance(ended(backend, order, ticket), Finished)


@LINUX
def test_an_order_whose_workers_are_killed_again_and_again_fails_for_good(order):
    backend = BuiltinBackend()
    endless = replace(order, frames=ENDLESS)
    for _ in range(KILLS - 1):
        ticket = backend.submit(endless)
        os.kill(int(ticket.id), signal.SIGKILL)
        assert isinstance(ended(backend, endless, ticket), Lost)
    ticket = backend.submit(endless)
    os.kill(int(ticket.id), signal.SIGKILL)
    with pytest.raises(Permanent) as failed:
        ended(backend, endless, ticket)
    assert failed.value.fault.code is Code.CRASHED_TOO_OFTEN
    assert "memory" in failed.value.fault.next


@LINUX
def test_nothing_outlives_a_lyrad_that_is_killed(order):
    endless = replace(order, frames=ENDLESS)
    papers_of = endless.work / papers.WORKER
    script = (
        "import sys, threading\n"
        "from fractions import Fraction\n"
        "from pathlib import Path\n"
        "from lyrad.backends.builtin.between import BuiltinBackend\n"
        "from lyrad.model.media import Size\n"
        "from lyrad.ports import BetweenOrder\n"
        "first, last, work = map(Path, sys.argv[1:])\n"
        f"size = Size(width={SIZE[0]}, height={SIZE[1]})\n"
        f"order = BetweenOrder(first=first, last=last, frames={ENDLESS},"
        " rate=Fraction(24000, 1001), size=size, seed=1, prompt='', work=work)\n"
        "BuiltinBackend().submit(order)\n"
        "assert not {'cv2', 'numpy'} & set(sys.modules), 'the daemon must not carry OpenCV'\n"
        "threading.Event().wait()\n"
    )
    argv = [sys.executable, "-c", script, str(order.first), str(order.last), str(order.work)]
    daemon = subprocess.Popen(argv)
    try:
        worker = until(lambda: papers.read(papers.Worker, papers_of))
        backend = BuiltinBackend()
        ticket = Ticket(id=str(worker.pid), facts={"born": worker.born})
        found = at_work(backend, endless, ticket)
        daemon.kill()
        daemon.wait()
        until(lambda: gone(found), 2)
        assert isinstance(backend.poll(endless, ticket), Lost)
    finally:
        daemon.kill()
        daemon.wait()
    again = backend.submit(order)
    assert isinstance(ended(backend, order, again), Finished)


def test_a_ticket_whose_process_id_went_to_somebody_else_is_lost(order):
    ours = Ticket(id=str(os.getpid()), facts={"born": "another boot 123"})
    backend = BuiltinBackend()
    assert isinstance(backend.poll(order, ours), Lost)
    backend.cancel(order, ours)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_text("not a picture"), "is not a picture that can be read"),
        (lambda path: path.write_bytes(b""), "is not a picture that can be read"),
        (lambda path: path.unlink(), "is gone"),
        (lambda path: cv2.imwrite(str(path), np.zeros((20, 30, 3), np.uint8)), "is 30x20 instead"),
    ],
)
def test_a_frame_that_cannot_be_used_fails_in_plain_words(order, spoil, words):
    spoil(order.last)
    backend = BuiltinBackend()
    ticket = backend.submit(order)
    with pytest.raises(Permanent) as failed:
        ended(backend, order, ticket)
    fault = failed.value.fault
    assert fault.code is Code.BACKEND_FAILED
    assert words in fault.what
    assert "Traceback" not in str(fault)
    assert fault.next


def test_an_ffmpeg_that_fails_is_told_from_its_exit_code(order, tmp_path):
    broken = tmp_path / "ffmpeg"
    broken.write_text("#!/bin/sh\necho 'Unknown encoder' >&2\nexit 3\n")
    broken.chmod(0o755)
    backend = BuiltinBackend(ffmpeg=str(broken))
    ticket = backend.submit(order)
    with pytest.raises(Permanent, match="FFmpeg"):
        ended(backend, order, ticket)
    assert "Unknown encoder" in (order.work / papers.LOG).read_text()


def test_a_disk_that_filled_up_is_waited_for(order, tmp_path):
    full = tmp_path / "ffmpeg"
    full.write_text("#!/bin/sh\necho 'av_write: No space left on device' >&2\nexit 228\n")
    full.chmod(0o755)
    backend = BuiltinBackend(ffmpeg=str(full))
    ticket = backend.submit(order)
    with pytest.raises(Temporary) as waiting:
        ended(backend, order, ticket)
    assert waiting.value.fault.code is Code.DISK_FULL
    assert waiting.value.delay >= 10


def test_a_clip_that_was_removed_is_rendered_again(order):
    backend = BuiltinBackend()
    ticket = backend.submit(order)
    ended(backend, order, ticket)
    (order.work / papers.CLIP).unlink()
    with pytest.raises(Temporary, match="removed"):
        backend.fetch(order, ticket, FakeSignal(), print)
    assert isinstance(backend.poll(order, ticket), Lost)


def test_a_machine_without_ffmpeg_is_told_what_to_install():
    assert BuiltinBackend().probe() is None
    fault = BuiltinBackend(ffmpeg="no-such-ffmpeg").probe()
    assert fault is not None
    assert fault.code is Code.TOOL_MISSING
    assert "apt install ffmpeg" in fault.next
