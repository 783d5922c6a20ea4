"""Take private copies of what people dropped, by content, so that plans rest on still ground.

A copy is taken whole or not at all: a file that changes meanwhile is told, never half kept. The
original is only read. Copies lie on a local disk under the hash of their content.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import xxhash

from lyrad.disk.memo import Looks, Memo
from lyrad.disk.mounts import refresh
from lyrad.disk.reading import changed, gone, outside, reading, unreadable
from lyrad.disk.write import sync_folder
from lyrad.errors import Code, Fault, Temporary
from lyrad.ports import Clock, Kept

_CHUNK = 1 << 20
_YOUNG = timedelta(days=1)
_STAGED = "staged-"


class Store:
    """Private copies in one folder, with the memory of what files hashed to beside them.

    Args:
        folder: where the copies lie; made when needed. On a local disk.
        clock: the time by which copies age.
    """

    def __init__(self, folder: Path, *, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._clock = clock
        self._memo = Memo(folder / "memo.sqlite")

    def close(self) -> None:
        """Close the memory; the copies stay."""
        self._memo.close()

    def path(self, sha256: str) -> Path:
        """Return where the copy with this content is, or would be."""
        return self._folder / sha256[:2] / sha256

    def keep(self, source: Path, *, within: Path) -> Kept:
        """Copy a file and return its hashes; what is known already is not read again.

        Symlinks are followed as far as they stay inside `within`.

        Raises:
            Temporary: it is gone, changed while it was read, cannot be read; or no space is left.
            Permanent: it lies outside, or is no file.
        """
        real = _inside(source, within)
        known = self._known(real)
        if known:
            return known
        with reading(real) as file:
            _refuse_moved(file, real)
            before = _looks(real, os.fstat(file.fileno()))
            kept = self._copy(file, source)
            after = _looks(real, os.fstat(file.fileno()))
        if not before == after == _looks_now(real) or kept.size != before.size:
            raise changed(source)
        if before.settled(self._now_ns()):
            self._memo.remember(before, kept)
        return kept

    def prune(self, keep: set[str]) -> int:
        """Remove copies that are not among these and older than a day; return how many."""
        removed = 0
        for copy in (*self._folder.glob("??/*"), *self._folder.glob(f"{_STAGED}*")):
            with contextlib.suppress(FileNotFoundError):
                if copy.name not in keep and self._aged(copy):
                    copy.unlink()
                    removed += 1
        copies = {copy.name for copy in self._folder.glob("??/*")}
        self._memo.forget_all_but(copies)
        return removed

    def _known(self, real: Path) -> Kept | None:
        """Return what is remembered of a file, if its copy is still there."""
        kept = self._memo.recall(_looks_now(real))
        if kept and self._renew(kept):
            return kept
        return None

    def _renew(self, kept: Kept) -> bool:
        """Make the copy young again; return whether it is there, in full."""
        copy = self.path(kept.sha256)
        try:
            if copy.stat().st_size != kept.size:
                return False
            os.utime(copy, ns=(self._now_ns(), self._now_ns()))
        except FileNotFoundError:
            return False
        return True

    def _copy(self, file: BinaryIO, source: Path) -> Kept:
        """Copy and hash in one reading, and put the copy in its place with one rename."""
        with self._staged() as (target, staged):
            kept = _hashed(file, source, target)
            if self._renew(kept):
                return kept
            target.flush()
            os.utime(target.fileno(), ns=(self._now_ns(), self._now_ns()))
            os.fsync(target.fileno())
            place = self.path(kept.sha256)
            place.parent.mkdir(exist_ok=True)
            staged.replace(place)
            sync_folder(place.parent)
        return kept

    @contextlib.contextmanager
    def _staged(self) -> Iterator[tuple[BinaryIO, Path]]:
        """Open a file to be renamed; remove it if it was not. Tell what is wrong with the disk."""
        staged: Path | None = None
        try:
            handle, name = tempfile.mkstemp(prefix=_STAGED, dir=self._folder)
            staged = Path(name)
            with os.fdopen(handle, "wb") as target:
                yield target, staged
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        finally:
            if staged is not None:
                staged.unlink(missing_ok=True)

    def _aged(self, copy: Path) -> bool:
        return self._now_ns() - copy.stat().st_mtime_ns > _YOUNG.total_seconds() * 1e9

    def _now_ns(self) -> int:
        return int(self._clock.now().timestamp() * 1_000_000) * 1000


def _inside(source: Path, within: Path) -> Path:
    """Return the file's true place, which must be below the folder's true place."""
    try:
        real = Path(os.path.realpath(source, strict=True))
    except FileNotFoundError as error:
        raise gone(source) from error
    except OSError as error:
        raise unreadable(source, error) from error
    if not real.is_relative_to(os.path.realpath(within)):
        raise outside(source)
    return real


def _refuse_moved(file: BinaryIO, real: Path) -> None:
    """Refuse a file that was reached through a link put in the way just now.

    The kernel tells the true place of what was opened; where it doesn't (macOS), this is skipped.
    """
    try:
        place = Path(f"/proc/self/fd/{file.fileno()}").readlink()
    except OSError:
        return
    if place != real:
        raise changed(real)


def _hashed(source: BinaryIO, path: Path, target: BinaryIO) -> Kept:
    sha256, xxh64, size = hashlib.sha256(), xxhash.xxh64(), 0
    while chunk := _read(source, path):
        sha256.update(chunk)
        xxh64.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return Kept(size=size, sha256=sha256.hexdigest(), xxh64=xxh64.hexdigest())


def _read(source: BinaryIO, path: Path) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise unreadable(path, error) from error


def _looks(path: Path, found: os.stat_result) -> Looks:
    return Looks(
        path=str(path),
        size=found.st_size,
        mtime_ns=found.st_mtime_ns,
        ctime_ns=found.st_ctime_ns,
        inode=found.st_ino,
    )


def _looks_now(path: Path) -> Looks:
    """Return how the file looks to its server: NFS may tell of its own memory, a minute old."""
    try:
        return _looks(path, refresh(path))
    except FileNotFoundError as error:
        raise gone(path) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _unwritable(folder: Path, error: OSError) -> Temporary:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    why = "is full" if full else f"cannot be written ({error.strerror})"
    return Temporary(
        Fault(
            code=Code.DISK_FULL if full else Code.SHARE_LOCKED,
            what=f"lyrad's own disk {why}, so no private copy can be taken",
            where=str(folder),
            next="make room on that disk, or check who may write there; lyrad tries again",
        ),
        delay=60.0,
    )
