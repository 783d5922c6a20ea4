"""Tell a difference in a filmmaker's words: on the page beside the list, on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lyrad.core.shotlist.difference import length
from lyrad.model.names import JSON, Fields
from lyrad.model.shotlist import Difference, Fate, ShotChange

_SHORT = 70
_WHAT = {
    Fate.NEW: "New in the list: the folder and its shot.yaml are made",
    Fate.UPDATE: "Changed in the list: the shot.yaml is lyrad's own still, and is written anew",
    Fate.KEEP: "Different in the tree: the shot.yaml is a person's, and stays as it is",
    Fate.GONE: "Not in the list any more: nothing is deleted",
}


def lines(found: Difference) -> tuple[str, ...]:
    """Return the difference line by line."""
    return tuple(_lines(found))


def counted(found: Difference) -> str:
    """Return what applying would make: `12 new shots`, `2 changed shots`; '' for nothing."""
    new, changed = len(found.of(Fate.NEW)), len(found.of(Fate.UPDATE))
    said = [_count(new, "new"), _count(changed, "changed")]
    return " ".join(words for words in said if words)


def as_fields(found: Difference) -> dict[str, JSON]:
    """Return the difference as plain data, for programs."""
    groups: dict[str, JSON] = {
        fate.value: [_fields(change) for change in found.of(fate)] for fate in Fate
    }
    return {
        "list": found.name,
        **groups,
        "elsewhere": found.elsewhere,
        "remarks": list(found.remarks),
    }


def _lines(found: Difference) -> Iterator[str]:
    same, kept = len(found.of(Fate.SAME)), len(found.of(Fate.KEEP))
    yield f"{found.name}: {counted(found) or 'nothing to make'}, {same} unchanged."
    if kept:
        differ, them = (
            ("differs", "stays as somebody wrote it")
            if kept == 1
            else (
                "differ",
                "stay as somebody wrote them",
            )
        )
        yield f"{_shots(kept)} {differ} in the tree and {them}."
    yield from found.remarks
    tellers: dict[Fate, Callable[[ShotChange], Iterator[str]]] = {
        Fate.NEW: _new,
        Fate.UPDATE: _changed,
        Fate.KEEP: _changed,
        Fate.GONE: _gone,
    }
    for fate, tell in tellers.items():
        changes = found.of(fate)
        if changes:
            yield ""
            yield f"{_WHAT[fate]} ({len(changes)})."
        for change in changes:
            yield from tell(change)
    if found.elsewhere:
        yield ""
        yield f"The list does not speak of the scenes of {_shots(found.elsewhere)}."


def _new(change: ShotChange) -> Iterator[str]:
    fields = change.fields or {}
    said = [length(fields), f"{fields['fps']} fps" if "fps" in fields else ""]
    said.append(_short(str(fields.get("description", ""))))
    words = ", ".join(part for part in said if part)
    yield f"  + {change.shot}  {words}".rstrip()


def _changed(change: ShotChange) -> Iterator[str]:
    sign = "~" if change.fate is Fate.UPDATE else "!"
    yield f"  {sign} {change.shot}  {change.where}"
    if not change.changes:
        yield "      its shot.yaml has faults; lyrad names them on the shot's card"
    for field in change.changes:
        yield f"      {field.name} in the tree: {_short(field.was) or 'nothing'}"
        yield f"      {field.name} in the list: {_short(field.now)}"


def _gone(change: ShotChange) -> Iterator[str]:
    yield f"  - {change.shot}"


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}..."


def _count(number: int, word: str) -> str:
    return f"{number} {word} {'shot' if number == 1 else 'shots'}" if number else ""


def _shots(number: int) -> str:
    return "1 shot" if number == 1 else f"{number} shots"


def _fields(change: ShotChange) -> dict[str, JSON]:
    fields: Fields = change.fields or {}
    changes: list[JSON] = [
        {"field": one.name, "was": one.was, "now": one.now} for one in change.changes
    ]
    return {
        "shot": str(change.shot),
        "folder": change.folder,
        "where": change.where,
        "fields": dict(fields),
        "changes": changes,
    }
