"""Say why a rule does not speak of a path, segment by segment."""

from __future__ import annotations

from collections.abc import Collection

from lyrad.core.match import captures, counted, kind_of, match_of, match_of_folder
from lyrad.model.names import RelPath
from lyrad.model.rule import Rule


def why_not(rule: Rule, path: RelPath, names: Collection[str] | None = None) -> str | None:
    """Return what keeps the rule from speaking of the path, or None where it does.

    `names` are the files in a folder; without them the path is a file's.
    """
    found = match_of(rule, path) if names is None else match_of_folder(rule, path, names)
    if found and rule.drafts and kind_of(path) == "yaml":
        return "it speaks of briefs, while there is no spec"
    if found:
        return "it waits until a FINISH asks for it" if rule.finishes else None
    return _path(rule, path) or _content(rule, path, names)


def _path(rule: Rule, path: RelPath) -> str | None:
    if captures(rule.when.path, path) is not None:
        return None
    pattern = rule.when.path.rstrip("/").split("/")
    parts = path.rstrip("/").split("/")
    for number, (wanted, found) in enumerate(zip(pattern, parts, strict=False), 1):
        if captures(wanted, found) is None:
            return f"its path wants {wanted} where {found} stands (part {number})"
    if len(parts) < len(pattern):
        return f"its path goes on: {'/'.join(pattern[len(parts) :])}"
    if len(parts) > len(pattern):
        return f"its path ends before: {'/'.join(parts[len(pattern) :])}"
    return "its path has one name in two places, and here they differ"


def _content(rule: Rule, path: RelPath, names: Collection[str] | None) -> str:
    if rule.when.folder != (names is not None):
        return "it speaks of whole folders" if rule.when.folder else "it speaks of single files"
    kinds = ", ".join(rule.when.kinds) or "any kind"
    if names is None:
        return f"it wants a file of {kinds}, and this is {kind_of(path) or 'of no known kind'}"
    here = len(counted(rule, names))
    return f"it wants {rule.when.at_least} files of {kinds} in the folder, and here are {here}"
