"""Run something in a child process that is gone, without a word, at its n-th system call."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

KILLED = 9
FINE = 0
FAILED = 1


def killed_at(call: int, act: Callable[[], object]) -> bool:
    """Run `act` in a child that dies before its `call`-th system call; return whether it died.

    Counted are all calls into the operating system that Python's own code makes (files, folders,
    renames, syncs), from 0.
    """
    child = os.fork()
    if child == 0:
        _perform(call, act)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {KILLED, FINE}, f"the child failed by itself ({code})"
    return code == KILLED


def _perform(call: int, act: Callable[[], object]) -> None:
    left = call

    def count(frame: object, event: str, function: Any) -> None:
        nonlocal left
        if event != "c_call" or not _system(function):
            return
        if left == 0:
            os._exit(KILLED)
        left -= 1

    code = FAILED
    try:
        sys.setprofile(count)
        act()
        code = FINE
    finally:
        sys.setprofile(None)
        if code == FAILED:
            traceback.print_exc()
        os._exit(code)


def _system(function: Any) -> bool:
    owner = getattr(function, "__self__", None)
    return function.__module__ in {"posix", "_io", "io"} or type(owner).__module__ == "_io"
