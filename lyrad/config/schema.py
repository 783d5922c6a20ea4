"""JSON Schemas of everything that people write, so that editors complete and explain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel

from lyrad.config.character_file import CharacterFile
from lyrad.config.cue_file import CueFile
from lyrad.config.production_file import ProductionFile
from lyrad.config.rule_file import RuleFile
from lyrad.config.settings_file import SettingsFile
from lyrad.config.specs import SceneFile, ShotFile
from lyrad.config.style_file import StyleFile

Kind = Literal["production", "scene", "shot", "character", "cue", "style", "rule", "settings"]

MODELS: Mapping[Kind, type[BaseModel]] = {
    "production": ProductionFile,
    "scene": SceneFile,
    "shot": ShotFile,
    "character": CharacterFile,
    "cue": CueFile,
    "style": StyleFile,
    "rule": RuleFile,
    "settings": SettingsFile,
}
FILES: Mapping[Kind, str] = {
    "production": "production.yaml",
    "scene": "scene.yaml",
    "shot": "shot.yaml",
    "character": "character.yaml",
    "cue": "cue.yaml",
    "style": "a lyrad style",
    "rule": "a lyrad rule",
    "settings": "lyrad.yaml",
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(
    kind: Kind, actions: Mapping[str, type[BaseModel]] | None = None
) -> dict[str, Any]:
    """Return the schema of a kind of file; with the actions, a rule's steps are described too."""
    schema = MODELS[kind].model_json_schema(by_alias=True)
    described: dict[str, Any] = {"$schema": DIALECT, **schema, "title": FILES[kind]}
    described["properties"] = {
        name: _undefaulted(field) for name, field in schema["properties"].items()
    }
    if kind == "rule" and actions:
        described["properties"]["do"]["items"] = {
            "anyOf": [_step(name, model) for name, model in sorted(actions.items())]
        }
    return described


def _undefaulted(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field's schema without `null`: to say nothing is to leave the line out."""
    kept = {key: value for key, value in field.items() if key not in {"anyOf", "default", "title"}}
    branches = [one for one in field.get("anyOf", ()) if one != {"type": "null"}]
    default = field.get("default")
    said = {} if default is None else {"default": default}
    if len(branches) == 1:
        return {**branches[0], **kept, **said}
    return {**({"anyOf": branches} if branches else {}), **kept, **said}


def _step(name: str, model: type[BaseModel]) -> dict[str, Any]:
    fields = model.model_json_schema(by_alias=True, ref_template=f"#/$defs/{name}/{{model}}")
    fields.pop("title", None)
    return {
        "type": "object",
        "description": (model.__doc__ or "").strip().split("\n", maxsplit=1)[0],
        "properties": {name: fields},
        "required": [name],
        "additionalProperties": False,
    }
