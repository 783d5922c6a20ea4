"""Write files on a share so that they are whole or absent, and so that people may move them.

Decides modes, groups, temporary names and what a refusal of the file system means to a person.
What is written, and whether lyrad may, is decided by the callers.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lyrad.disk.rename import rename_exclusive
from lyrad.errors import Code, Fault, Temporary

OWN_FOLDER = ".lyrad"
"""lyrad's own folder in a production's root: ledger and lease."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_SILENT = frozenset(
    {errno.ESTALE, errno.EIO, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV}
)
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_BUSY = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """With whom lyrad's files are shared: taken away by `umask`, given to `group`.

    `group` is a name or a number; None means the group of the folder that a file is put into.
    """

    umask: int = 0o002
    group: str | int | None = None

    @property
    def file_mode(self) -> int:
        """Return the mode of files."""
        return 0o666 & ~self.umask

    @property
    def folder_mode(self) -> int:
        """Return the mode of folders: setgid, so that what people add keeps the group."""
        return 0o777 & ~self.umask | stat.S_ISGID


def share(path: Path, sharing: Sharing) -> None:
    """Give a file or folder its group and mode, as far as the file system lets lyrad."""
    group = path.parent.stat().st_gid if sharing.group is None else sharing.group
    with suppress(OSError, LookupError):
        shutil.chown(path, group=group)
    # After the group: changing it takes the setgid bit away.
    with suppress(OSError):
        path.chmod(sharing.folder_mode if path.is_dir() else sharing.file_mode)


def make_folder(path: Path, sharing: Sharing) -> None:
    """Make a folder, its parents standing already; one that stands is left as it is."""
    with suppress(FileExistsError):
        path.mkdir()
        share(path, sharing)
        sync_folder(path.parent)


def write_whole(
    path: Path, data: bytes, sharing: Sharing | None = None, *, temporary: str | None = None
) -> None:
    """Replace or make a file in one move: a reader sees the old text or the new, never a part.

    One writer a path: the temporary name (`.<name>.lyrad-tmp`) is always the same, so that a
    killed writer leaves at most one behind.
    """
    side = path.with_name(temporary or f".{path.name}.lyrad-tmp")
    try:
        write_temporary(side, data, sharing or Sharing())
        side.replace(path)
    except OSError:
        with suppress(OSError):
            side.unlink()
        raise
    sync_folder(path.parent)


def write_new(path: Path, data: bytes, sharing: Sharing) -> None:
    """Write a file under a name that people see and use, whole or not at all; never replace one.

    Raises:
        FileExistsError: something stands there, be it a link that leads nowhere; it stays.
        OSError: the file system refuses; nothing of lyrad's is left there.
    """
    side = path.with_name(f".{path.name}.lyrad-tmp")
    try:
        write_temporary(side, data, sharing)
        rename_exclusive(side, path)
    finally:
        with suppress(OSError):
            side.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_temporary(path: Path, data: bytes, sharing: Sharing) -> None:
    """Write a file under a name of lyrad's own, to be renamed; what a killed run left goes."""
    path.unlink(missing_ok=True)
    _write_exclusive(path, data, sharing)


def _write_exclusive(path: Path, data: bytes, sharing: Sharing) -> None:
    # Exclusive: nothing that stands there is opened, and no link is followed.
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                path.unlink()
            raise
    share(path, sharing)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder down to the disk, where the file system knows how."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        # CIFS and some FUSE file systems do not sync folders; all others mean it.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}:
            raise
    finally:
        os.close(handle)


def own_folder(root: Path, sharing: Sharing) -> Path:
    """Return `.lyrad/` in the root, made if need be.

    Raises:
        Temporary: the production is not there, as when its share is not mounted; making the
        folder would then put it onto the bare mount point.
    """
    folder = root / OWN_FOLDER
    if not folder.is_dir():
        require_root(root)
        make_folder(folder, sharing)
    return folder


def require_root(root: Path) -> None:
    """Raise Temporary unless the production's own file stands in its root."""
    if not (root / "production.yaml").is_file():
        raise Temporary(
            Fault(
                code=Code.SHARE_LOCKED,
                what="The production's folder is not there, or its production.yaml is not.",
                where=str(root),
                next="Connect the share again; lyrad goes on by itself.",
            ),
            delay=30.0,
        )


@contextmanager
def writing(where: str) -> Iterator[None]:
    """Turn what the file system refuses inside the block into Temporary, in plain words."""
    try:
        yield
    except OSError as error:
        raise Temporary(share_fault(error, where), delay=30.0) from error


def share_fault(error: OSError, where: str) -> Fault:
    """Return what a refusal means to a person; nothing is lost by any of them."""
    code = Code.DISK_FULL if error.errno in _FULL else Code.SHARE_LOCKED
    what, cure = _words(error)
    return Fault(code=code, what=what, where=where, next=f"{cure}; lyrad tries again by itself.")


def _words(error: OSError) -> tuple[str, str]:
    if error.errno in _FULL:
        return "The share is full: nothing more can be written.", "Make room on it"
    if error.errno == errno.EROFS:
        return "The share is read-only for lyrad.", "Mount it so that lyrad may write"
    if error.errno in _FORBIDDEN:
        return (
            "lyrad is not allowed to write here, or a program keeps the place locked.",
            "Close what has it open, or give lyrad's user the right to write here",
        )
    if error.errno in _BUSY:
        return "Another program keeps this place locked.", "Close what has it open"
    if error.errno in _SILENT:
        return "The share does not answer.", "Look at its connection"
    reason = error.strerror or type(error).__name__
    return f"The share refused to be written to: {reason}.", "Look at the share"
