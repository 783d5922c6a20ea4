"""Decide whether the system lets a tree be watched by events, and what would be enough."""

from __future__ import annotations

from pathlib import Path

_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
# Editors and synchronizers of the same user watch folders too; and what Linux itself has taken
# for a usual limit for large trees since it was raised from 8192.
_SHARE = 2
_USUAL = 524_288


def most_watches() -> int | None:
    """Return how many folders one user may watch, or None where the system does not say."""
    try:
        return int(_WATCHES.read_text())
    except (OSError, ValueError):
        return None


def enough(folders: int) -> int:
    """Return the limit that is comfortable for so many folders.

    All other programs together may watch as many again; it doubles from a usual value, so that
    it need not be raised with each new scene.
    """
    if folders * _SHARE <= _USUAL // 8:
        return folders * _SHARE
    limit = _USUAL
    while limit < folders * _SHARE:
        limit *= 2
    return limit
