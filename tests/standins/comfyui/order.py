"""Which nodes a prompt needs, in which order, and by which sign a node's result is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from tests.standins.comfyui.files import Folders
from tests.standins.comfyui.render import content_of

Graph = dict[str, Any]


def needed(graph: Graph, outputs: Iterable[str]) -> list[str]:
    """Return the outputs and all that they need, each node after what it needs."""
    found: dict[str, None] = {}

    def visit(node_id: str) -> None:
        if node_id not in found:
            for link in links(graph[node_id]["inputs"]).values():
                visit(link[0])
            found[node_id] = None

    for output in outputs:
        visit(output)
    return list(found)


def links(inputs: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the inputs that come from another node."""
    return {name: value for name, value in inputs.items() if isinstance(value, list)}


def signs(graph: Graph, order: Iterable[str], folders: Folders) -> dict[str, str]:
    """Return a hash for each node: of its class, its values, its file, and all above it."""
    found: dict[str, str] = {}
    for node_id in order:
        node = graph[node_id]
        above = {name: (found[link[0]], link[1]) for name, link in links(node["inputs"]).items()}
        words = [node["class_type"], {**node["inputs"], **above}]
        words.append(content_of(folders, node["class_type"], node["inputs"]))
        found[node_id] = hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
    return found
