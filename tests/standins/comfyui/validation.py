"""Decide whether a graph may run, in a real server's words: one verdict, errors by node.

Nodes that no output needs are not looked at. Outputs that fail are dropped silently as long as one
is left. What is no graph at all raises here by itself, which becomes a 500, as on a real server.
"""

from __future__ import annotations

import traceback
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from tests.standins.comfyui.catalogue import Catalogue, accepted
from tests.standins.comfyui.validation_inputs import Problem, link_problem, problem, value_problem

Graph = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """`error` is None when at least one output may run; `node_errors` may be full even then."""

    error: dict[str, Any] | None
    outputs: list[str] = field(default_factory=list)
    node_errors: dict[str, Any] = field(default_factory=dict)


def judge(graph: Graph, catalogue: Catalogue, targets: Collection[str] | None = None) -> Verdict:
    """Return the verdict, and change the graph's values to their inputs' types in place."""
    outputs = []
    for node_id, node in graph.items():
        class_type = _class_of(node, catalogue)
        found = catalogue.node(class_type) if class_type else None
        if found is None:
            return Verdict(_missing(node_id, node, class_type, catalogue))
        if found["output_node"] and (targets is None or node_id in targets):
            outputs.append(node_id)
    if not outputs:
        return Verdict(problem("prompt_no_outputs", "Prompt has no outputs", ""))
    return _Walk(graph, catalogue).verdict(outputs)


def _class_of(node: Any, catalogue: Catalogue) -> Any:
    if catalogue.quirks.server.names_missing_nodes:
        return node.get("class_type")
    return dict(node).get("class_type") if "class_type" in node else None


def _missing(node_id: str, node: Any, class_type: Any, catalogue: Catalogue) -> Problem:
    details = f"Node ID '#{node_id}'"
    if not catalogue.quirks.server.names_missing_nodes:
        what = f"node {class_type} does not exist"
        return problem("invalid_prompt", f"Cannot execute because {what}.", details)
    title = node.get("_meta", {}).get("title", class_type)
    message = f"Node '{title}' not found. The custom node may not be installed."
    if class_type is None:
        message = "Node has no class_type. The workflow may be corrupted."
    extra = {"node_id": node_id, "class_type": class_type, "node_title": title}
    return problem("missing_node_type", message, details, **extra)


class _Walk:
    """One look at a graph, from its outputs upwards; each node is judged once."""

    def __init__(self, graph: Graph, catalogue: Catalogue) -> None:
        self.graph = graph
        self.catalogue = catalogue
        self.judged: dict[str, tuple[bool, list[Problem]]] = {}
        self.open: list[str] = []

    def verdict(self, outputs: list[str]) -> Verdict:
        good, words = [], []
        node_errors: dict[str, Any] = {}
        for output in outputs:
            if self._stands(output):
                good.append(output)
                continue
            words += [f"{each['message']}: {each['details']}" for each in self.judged[output][1]]
            self._blame(output, node_errors)
        if good:
            return Verdict(None, good, node_errors)
        message = "Prompt outputs failed validation"
        error = problem("prompt_outputs_failed_validation", message, "\n".join(words))
        return Verdict(error, [], node_errors)

    def _stands(self, output: str) -> bool:
        try:
            return self._node(output)
        except Exception as error:  # noqa: BLE001 - a real server reports whatever was raised
            kind, message = "exception_during_validation", "Exception when validating node"
            self.judged[output] = (False, [_raised(kind, message, error)])
            return False

    def _blame(self, output: str, node_errors: dict[str, Any]) -> None:
        for node_id, (fine, problems) in self.judged.items():
            if fine or not problems:
                continue
            class_type = self.graph[node_id]["class_type"]
            fresh = {"errors": problems, "dependent_outputs": [], "class_type": class_type}
            node_errors.setdefault(node_id, fresh)["dependent_outputs"].append(output)

    def _node(self, node_id: str) -> bool:
        if node_id in self.judged:
            return self.judged[node_id][0]
        if node_id in self.open:
            return self._cycle(node_id)
        node = self.graph[node_id]
        inputs, described = node["inputs"], self.catalogue.node(node["class_type"])
        assert described
        problems, fine = [], True
        for name, (kind, options, required) in accepted(described).items():
            if name not in inputs:
                if required:
                    message = "Required input is missing"
                    missing = problem("required_input_missing", message, name, input_name=name)
                    problems.append(missing)
            elif isinstance(inputs[name], list):
                found, above = self._link(node_id, name, kind, options)
                problems += found
                fine = fine and above
            else:
                where = (node["class_type"], name)
                problems += value_problem(where, inputs, (kind, options), self.catalogue.folders)
        if node_id not in self.judged:  # a cycle has judged all its nodes already
            self.judged[node_id] = (fine and not problems, problems)
        return self.judged[node_id][0]

    def _link(
        self, node_id: str, name: str, kind: Any, options: Any
    ) -> tuple[list[Problem], bool]:
        """Return what is wrong with a link, and whether all above it stands."""
        link = self.graph[node_id]["inputs"][name]
        if len(link) == 2:
            above = self.catalogue.node(self.graph[link[0]]["class_type"])
            assert above
            received = above["output"][link[1]]
        else:
            received = None
        found = link_problem(name, link, received, (kind, options))
        if found:
            return found, True
        self.open.append(node_id)
        try:
            return [], self._node(link[0])
        except Exception as error:  # noqa: BLE001 - as above
            kind, message = (
                "exception_during_inner_validation",
                "Exception when validating inner node",
            )
            extra = {"input_name": name, "linked_node": link, "exception_message": str(error)}
            self.judged[link[0]] = (False, [_raised(kind, message, error, **extra)])
            return [], False
        finally:
            self.open.pop()

    def _cycle(self, node_id: str) -> bool:
        path = [*self.open[self.open.index(node_id) :], node_id]
        names = list(dict.fromkeys(path))
        details = " -> ".join(f"{each} ({self.graph[each]['class_type']})" for each in path)
        for each in names:
            extra = {"node_id": each, "cycle_nodes": names}
            found = problem("dependency_cycle", "Dependency cycle detected", details, **extra)
            self.judged[each] = (False, [found])
        return False


def _raised(kind: str, message: str, error: Exception, **extra: Any) -> Problem:
    lines = traceback.format_tb(error.__traceback__)
    name = type(error).__name__
    return problem(kind, message, str(error), exception_type=name, traceback=lines, **extra)
