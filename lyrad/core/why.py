"""Say why a rule does not speak of a path, segment by segment."""

from __future__ import annotations

from lyrad.core.match import captures, match_of
from lyrad.model.names import RelPath
from lyrad.model.rule import Rule


def why_not(rule: Rule, path: RelPath) -> str | None:
    """Return what keeps the rule from speaking of the path, or None where it does."""
    if match_of(rule, path):
        return None
    pattern = rule.when.path.rstrip("/").split("/")
    parts = path.rstrip("/").split("/")
    for number, (wanted, found) in enumerate(zip(pattern, parts, strict=False), 1):
        if captures(wanted, found) is None:
            return f"its path wants {wanted} where {found} stands (part {number})"
    if len(parts) < len(pattern):
        return f"its path goes on: {'/'.join(pattern[len(parts) :])}"
    return f"its path ends before: {'/'.join(parts[len(pattern) :])}"
