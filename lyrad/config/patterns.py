"""Read the path patterns of rules; what they match is `core.match`'s to say."""

from __future__ import annotations

import re

from lyrad.config.unfit import unfit
from lyrad.core.match import CAPTURE
from lyrad.errors import Code

RESERVED = frozenset({"spec", "production", "range"})


def read_pattern(value: object) -> str:
    """Return a path pattern with captures. Raises unfit with RULE_PATTERN."""
    text = str(value).strip()
    example = "Write for example `scenes/{scene}/{shot}/shot.yaml`."
    problem = pattern_problem(text) if isinstance(value, str) else "a path pattern"
    if problem:
        raise unfit(problem, example, code=Code.RULE_PATTERN)
    return text


def pattern_problem(pattern: str) -> str:
    """Return what a pattern should have been, or an empty text where it is right."""
    segments = pattern.removesuffix("/").split("/")
    if not pattern or any(segment in {"", ".", ".."} for segment in segments):
        return "a path below the production, without a slash in front and without `..`"
    if "\\" in pattern or not pattern.isprintable():
        return "a path with forward slashes"
    if re.search(r"[{}]", CAPTURE.sub("", pattern)):
        return "captures in the form `{name}`, in small letters"
    if re.search(r"[*?\[\]]", pattern):
        return "captures such as `{shot}` where a name may vary; `*` and `?` are not read"
    if "}{" in pattern:
        return "something between two captures, such as `{scene}_{shot}`"
    taken = RESERVED & set(CAPTURE.findall(pattern))
    return f"another name than `{{{min(taken)}}}`, which templates use" if taken else ""
