"""Find out what a root's file system does: tell of changes, date its folders, keep our time.

What follows for the watching is `watch.mode`'s to decide. All is tried in a folder of its own
below `.lyrad/`, where nobody looks, and taken away again; what a killed run left goes too.
It may hang with the mount, so it is called in that production's own thread only.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from lyrad.disk import mounts
from lyrad.disk.watch.ears import listen
from lyrad.disk.watch.hints import Hints
from lyrad.disk.write import OWN_FOLDER
from lyrad.ports import Clock

PREFIX = "probe-"
_LEFT_BEHIND = 3600.0
# Further back than the coarsest file system can tell times apart (FAT: 2 s), and not so far that
# the folder looks left behind.
_BACK_NS = 60 * 10**9
_MOMENT = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was found out of a root. None: it could not be tried.

    Attributes:
        kind: the kernel's word for the file system, `ext4`, `cifs`.
        known: whether lyrad knows the kind at all.
        share: whether others may change it unheard by this kernel; so is any unknown kind.
        events: whether the kernel told of a file that was made. Only asked of local kinds: on a
            share it would tell of our own files, and of nobody else's.
        folder_times: whether a folder's time moves when something in it is made and deleted.
        skew: the seconds by which the root's clock is ahead of ours.
        writable: whether a file could be made.
        trouble: what the system said where it could not, for people.
    """

    kind: str
    known: bool = True
    share: bool
    events: bool | None = None
    folder_times: bool | None = None
    skew: float | None = None
    writable: bool = False
    trouble: str = ""


def probe(root: Path, *, clock: Clock) -> Probe:
    """Return what the file system at the root does. Never raises OSError; may hang with it."""
    mount = mounts.mount(root)
    share = mount.nature is not mounts.Nature.LOCAL
    known = mount.nature is not mounts.Nature.UNKNOWN
    found = Probe(kind=mount.kind, known=known, share=share)
    try:
        with trial_place(root) as folder:
            skew, times = _skew(folder, clock), _folder_times(folder)
            events = None if share else _events(folder)
            return replace(found, skew=skew, folder_times=times, events=events, writable=True)
    except OSError as error:
        return replace(found, trouble=error.strerror or str(error))


@contextmanager
def trial_place(root: Path) -> Iterator[Path]:
    """Make a folder to try things in; remove it, and those that killed runs left behind.

    Raises:
        OSError: nothing may be written there.
    """
    own = root / OWN_FOLDER
    made = not own.exists()
    own.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=own))
    try:
        _tidy(own, now=folder.stat().st_mtime)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if made:  # only looked at: it stays as it was, unless somebody put something in
            with suppress(OSError):
                own.rmdir()


def _tidy(own: Path, *, now: float) -> None:
    """Remove what was left behind; by the share's own clock, since ours may be another."""
    for left in own.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if now - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left)


def _skew(folder: Path, clock: Clock) -> float:
    """Return how far the root's clock is ahead; 0 as long as it may be right."""
    before = clock.now().timestamp()
    path = folder / "time"
    path.write_bytes(b"lyrad")
    after = clock.now().timestamp()
    told = path.stat().st_mtime
    return told - after if told > after else min(0.0, told - before)


def _folder_times(folder: Path) -> bool | None:
    """Return whether the folder's time moves on both; None where it cannot be set back."""
    path = folder / "name"
    try:
        return _moves(folder, path.touch) and _moves(folder, path.unlink)
    except PermissionError:
        return None


def _moves(folder: Path, change: Callable[[], None]) -> bool:
    """Return whether a change moves the folder's time, which is set back first."""
    long_ago = folder.stat().st_mtime_ns - _BACK_NS
    os.utime(folder, ns=(long_ago, long_ago))
    before = folder.stat().st_mtime_ns
    change()
    return folder.stat().st_mtime_ns != before


def _events(folder: Path) -> bool | None:
    """Return whether the kernel tells of a new file; None where it has no more ears to give."""
    hints = Hints()
    try:
        ears = listen(folder, hints)
    except OSError:
        return None
    try:
        (folder / "heard").write_bytes(b"lyrad")
        hints.wait(_MOMENT)
        hinted = hints.take()
        return bool(hinted.folders) or hinted.everything
    finally:
        ears.stop()
