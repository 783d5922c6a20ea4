"""Know by a file's name whether it is a shot list, or what people also keep their lists in."""

from __future__ import annotations

from pathlib import PurePosixPath

READ = (".csv", ".tsv", ".xlsx", ".xlsm", ".edl", ".otio")
_ELSEWHERE = (".xls", ".ods", ".numbers", ".xml", ".fcpxml", ".aaf", ".ale", ".otioz", ".fdx")


def is_list(name: str) -> bool:
    """Return whether a file of this name is read as a shot list."""
    return _ending(name) in READ


def is_other_list(name: str) -> bool:
    """Return whether it is probably a list, of a kind that lyrad does not read."""
    return _ending(name) in _ELSEWHERE


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
