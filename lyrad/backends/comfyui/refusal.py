"""Read why a server refuses a prompt, and say it so that somebody can put it right.

All that is missing is told at once, where the server tells it. Missing nodes and model files have
faults of their own, since they are the usual ones on a new server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lyrad.backends._shapes import fields, items, line, text
from lyrad.core.workflow.models import folder_of
from lyrad.errors import Code, Fault

_NOT_IN_LIST = "value_not_in_list"


def refusals(words: Mapping[str, Any], where: str) -> tuple[Fault, ...]:
    """Return the faults that an answer to `POST /prompt` names, one at least.

    Args:
        words: the answer, read as JSON.
        where: the server and the workflow, for people.
    """
    error = fields(words.get("error"))
    extra = fields(error.get("extra_info"))
    if text(extra.get("class_type")) or error.get("type") == "missing_node_type":
        return (missing_node(text(extra.get("class_type")), where),)
    faults = dict.fromkeys(_node_faults(fields(words.get("node_errors")), where))
    return tuple(faults) or (_refused(_words(error), where),)


def missing_node(name: str, where: str) -> Fault:
    """Return the fault of a node that the server does not have."""
    return Fault(
        code=Code.NODE_MISSING,
        what=f"This ComfyUI has no node {name or 'of that kind'}.",
        where=where,
        next="In ComfyUI: Manager > Install Missing Custom Nodes, or search registry.comfy.org for"
        f" {name or 'it'}; a built-in node may need a newer ComfyUI. Then RETAKE.",
    )


def missing_model(name: str, folder: str | None, where: str) -> Fault:
    """Return the fault of a model file that the server does not have."""
    place = f"models/{folder}/" if folder else "the models' folder that this node reads"
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"This ComfyUI lacks the model file {name}.",
        where=where,
        next=f"Put it into {place} of ComfyUI (no restart is needed), then RETAKE.",
    )


def _node_faults(nodes: Mapping[str, Any], where: str) -> Iterator[Fault]:
    for node, about in nodes.items():
        kind = text(fields(about).get("class_type"))
        for error in map(fields, items(fields(about).get("errors"))):
            extra = fields(error.get("extra_info"))
            name = text(extra.get("input_name"))
            folder = folder_of(kind, name)
            value = text(extra.get("received_value"))
            if error.get("type") == _NOT_IN_LIST and value and (folder or _file(value)):
                yield missing_model(value, folder, f"{where}, node {node} ({kind})")
            else:
                yield _refused(_words(error), f"{where}, node {node} ({kind})")


def _file(value: str) -> bool:
    return value.endswith((".safetensors", ".gguf", ".ckpt", ".pt", ".pth", ".sft", ".onnx"))


def _words(error: Mapping[str, Any]) -> str:
    said = [line(error.get(name)) for name in ("message", "details")]
    return ": ".join(part for part in said if part) or "no reason was given"


def _refused(said: str, where: str) -> Fault:
    return Fault(
        code=Code.WORKFLOW_WRONG,
        what=f"ComfyUI refuses the workflow: {said}.",
        where=where,
        next="Open the workflow in ComfyUI, put it right, export it again (API), then RETAKE.",
    )
