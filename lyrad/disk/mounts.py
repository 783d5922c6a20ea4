"""Decide what kind of file system a path lies on, and how old what it tells of a file may be.

A share tells nobody of other computers' writes, so the watcher must know whether native events
can be trusted. The kernel's own table of mounts is read; nothing is mounted or probed here.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePosixPath

UNKNOWN = "unknown"
_TABLE = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")

# File systems whose content other computers, or the host of a virtual machine, change behind
# the kernel's back: inotify(7) reports only what this kernel did itself.
# fmt: off
_SHARES = frozenset({
    "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fakeowner",
    "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "gfs2", "orangefs", "prl_fs",
    "pvfs2", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "wslfs",
})
# FUSE has no way to report changes made elsewhere; those named here serve a local disk only.
_LOCAL = frozenset({
    "aufs", "bcachefs", "btrfs", "erofs", "exfat", "ext2", "ext3", "ext4", "f2fs", "hfs",
    "hfsplus", "iso9660", "jfs", "msdos", "nilfs2", "ntfs", "ntfs3", "overlay", "ramfs",
    "reiserfs", "rootfs", "squashfs", "tmpfs", "udf", "vfat", "xfs", "zfs",
    "fuseblk", "fuse.exfat", "fuse.gocryptfs", "fuse.lxcfs", "fuse.ntfs-3g",
})
# fmt: on

# The seconds for which a client may answer from memory what a file looks like, where the mount
# does not say: nfs(5) acregmax, mount.cifs(8) actimeo.
_REMEMBERED = {"nfs": 60.0, "nfs4": 60.0, "cifs": 1.0, "smb3": 1.0}
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY | os.O_NOFOLLOW


class Nature(Enum):
    """Who changes a file system's content: this kernel alone, others too, or nobody knows."""

    LOCAL = auto()
    SHARE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """One line of the kernel's table: `options` are the mount's and the file system's, in one."""

    point: PurePosixPath
    kind: str
    options: frozenset[str] = frozenset()

    @property
    def nature(self) -> Nature:
        """Return who changes the content."""
        if self.kind in _LOCAL:
            return Nature.LOCAL
        fuse = self.kind == "fuse" or self.kind.startswith("fuse.")
        return Nature.SHARE if fuse or self.kind in _SHARES else Nature.UNKNOWN

    def option(self, name: str) -> str | None:
        """Return an option's value, "" for one that has none, or None where it is not set."""
        found = (option.partition("=") for option in self.options)
        return next((value for key, _, value in found if key == name), None)


_NOWHERE = Mount(point=PurePosixPath("/"), kind=UNKNOWN)


def mount(path: Path, *, table: str | None = None) -> Mount:
    """Return the mount that the path lies on; of the kind "unknown" where there is no table.

    The path need not exist. May hang with the mount, since links are followed.

    Args:
        path: any path; symlinks in it are followed first.
        table: text in the form of `/proc/self/mountinfo` (proc(5)), instead of the real one.
    """
    if table is None:
        try:
            table = _TABLE.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return _NOWHERE
    # Where several mounts lie on one point, the last is the one that is seen.
    lines = (_mount(line) for line in table.splitlines() if " - " in line)
    found = {one.point: one for one in lines}
    place = PurePosixPath(os.path.realpath(path))
    return next((found[point] for point in (place, *place.parents) if point in found), _NOWHERE)


def file_system(path: Path, *, table: str | None = None) -> str:
    """Return the kernel's word for the path's file system, `ext4` or `cifs`."""
    return mount(path, table=table).kind


def is_share(path: Path, *, table: str | None = None) -> bool:
    """Decide whether others may write there without this computer's kernel being told."""
    return mount(path, table=table).nature is Nature.SHARE


def attribute_seconds(path: Path, *, table: str | None = None) -> float:
    """Return for how many seconds a file may have changed that looks unchanged here.

    0 where looking asks the disk itself. Opening a file asks the server (close-to-open, nfs(5)),
    so `refresh` is the way to see it as it is.
    """
    found = mount(path, table=table)
    if found.kind not in _REMEMBERED or found.option("noac") is not None:
        return 0.0
    told = found.option("actimeo") or found.option("acregmax")
    return float(told) if told and told.isdecimal() else _REMEMBERED[found.kind]


def refresh(path: Path) -> os.stat_result:
    """Return how a file looks to its server now: it is opened first, and closed again.

    What may not be opened, and what is no file, is only looked at. Links are not followed.

    Raises:
        OSError: it cannot be looked at.
    """
    seen = path.lstat()
    if not stat.S_ISREG(seen.st_mode):
        return seen
    try:
        handle = os.open(path, _OPEN)
    except PermissionError:
        return seen
    try:
        return os.fstat(handle)
    finally:
        os.close(handle)


def _mount(line: str) -> Mount:
    """Return the mount of one line.

    The number of optional fields before the lone dash varies, so both halves count from it.
    """
    before, _, after = line.partition(" - ")
    fields, source = before.split(" "), after.split(" ")
    point = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), fields[4])
    options = ",".join((*fields[5:6], *source[2:3]))
    return Mount(point=PurePosixPath(point), kind=source[0], options=frozenset(options.split(",")))
