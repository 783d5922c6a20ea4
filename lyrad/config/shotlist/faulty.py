"""Refuse a list, or one row of it: three lines with the place that a person can find."""

from __future__ import annotations

from lyrad.errors import Code, ConfigError, Fault


def unreadable(what: str, shown: str, cure: str) -> ConfigError:
    """Return the error of a file that is no list that lyrad reads."""
    return ConfigError(
        Fault(code=Code.SHOTLIST_UNREADABLE, what=what, where=shown, next=cure),
    )


def wrong_row(what: str, shown: str, where: str, cure: str) -> Fault:
    """Return what is wrong with one row; `where` is `row 7` or `event 003`."""
    return Fault(code=Code.SHOTLIST_ROW, what=what, where=f"{shown}, {where}", next=cure)
