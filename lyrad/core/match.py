"""Match paths against patterns with captures, and find the rules that speak of a path.

A pattern is written segment by segment, `scenes/{scene}/{shot}/shot.yaml`: a capture stands for a
whole segment or a part of one (`{scene}_{shot}`), never across a slash. Knows nothing of the disk.
"""

from __future__ import annotations

import functools
import re

from lyrad.model.names import RelPath, ShotKey
from lyrad.model.production import Tree
from lyrad.model.rule import Match, Rule, Rulebook

CAPTURE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@functools.lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern as a regular expression over whole paths, case kept.

    A name that stands twice must capture the same text twice.
    """
    parts: list[str] = []
    seen: set[str] = set()
    end = 0
    for found in CAPTURE.finditer(pattern):
        parts.append(re.escape(pattern[end : found.start()]))
        name = found.group(1)
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>[^/]+?)")
        seen.add(name)
        end = found.end()
    parts.append(re.escape(pattern[end:]))
    return re.compile("".join(parts).rstrip("/") + "/?")


def captures(pattern: str, path: str) -> dict[str, str] | None:
    """Return what the pattern captures in the path, or None where it does not fit."""
    found = compiled(pattern).fullmatch(path)
    return found.groupdict() if found else None


def filled(pattern: str, values: dict[str, str]) -> str:
    """Return the pattern with its captures replaced by values."""
    return CAPTURE.sub(lambda found: values[found.group(1)], pattern)


def shot_at(tree: Tree, folder: RelPath) -> ShotKey | None:
    """Return the shot whose folder this is in the production's own layout, or None."""
    found = captures(tree.shot, folder)
    return ShotKey(scene=found["scene"], shot=found["shot"]) if found else None


def scene_at(tree: Tree, folder: RelPath) -> str | None:
    """Return the code of the scene whose folder this is, or None."""
    found = captures(tree.scene, folder)
    return found["scene"] if found else None


def shot_folder(tree: Tree, shot: ShotKey) -> RelPath:
    """Return where a shot stands in the production's own layout."""
    return RelPath(filled(tree.shot, {"scene": shot.scene, "shot": shot.shot}))


def scene_folder(tree: Tree, scene: str) -> RelPath:
    """Return where a scene stands in the production's own layout."""
    return RelPath(filled(tree.scene, {"scene": scene}))


def conventional(shot: ShotKey, name: str) -> RelPath:
    """Return a shot's file as rules are written: in the conventional tree."""
    return RelPath(f"scenes/{shot.scene}/{shot.shot}/{name}")


def matches(book: Rulebook, path: RelPath) -> tuple[Match, ...]:
    """Return the rules whose path fits, in the rulebook's order, up to the first final one."""
    found: list[Match] = []
    for rule in book.rules:
        match = match_of(rule, path)
        if match:
            found.append(match)
            if rule.final:
                break
    return tuple(found)


def match_of(rule: Rule, path: RelPath) -> Match | None:
    """Return the rule with what it captured, or None where its path does not fit."""
    found = captures(rule.when.path, path)
    return None if found is None else Match(rule=rule, captures=tuple(found.items()))
