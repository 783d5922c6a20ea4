from __future__ import annotations

import errno
import os
import resource

import pytest

from lyrad.disk.write import Sharing, share_fault, write_new, write_temporary, write_whole
from lyrad.errors import Code
from tests.support.killed import killed_at


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [
        (errno.ENOSPC, Code.DISK_FULL, "full"),
        (errno.EDQUOT, Code.DISK_FULL, "full"),
        (errno.EROFS, Code.SHARE_LOCKED, "read-only"),
        (errno.EACCES, Code.SHARE_LOCKED, "not allowed"),
        (errno.EBUSY, Code.SHARE_LOCKED, "locked"),
        (errno.ESTALE, Code.SHARE_LOCKED, "does not answer"),
        (errno.ENAMETOOLONG, Code.SHARE_LOCKED, "name too long"),
    ],
)
def test_a_refusal_is_told_in_a_persons_words(number, code, word):
    fault = share_fault(OSError(number, os.strerror(number)), "takes")
    assert fault.code is code
    assert word in fault.what.replace("File name", "name")
    assert fault.next.endswith("lyrad tries again by itself.")


def test_a_reader_sees_the_old_text_or_the_new_wherever_the_writer_is_killed(tmp_path):
    for call in range(200):
        path = tmp_path / f"{call}" / "status.json"
        path.parent.mkdir()
        path.write_bytes(b"old")
        died = killed_at(call, lambda path=path: write_whole(path, b"new" * 100))
        assert path.read_bytes() in {b"old", b"new" * 100}
        write_whole(path, b"newer")
        assert [left.name for left in path.parent.iterdir()] == ["status.json"]
        if not died:
            return
    raise AssertionError("writing never ended")


def test_a_link_in_the_way_is_not_written_through(tmp_path):
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / ".card.lyrad-tmp").symlink_to(tmp_path / "theirs")
    write_whole(tmp_path / "card", b"ours")
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert (tmp_path / "card").read_bytes() == b"ours"


def test_modes_and_groups_follow_the_setting(tmp_path):
    write_whole(tmp_path / "private", b"", Sharing(umask=0o077))
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o600
    write_whole(tmp_path / "odd", b"", Sharing(group="no such group"))
    assert (tmp_path / "odd").read_bytes() == b""


def test_a_new_file_never_takes_the_place_of_what_stands_there(tmp_path):
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("theirs", "dangling"):
        with pytest.raises(FileExistsError):
            write_new(tmp_path / name, b"ours", Sharing())
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert (tmp_path / "dangling").is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_a_new_file_that_did_not_fit_leaves_nothing_behind(tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write_new(tmp_path / "card", b"x" * 4096, Sharing())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_under_a_name_of_lyrads_own_goes(tmp_path):
    side = tmp_path / ".lease-1"
    side.write_text("half of")
    write_temporary(side, b"whole", Sharing())
    assert side.read_bytes() == b"whole"
