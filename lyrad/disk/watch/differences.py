"""Say how one folder's content differs from what it was."""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.disk.watch.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """The names that are new or look different, and those that are gone; a file may be both.

    A folder that a file has replaced is gone as a folder, and new as a file.
    """

    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def differences(old: Content, new: Content) -> Differences:
    """Return what differs; the order in which a disk gives its names does not."""
    if new == old:
        return Differences()
    files, former = new.rows(), old.rows()
    folders, were = new.inodes(), old.inodes()
    changed = [name for name, row in files.items() if former.get(name) != row]
    changed += [name for name, inode in folders.items() if were.get(name) != inode]
    gone = [name for name in former if name not in files and name not in folders]
    gone += [name for name in were if name not in folders]
    return Differences(changed=tuple(changed), gone=tuple(gone))
