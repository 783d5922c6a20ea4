from __future__ import annotations

import os
from pathlib import Path

import pytest

from lyrad.disk.mounts import (
    Nature,
    attribute_seconds,
    file_system,
    is_share,
    mount,
    refresh,
)

TABLE = r"""
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:30 / /mnt rw - tmpfs tmpfs rw
31 30 0:31 / /mnt/nas rw,relatime shared:5 master:2 - cifs //nas/films rw,vers=3.1.1
32 31 0:32 / /mnt/nas/local rw - xfs /dev/sdb1 rw
33 22 0:33 / /home/film\040share rw - nfs4 nas:/films rw
34 22 0:34 / /media/stick rw - fuseblk /dev/sdc1 rw
35 22 0:35 / /media/remote rw - fuse.sshfs me@there: rw
36 22 0:36 / /media/box rw - fuse.ntfs-3g /dev/sdd1 rw
37 22 0:37 / /mnt/c rw - 9p drvfs rw,aname=drvfs;path=C:\134
38 22 0:38 / /auto rw - autofs systemd-1 rw
39 38 0:39 / /auto rw - nfs nas:/auto rw
"""


@pytest.mark.parametrize(
    ("path", "kind", "share"),
    [
        ("/", "ext4", False),
        ("/films/FILM", "ext4", False),
        ("/mnt/nasty", "tmpfs", False),
        ("/mnt/nas", "cifs", True),
        ("/mnt/nas/FILM/scenes", "cifs", True),
        ("/mnt/nas/local/FILM", "xfs", False),
        ("/home/film share/FILM", "nfs4", True),
        ("/media/stick/FILM", "fuseblk", False),
        ("/media/remote/FILM", "fuse.sshfs", True),
        ("/media/box/FILM", "fuse.ntfs-3g", False),
        ("/mnt/c/FILM", "9p", True),
        ("/auto/FILM", "nfs", True),
    ],
)
def test_the_innermost_mount_says_what_the_file_system_is(path, kind, share):
    assert file_system(Path(path), table=TABLE) == kind
    assert is_share(Path(path), table=TABLE) is share


def test_without_a_table_of_mounts_nothing_is_known_and_nothing_is_a_share():
    assert file_system(Path("/films"), table="") == "unknown"
    assert not is_share(Path("/films"), table="")


def test_this_computers_own_table_is_read():
    assert file_system(Path("/proc/self")) == "proc"
    assert file_system(Path("/no/such/place")) == file_system(Path("/"))


def test_a_link_is_followed_to_where_the_files_are(tmp_path):
    (tmp_path / "link").symlink_to("/proc")
    assert file_system(tmp_path / "link" / "self") == "proc"


@pytest.mark.parametrize(
    ("kind", "options", "seconds"),
    [
        ("nfs4", "rw,vers=4.2", 60.0),
        ("nfs", "rw,acregmin=3,acregmax=3,acdirmax=3", 3.0),
        ("nfs4", "rw,noac", 0.0),
        ("cifs", "rw,actimeo=5", 5.0),
        ("cifs", "rw", 1.0),
        ("ext4", "rw", 0.0),
        ("fuse.sshfs", "rw", 0.0),
    ],
)
def test_how_old_a_files_looks_may_be_follows_from_the_mount(kind, options, seconds):
    table = f"31 30 0:31 / /nas rw,relatime shared:5 - {kind} nas:/films {options}\n"
    assert attribute_seconds(Path("/nas/FILM"), table=table) == seconds


def test_a_kind_that_nobody_knows_is_neither_local_nor_a_share():
    table = "31 30 0:31 / /new rw - newfs none rw\n"
    assert mount(Path("/new"), table=table).nature is Nature.UNKNOWN
    assert not is_share(Path("/new"), table=table)


def test_the_options_of_mount_and_file_system_are_known_together():
    found = mount(Path("/mnt/c"), table=TABLE)
    assert found.option("aname") == "drvfs;path=C:\\134"
    assert found.option("rw") == ""
    assert found.option("noac") is None


def test_a_file_is_opened_to_be_seen_as_it_is_and_left_as_it_was(tmp_path):
    path = tmp_path / "shot.yaml"
    path.write_text("frames: 9\n")
    assert refresh(path).st_size == 10
    assert refresh(tmp_path).st_ino == tmp_path.stat().st_ino
    os.mkfifo(tmp_path / "pipe")
    assert refresh(tmp_path / "pipe").st_size == 0
    with pytest.raises(FileNotFoundError):
        refresh(tmp_path / "gone")
