"""Tell from the kernel's words about a process when it began.

A process number is given again after a while; with its start it is one of a kind. Who reads
`/proc/PID/stat`, and what no answer means, is left to the rooms.
"""

from __future__ import annotations

_STATE = 0
_STARTED = 19
"""Fields 3 and 22 of `/proc/PID/stat`, counted after the name's closing bracket; see proc(5)."""

_ENDED = frozenset("ZX")


def started(stat: str) -> int | None:
    """Return when the process began, in clock ticks since boot, or None where it has ended."""
    # The second field is the program's name in brackets and may hold anything, brackets too.
    fields = stat.rpartition(")")[2].split()
    return None if fields[_STATE] in _ENDED else int(fields[_STARTED])
