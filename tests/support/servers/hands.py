"""Other computers' hands on a share: files written in the ways that their programs have."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from tests.support.servers.samba import Samba

STALL = 3.0
"""Seconds for which a writer pauses: longer than the quiet time that the day sets."""

Way = Callable[[str, bytes], None]


class Hands(Protocol):
    """Paths are told from the share's top; `ways` are the bad ways of writing one file."""

    @property
    def ways(self) -> Mapping[str, Way]: ...
    def folder(self, path: str) -> None: ...
    def copy(self, path: str, data: bytes) -> None: ...
    def copy_all(self, source: Path, path: str) -> None: ...
    def rename(self, source: str, target: str) -> None: ...
    def delete(self, path: str) -> None: ...


class MountedHands:
    """Another computer that has mounted the share: plain files, as its kernel sends them."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @property
    def ways(self) -> Mapping[str, Way]:
        """Return the ways, by what people would call them."""
        return {
            "grows with pauses": self._grow,
            "full size first": self._full_size_first,
            "full size first, dated long ago": self._dated_long_ago,
            "closed and opened again": self._in_two_goes,
            "under another name first": self._under_another_name,
        }

    def folder(self, path: str) -> None:
        (self.top / path).mkdir(parents=True)

    def copy(self, path: str, data: bytes) -> None:
        (self.top / path).write_bytes(data)

    def copy_all(self, source: Path, path: str) -> None:
        shutil.copytree(source, self.top / path)

    def rename(self, source: str, target: str) -> None:
        (self.top / source).rename(self.top / target)

    def delete(self, path: str) -> None:
        (self.top / path).unlink()

    def _grow(self, path: str, data: bytes, *, dated: bool = False) -> None:
        third = len(data) // 3 + 1
        with (self.top / path).open("r+b" if (self.top / path).exists() else "xb") as file:
            for start in range(0, len(data), third):
                file.write(data[start : start + third])
                file.flush()
                os.fsync(file.fileno())
                if dated:
                    os.utime(file.fileno(), (10**9, 10**9))
                time.sleep(STALL if start + third < len(data) else 0)

    def _full_size_first(self, path: str, data: bytes) -> None:
        """Write as the Explorer does: the size is set, then the content comes."""
        with (self.top / path).open("xb") as file:
            file.truncate(len(data))
            os.fsync(file.fileno())
        time.sleep(STALL)
        self._grow(path, data)

    def _dated_long_ago(self, path: str, data: bytes) -> None:
        with (self.top / path).open("xb") as file:
            file.truncate(len(data))
        os.utime(self.top / path, (10**9, 10**9))
        self._grow(path, data, dated=True)

    def _in_two_goes(self, path: str, data: bytes) -> None:
        half = len(data) // 2
        (self.top / path).write_bytes(data[:half])
        time.sleep(STALL)
        with (self.top / path).open("ab") as file:
            file.write(data[half:])

    def _under_another_name(self, path: str, data: bytes) -> None:
        side = f"{path}.part"
        self._grow(side, data)
        self.rename(side, path)


class ClientHands:
    """`smbclient`: files, folders, renames, as a file manager sends them."""

    def __init__(self, samba: Samba, desk: Path) -> None:
        """Work with `desk`, a folder of this machine, for what is on its way."""
        self._samba = samba
        self._desk = desk
        desk.mkdir()

    @property
    def ways(self) -> Mapping[str, Way]:
        """Return the ways, by what people would call them."""
        return {
            "broken off and begun again": self._twice,
            "under another name first": self._renamed,
        }

    def folder(self, path: str) -> None:
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            # It says no where one stands already, and goes on.
            self._samba.client(f'mkdir "{"/".join(parts[:count])}"; pwd')

    def copy(self, path: str, data: bytes) -> None:
        here = self._desk / "file"
        here.write_bytes(data)
        self._samba.client(f'put "{here}" "{path}"')

    def copy_all(self, source: Path, path: str) -> None:
        parent = path.rpartition("/")[0]
        self.folder(parent)
        here = source.parent / path.rpartition("/")[2]
        assert here == source, "the folder is put under its own name"
        self._samba.client(
            f'lcd "{source.parent}"; cd "{parent}"; recurse; prompt; mput "{source.name}"'
        )

    def rename(self, source: str, target: str) -> None:
        self._samba.client(f'rename "{source}" "{target}"')

    def delete(self, path: str) -> None:
        self._samba.client(f'del "{path}"')

    def _twice(self, path: str, data: bytes) -> None:
        self.copy(path, data[: len(data) // 2])
        time.sleep(STALL)
        self.copy(path, data)

    def _renamed(self, path: str, data: bytes) -> None:
        self._twice(f"{path}.part", data)
        self.rename(f"{path}.part", path)
