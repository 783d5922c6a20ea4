"""The node classes that the stand-in knows, as a real server described them.

The lists of model files and inputs are read from the stand-in's own folders at each question.
"""

from __future__ import annotations

import copy
import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.standins.comfyui.files import Folders
from tests.standins.comfyui.quirks import Quirks

DATA = Path(__file__).parent.parent / "data"

_MODELS = {
    "unet_name": "diffusion_models",
    "clip_name": "text_encoders",
    "clip_name1": "text_encoders",
    "clip_name2": "text_encoders",
    "text_encoder": "text_encoders",
    "vae_name": "vae",
    "lora_name": "loras",
    "ckpt_name": "checkpoints",
    "model_name": "upscale_models",
}
_ALWAYS = {"vae_name": ["pixel_space"]}
UPLOADS = {("LoadImage", "image"), ("LoadAudio", "audio"), ("LoadVideo", "file")}
"""Inputs that name an uploaded file; these are checked by looking, not against their list."""


@functools.cache
def described() -> dict[str, Any]:
    """Return all node classes as a real server described them, without its files."""
    loaded: dict[str, Any] = json.loads((DATA / "object_info.json").read_text("utf-8"))
    return loaded


def shipped_models() -> dict[str, list[str]]:
    """Return the model files that the graphs of the contract name, by folder."""
    loaded: dict[str, list[str]] = json.loads((DATA / "models.json").read_text("utf-8"))
    return loaded


@dataclass(frozen=True)
class Catalogue:
    folders: Folders
    quirks: Quirks

    def names(self) -> list[str]:
        return [name for name in described() if self.quirks.server.has_node(name)]

    def node(self, name: object) -> dict[str, Any] | None:
        """Return one class with today's lists, or None."""
        if name not in described() or not self.quirks.server.has_node(str(name)):
            return None
        node = copy.deepcopy(described()[name])
        for inputs in node["input"].values():
            for key, config in inputs.items():
                choices = self._choices(str(name), key)
                if choices is not None:
                    _put(config, choices)
        return dict(node)

    def _choices(self, node: str, key: str) -> list[str] | None:
        if (node, key) in UPLOADS:
            return sorted(p.name for p in self.folders.of("input").iterdir() if p.is_file())
        if (node, key) == ("LoadImageTextDataSetFromFolder", "folder"):
            return sorted(p.name for p in self.folders.of("input").iterdir() if p.is_dir())
        if key in _MODELS:
            return self.folders.model_names(_MODELS[key]) + _ALWAYS.get(key, [])
        return None


def _put(config: list[Any], choices: list[str]) -> None:
    """Servers write a list of choices in two ways."""
    if isinstance(config[0], list):
        config[0] = choices
    else:
        config[1]["options"] = choices


def accepted(node: dict[str, Any]) -> dict[str, tuple[Any, dict[str, Any], bool]]:
    """Return a class's inputs by name: type, options, and whether it must be given."""
    found = {}
    for group in ("required", "optional"):
        for key in node["input_order"].get(group, []):
            config = node["input"][group][key]
            options = config[1] if len(config) > 1 else {}
            found[key] = (config[0], options, group == "required")
    return found
