"""Decide what kind of file system a path lies on.

A share tells nobody of other computers' writes, so the watcher must know whether native events
can be trusted. The kernel's own table of mounts is read; nothing is mounted or probed here.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

UNKNOWN = "unknown"
_TABLE = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")

# File systems whose content other computers, or the host of a virtual machine, change behind
# the kernel's back: inotify(7) reports only what this kernel did itself.
# fmt: off
_SHARES = frozenset({
    "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fakeowner",
    "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "orangefs", "prl_fs", "pvfs2",
    "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
})
# fmt: on
# FUSE has no way to report changes made elsewhere; these few serve a local disk only.
_LOCAL_FUSE = frozenset({"fuse.ntfs-3g", "fuse.exfat", "fuse.lxcfs", "fuse.gocryptfs"})


def file_system(path: Path, *, table: str | None = None) -> str:
    """Return the kernel's word for the path's file system, `ext4` or `cifs`.

    The path need not exist. "unknown" where there is no table of mounts (macOS).

    Args:
        path: any path; symlinks in it are followed first.
        table: text in the form of `/proc/self/mountinfo` (proc(5)), instead of the real one.
    """
    if table is None:
        try:
            table = _TABLE.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return UNKNOWN
    # Where several mounts lie on one point, the last is the one that is seen.
    kinds = dict(_mount(line) for line in table.splitlines() if " - " in line)
    place = PurePosixPath(os.path.realpath(path))
    return next((kinds[point] for point in (place, *place.parents) if point in kinds), UNKNOWN)


def is_share(path: Path, *, table: str | None = None) -> bool:
    """Decide whether others may write there without this computer's kernel being told."""
    kind = file_system(path, table=table)
    fuse = kind == "fuse" or (kind.startswith("fuse.") and kind not in _LOCAL_FUSE)
    return fuse or kind in _SHARES


def _mount(line: str) -> tuple[PurePosixPath, str]:
    """Return the mount point and file system of one line.

    The number of optional fields before the lone dash varies, so both halves count from it.
    """
    before, _, after = line.partition(" - ")
    point = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), before.split(" ")[4])
    return PurePosixPath(point), after.split(" ")[0]
