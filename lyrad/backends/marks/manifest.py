"""Decide what a signed mark says, in the terms of C2PA 2: its actions and its ingredients.

The first action has to be `c2pa.created`, with a source type, or `c2pa.opened`, with a parent.
Nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Mapping

from lyrad import __version__
from lyrad.model.mark import Ingredient, Making, Mark
from lyrad.model.names import JSON

GENERATOR = "lyrad"
JOB = "lyrad.job"

_CHANGES: Mapping[Making, str] = {
    Making.EDITED_BY_MODEL: "c2pa.edited",
    Making.ENHANCED: "c2pa.edited",
    Making.CONFORMED: "c2pa.transcoded",
}
"""What is done to one file, its parent; everything else is made anew."""


def definition(mark: Mark) -> dict[str, JSON]:
    """Return the mark as the library takes it, its ingredients still missing."""
    return {
        "claim_generator_info": [{"name": GENERATOR, "version": __version__}],
        "title": mark.title,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": _actions(mark)}}],
    }


def ingredients(mark: Mark) -> tuple[tuple[Ingredient, dict[str, JSON]], ...]:
    """Return each ingredient with what is said of it."""
    told = enumerate(zip(mark.ingredients, _ids(mark), strict=True))
    return tuple(
        (one, {"title": one.title, "relationship": _relation(mark, number), "label": label})
        for number, (one, label) in told
    )


def _actions(mark: Mark) -> list[JSON]:
    ids: list[JSON] = [*_ids(mark)]
    change = _CHANGES.get(mark.making)
    if change and ids:
        opened: dict[str, JSON] = {
            "action": "c2pa.opened",
            "parameters": {"ingredientIds": ids[:1]},
        }
        return [opened, _made(mark, change, ids[1:])]
    if mark.making is Making.ASSEMBLED:
        placed: JSON = {"action": "c2pa.placed", "parameters": {"ingredientIds": ids}}
        return [_made(mark, "c2pa.created", []), *([placed] if ids else [])]
    return [_made(mark, "c2pa.created", ids)]


def _made(mark: Mark, action: str, ids: list[JSON]) -> dict[str, JSON]:
    """Return the action that says how it was made."""
    told: dict[str, JSON] = {"ingredientIds": ids} if ids else {}
    told |= {JOB: mark.job} if mark.job else {}
    told |= {"lyrad.shot": mark.shot} if mark.shot else {}
    told |= {"lyrad.prompt": mark.prompt} if mark.prompt else {}
    told |= {"lyrad.inputs": [_input(one) for one in mark.ingredients]} if mark.ingredients else {}
    return {
        "action": action,
        "when": mark.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "softwareAgent": {"name": mark.tool},
        "digitalSourceType": mark.source_type.uri,
        "parameters": told,
    }


def _input(one: Ingredient) -> JSON:
    """Return an ingredient by content, since an unsigned one is otherwise only a name."""
    origin = one.source_type.uri if one.source_type else None
    said: dict[str, JSON] = {"title": one.title, "sha256": one.sha256, "digitalSourceType": origin}
    return {name: value for name, value in said.items() if value}


def _ids(mark: Mark) -> list[str]:
    return [f"ingredient-{number}" for number, _ in enumerate(mark.ingredients, 1)]


def _relation(mark: Mark, number: int) -> str:
    if mark.making is Making.ASSEMBLED:
        return "componentOf"
    return "parentOf" if mark.making in _CHANGES and number == 0 else "inputTo"
