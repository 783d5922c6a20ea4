"""The kernel's inotify in three calls, and the reading of what it says. Decides nothing.

Through the C library, since Python has no calls of its own for it. Numbers and layout: inotify(7)
and `sys/inotify.h`.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator

CREATE = 0x0000_0100
CLOSE_WRITE = 0x0000_0008
MOVED_FROM = 0x0000_0040
MOVED_TO = 0x0000_0080
DELETE = 0x0000_0200
DELETE_SELF = 0x0000_0400
MOVE_SELF = 0x0000_0800
# Said unasked.
UNMOUNT = 0x0000_2000
OVERFLOW = 0x0000_4000
IGNORED = 0x0000_8000
IS_FOLDER = 0x4000_0000
# How to watch, rather than what.
FOLDERS_ONLY = 0x0100_0000
NO_LINKS = 0x0200_0000
NOT_WHEN_UNLINKED = 0x0400_0000

_HEAD = struct.Struct("iIII")  # number, mask, cookie, bytes of name: `struct inotify_event`

_libc = ctypes.CDLL(None, use_errno=True)
_init = _libc.inotify_init1
_init.argtypes = (ctypes.c_int,)
_add = _libc.inotify_add_watch
_add.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_uint32)
_remove = _libc.inotify_rm_watch
_remove.argtypes = (ctypes.c_int, ctypes.c_int)


def begin() -> int:
    """Return a new inotify descriptor; reading it never blocks, and no child inherits it.

    Raises:
        OSError: EMFILE or ENFILE where there are no more of them.
    """
    descriptor: int = _init(os.O_NONBLOCK | os.O_CLOEXEC)
    return _checked(descriptor, b"")


def add(descriptor: int, path: bytes, mask: int) -> int:
    """Watch a folder and return its number: the same one for the same folder, however called.

    Raises:
        OSError: ENOSPC where the limit of watches is reached; or the folder is gone or closed.
    """
    number: int = _add(descriptor, path, mask)
    return _checked(number, path)


def remove(descriptor: int, number: int) -> None:
    """Watch a folder no longer. One that the kernel has given up by itself is none."""
    _remove(descriptor, number)


def decoded(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield number, mask and name (empty for the watched folder itself) of each event in `data`.

    A name in bytes that are no UTF-8 comes as Python gives such names, with lone surrogates.
    """
    at, end = 0, len(data)
    while at < end:
        number, mask, _, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        name = data[at : at + length].partition(b"\0")[0]  # padded with zeros
        at += length
        yield number, mask, os.fsdecode(name)


def _checked(answer: int, path: bytes) -> int:
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), os.fsdecode(path) or None)
    return answer
