"""Load ComfyUI workflows: the graph that somebody exported, with its description beside it.

A workflow is two files in `templates/comfyui/`: `NAME.json` and `NAME.yaml`. The host's
folder is looked in before the shipped one. Whether a server has the nodes and models is asked
elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lyrad.config.checked import checked, listed, nearest
from lyrad.config.text import read_text
from lyrad.config.workflow_file import WorkflowFile
from lyrad.config.yaml_tree import one_document
from lyrad.core.workflow.binding import bind, inputs_of, is_exported_for_the_screen
from lyrad.core.workflow.models import models_of
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import JSON
from lyrad.model.workflow import Role, Slot, Workflow

T = TypeVar("T")

FOLDER = "comfyui"
_EXPORT = "In ComfyUI: Workflow > Export (API), and put that file here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflows:
    """The folders of workflows, first found first used: the host's, then the shipped one."""

    folders: tuple[Path, ...]

    def names(self) -> tuple[str, ...]:
        """Return the names of all workflows."""
        return tuple(sorted({path.stem for path in self._graphs()}))

    def get(self, name: str, where: str) -> Workflow:
        """Return a workflow; `where` is who names it.

        Raises:
            ConfigError: there is none of that name, or with every fault of its two files.
        """
        for path in self._graphs():
            if path.stem == name:
                return read_workflow(path)
        raise ConfigError(self._unknown(name, where))

    def looks(self) -> tuple[Path, ...]:
        """Return every file that workflows are read from."""
        return tuple(file for path in self._graphs() for file in (path, path.with_suffix(".yaml")))

    def _graphs(self) -> Iterable[Path]:
        for folder in self.folders:
            yield from sorted((folder / FOLDER).glob("[!._]*.json"))

    def _unknown(self, name: str, where: str) -> Fault:
        near = nearest(name, self.names())
        hint = f"Did you mean `{near}`? " if near else ""
        return Fault(
            code=Code.WORKFLOW_UNKNOWN,
            what=f"There is no workflow `{name}`.",
            where=where,
            next=f"{hint}There are {listed(self.names())}; an own one is NAME.json with NAME.yaml "
            f"in templates/{FOLDER}/ beside lyrad.yaml.",
        )


def read_workflow(path: Path) -> Workflow:
    """Return the workflow whose graph is this file; its description lies beside it.

    Raises:
        ConfigError: with every fault of both files.
    """
    shown = f"templates/{FOLDER}/{path.name}"
    faults: list[Fault] = []
    graph = _or_fault(lambda: _graph(path, shown), faults)
    described = _or_fault(lambda: _description(path.with_suffix(".yaml")), faults)
    if graph is None or described is None:
        raise ConfigError(*faults)
    said, text = described
    binding = bind(graph, said.bind, said.for_)
    if binding.faults:
        raise ConfigError(*(_unbound(shown, words) for words in binding.faults))
    return Workflow(
        name=path.stem,
        title=said.title or path.stem,
        purpose=said.for_,
        graph=graph,
        slots=binding.slots,
        optional=frozenset(said.optional),
        frames=said.frames.noun() if said.frames else None,
        size=said.size.noun() if said.size else None,
        models=tuple(said.models) or models_of(graph, filled=_loras(binding.slots)),
        memory=said.memory.noun() if said.memory else None,
        sound=said.sound,
        base=said.base,
        family=said.told_in(),
        digest=_digest(graph, text),
        seconds=said.seconds.noun() if said.seconds else None,
    )


def _or_fault(read: Callable[[], T], faults: list[Fault]) -> T | None:
    """Return what is read; where it cannot be, keep the faults and go on with the other file."""
    try:
        return read()
    except ConfigError as error:
        faults.extend(error.faults)
        return None


def _description(path: Path) -> tuple[WorkflowFile, str]:
    """Return the description, and its text."""
    shown = f"templates/{FOLDER}/{path.name}"
    text = read_text(path, shown)
    return checked(one_document(text, shown), WorkflowFile), text


def _graph(path: Path, shown: str) -> dict[str, JSON]:
    try:
        graph = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError(
            Fault(
                code=Code.WORKFLOW_WRONG,
                what=f"The workflow cannot be read: {error}.",
                where=shown,
                next=_EXPORT,
            )
        ) from error
    if is_exported_for_the_screen(graph):
        raise ConfigError(
            Fault(
                code=Code.WORKFLOW_WRONG,
                what="This is a workflow as ComfyUI's screen keeps it; its server cannot run it.",
                where=shown,
                next=_EXPORT,
            )
        )
    if not isinstance(graph, dict) or not all(map(_is_node, graph.values())):
        raise ConfigError(
            Fault(
                code=Code.WORKFLOW_WRONG,
                what="This is no workflow in ComfyUI's API format: nodes with a `class_type`.",
                where=shown,
                next=_EXPORT,
            )
        )
    return graph


def _is_node(node: JSON) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("class_type"), str)
        and (not node.get("inputs") or bool(inputs_of(node)))
    )


def _loras(slots: Mapping[Role, tuple[Slot, ...]]) -> tuple[str, ...]:
    roles = (Role.LORA, Role.LORA_HIGH, Role.LORA_LOW)
    return tuple(slot.node for role in roles for slot in slots.get(role, ()))


def _unbound(shown: str, words: str) -> Fault:
    return Fault(
        code=Code.WORKFLOW_WRONG,
        what=f"The workflow cannot be filled in: {words}.",
        where=shown,
        next="Double-click the node's title in ComfyUI, name it, and export again; or write "
        "`bind:` into the YAML beside it.",
    )


def _digest(graph: Mapping[str, JSON], text: str) -> str:
    canonical = json.dumps(graph, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{canonical}\n{text}".encode()).hexdigest()[:16]
