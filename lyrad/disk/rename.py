"""Rename without replacing: what stands at the target stays, whoever put it there.

Linux does it in one call; where the file system cannot (NFS, some FUSE), a file is linked or its
name reserved, and a folder goes through an exclusive claim beside the target.
"""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

CLAIM_PREFIX = ".lyrad-claim-"
"""Claims left by a killed run are removed by the publisher's sweep."""

# From linux/fcntl.h and linux/fs.h.
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1

_UNKNOWN = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EMLINK})


def rename_exclusive(source: Path, target: Path) -> None:
    """Rename a file or folder to a name that is free.

    Raises:
        FileExistsError: something stands at the target; nothing was changed.
        OSError: whatever else the file system refuses.
    """
    if not rename_by_kernel(source, target):
        rename_by_claim(source, target)


def rename_by_kernel(source: Path, target: Path) -> bool:
    """Rename in one exclusive call; return False, with nothing done, where that is unknown."""
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return False
    names = os.fsencode(source), os.fsencode(target)
    if function(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_NOREPLACE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(source), None, str(target))


def rename_by_claim(source: Path, target: Path) -> None:
    """Rename under an exclusive claim; only those who claim too are kept out meanwhile.

    What a person puts at the target within the microseconds between look and rename is still
    safe: a folder is never renamed onto a file or onto a folder with something in it.
    """
    if not source.is_dir():
        _move_file(source, target)
        return
    claim = target.with_name(f"{CLAIM_PREFIX}{target.name}")
    claim.mkdir()
    try:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        source.rename(target)
    finally:
        claim.rmdir()


def _move_file(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # The name is reserved by an empty file, which the rename then replaces.
        target.touch(exist_ok=False)
        source.replace(target)
    else:
        source.unlink()
