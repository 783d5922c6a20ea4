"""Match paths against patterns with captures, and find the rules that speak of a path.

A pattern is written segment by segment, `scenes/{scene}/{shot}/shot.yaml`: a capture stands for a
whole segment or a part of one (`{scene}_{shot}`), never across a slash. Knows nothing of the disk:
what stands in a folder comes in as names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable

from lyrad.model.cue import CUES, CueKey
from lyrad.model.names import CHARACTERS, RelPath, ShotKey
from lyrad.model.production import Tree
from lyrad.model.rule import Match, Rule, Rulebook

CAPTURE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_KINDS = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "tif": "tiff", "yml": "yaml"}


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
    """Return the shot whose folder this is in the production's own layout, or None.

    Characters are none, also where the layout has scenes directly below the root; nor is a scene's
    folder of cues, nor a cue.
    """
    if _of_characters(folder) or cues_above(tree, folder) is not None:
        return None
    found = captures(tree.shot, folder)
    return ShotKey(scene=found["scene"], shot=found["shot"]) if found else None


def scene_at(tree: Tree, folder: RelPath) -> str | None:
    """Return the code of the scene whose folder this is, or None."""
    found = None if _of_characters(folder) else captures(tree.scene, folder)
    return found["scene"] if found else None


def cues_above(tree: Tree, path: RelPath) -> RelPath | None:
    """Return the scene's folder of cues that this is, or in which it lies, or None."""
    parts = path.split("/")
    for length in range(len(parts), 1, -1):
        above = RelPath("/".join(parts[: length - 1]))
        if parts[length - 1].lower() == CUES and scene_at(tree, above) is not None:
            return RelPath("/".join(parts[:length]))
    return None


def cue_at(tree: Tree, path: RelPath) -> tuple[CueKey, RelPath] | None:
    """Return the cue in whose folder a path lies, and that folder; or None."""
    cues = cues_above(tree, path)
    if cues is None or path == cues:
        return None
    scene = scene_at(tree, RelPath(cues.rpartition("/")[0]))
    name = path[len(cues) + 1 :].partition("/")[0]
    return (CueKey(scene=scene, cue=name), RelPath(f"{cues}/{name}")) if scene else None


def _of_characters(folder: RelPath) -> bool:
    return folder.partition("/")[0] == CHARACTERS


def shot_folder(tree: Tree, shot: ShotKey) -> RelPath:
    """Return where a shot stands in the production's own layout."""
    return RelPath(filled(tree.shot, {"scene": shot.scene, "shot": shot.shot}))


def scene_folder(tree: Tree, scene: str) -> RelPath:
    """Return where a scene stands in the production's own layout."""
    return RelPath(filled(tree.scene, {"scene": scene}))


def conventional(shot: ShotKey, name: str) -> RelPath:
    """Return a shot's file as rules are written: in the conventional tree."""
    return RelPath(f"scenes/{shot.scene}/{shot.shot}/{name}")


def kind_of(name: str) -> str:
    """Return the kind of file that a name claims (`jpeg` for `first.JPG`), '' for none."""
    ending = name.rpartition("/")[2].lower().rpartition(".")
    return _KINDS.get(ending[2], ending[2]) if ending[1] else ""


def matches(book: Rulebook, path: RelPath) -> tuple[Match, ...]:
    """Return the rules that speak of a file, in the book's order, up to the first final one.

    Those that finish takes are none of them: they wait to be asked. Nor are those over briefs.
    """
    rules = (rule for rule in book.rules if not rule.finishes and not rule.drafts)
    return _until_final(match_of(rule, path) for rule in rules)


def drafting(book: Rulebook, path: RelPath) -> Match | None:
    """Return the first rule that makes a draft of a brief, or None."""
    rules = (rule for rule in book.rules if rule.drafts)
    return next(iter(_until_final(match_of(rule, path) for rule in rules)), None)


def finishing(book: Rulebook, path: RelPath) -> tuple[Match, ...]:
    """Return the rules that finish takes of what this file is the spec of."""
    return _until_final(match_of(rule, path) for rule in book.rules if rule.finishes)


def folder_matches(book: Rulebook, folder: RelPath, names: Collection[str]) -> tuple[Match, ...]:
    """Return the rules that speak of a whole folder in which files of these names stand."""
    return _until_final(match_of_folder(rule, folder, names) for rule in book.rules)


def match_of(rule: Rule, path: RelPath) -> Match | None:
    """Return the rule with what it captured, or None where it does not speak of the file."""
    if rule.when.folder or (rule.when.kinds and kind_of(path) not in rule.when.kinds):
        return None
    return _captured(rule, path)


def match_of_folder(rule: Rule, folder: RelPath, names: Collection[str]) -> Match | None:
    """Return the rule with what it captured, or None where it does not speak of the folder.

    The folder must hold enough files of the rule's kinds; without kinds every file counts.
    """
    if not rule.when.folder or len(counted(rule, names)) < rule.when.at_least:
        return None
    return _captured(rule, folder)


def counted(rule: Rule, names: Iterable[str]) -> tuple[str, ...]:
    """Return the files of a folder that a rule counts."""
    kinds = rule.when.kinds
    return tuple(name for name in names if not kinds or kind_of(name) in kinds)


def _captured(rule: Rule, path: RelPath) -> Match | None:
    found = captures(rule.when.path, path)
    return None if found is None else Match(rule=rule, captures=tuple(found.items()))


def _until_final(candidates: Iterable[Match | None]) -> tuple[Match, ...]:
    found: list[Match] = []
    for match in candidates:
        if match:
            found.append(match)
            if match.rule.final:
                break
    return tuple(found)
