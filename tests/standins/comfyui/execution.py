"""One prompt at work: its nodes in order, what is known already, what goes wrong on the way."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from tests.standins.comfyui.catalogue import Catalogue, accepted
from tests.standins.comfyui.messages import Messages, failure
from tests.standins.comfyui.order import links, needed, signs
from tests.standins.comfyui.pace import InterruptedPromptError, Pace
from tests.standins.comfyui.queue import Item
from tests.standins.comfyui.quirks import Quirks
from tests.standins.comfyui.render import KINDS, Maker, handed_on, steps_of
from tests.standins.comfyui.savers import SAVERS, Saver

Made = tuple[tuple[Any, ...], dict[str, Any]]
"""A node's values, and what is shown of them."""
Values = dict[str, tuple[Any, ...]]
Known = dict[str, Made]
"""Results of the last prompt's nodes by sign."""


@dataclass
class Execution:
    """One prompt. `run` returns its entry for the history; nothing is raised."""

    item: Item
    catalogue: Catalogue
    quirks: Quirks
    interrupt: threading.Event
    known: Known
    messages: Messages
    seconds: float = 0.0
    written: list[Path] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    """The node at work."""

    def run(self) -> dict[str, Any]:
        graph = self.item[2]
        order = needed(graph, self.item[4])
        marks = signs(graph, order, self.catalogue.folders)
        cached = [node for node in order if marks[node] in self.known]
        self._forget_all_but(set(marks.values()))
        self.messages.keep("execution_start")
        self.messages.keep("execution_cached", nodes=cached)
        fine = self._nodes(order, marks)
        if fine:
            self._spoil()
            self.messages.keep("execution_success")
        return self._entry(fine=fine)

    def _nodes(self, order: list[str], marks: dict[str, str]) -> bool:
        total = sum(self._weight(node) for node in order if marks[node] not in self.known)
        pace = Pace(total, self.seconds or self.quirks.seconds, self.quirks, self.interrupt)
        values: Values = {}
        for node in order:
            self.at = node
            try:
                pace.check()
                values[node] = self._node(node, marks[node], values, pace)
            except Exception as error:  # noqa: BLE001 - whatever a node raises is reported
                self._failed(error, list(values))
                return False
        return True

    def _node(self, node: str, mark: str, values: Values, pace: Pace) -> tuple[Any, ...]:
        """Return a node's values, from the last prompt's where nothing has changed."""
        if mark not in self.known:
            self.messages.begun(node)
            made = self._make(node, self._inputs(node, values), pace)
            self.known[mark] = made
            self._show(node, made[1])
            self.messages.state(node, "finished", 1, 1)
        else:
            self._show(node, self.known[mark][1])
        return self.known[mark][0]

    def _make(self, node: str, inputs: dict[str, Any], pace: Pace) -> Made:
        name = self.item[2][node]["class_type"]
        steps = steps_of(name, inputs)
        for step in range(1, max(1, steps) + 1):
            pace.step()
            if steps:
                self.messages.step(node, step, steps)
                self._preview()
        folders, graph = self.catalogue.folders, self.item[2]
        extra = self.item[3].get("extra_pnginfo")
        saver = Saver(folders, self.quirks, graph, extra, self.written)
        if name in SAVERS:
            return (), SAVERS[name](saver, inputs)
        if name == "CreateVideo":
            return (saver.film(inputs),), {}
        if name in KINDS:
            return KINDS[name](Maker(folders), inputs), {}
        described = self.catalogue.node(name) or {}
        types = {key: str(config[0]) for key, config in accepted(described).items()}
        return handed_on(described, inputs, types), {}

    def _inputs(self, node: str, values: Values) -> dict[str, Any]:
        given = self.item[2][node]["inputs"]
        came = {name: values[link[0]][link[1]] for name, link in links(given).items()}
        return {**given, **came}

    def _weight(self, node: str) -> int:
        given = self.item[2][node]
        return max(1, steps_of(given["class_type"], given["inputs"]))

    def _failed(self, error: Exception, executed: list[str]) -> None:
        graph = self.item[2]
        kind = graph[self.at]["class_type"]
        where = {"node_id": self.at, "node_type": kind, "executed": executed}
        if isinstance(error, InterruptedPromptError):
            self.messages.keep("execution_interrupted", everybody=True, **where)
            return
        given = {k: v for k, v in graph[self.at]["inputs"].items() if not isinstance(v, list)}
        self.messages.state(self.at, "error", 0, 1)
        self.messages.keep("execution_error", **where, **failure(error, given, executed))

    def _show(self, node: str, shown: dict[str, Any]) -> None:
        if shown:
            self.outputs[node] = shown
            self.messages.shown(node, shown)

    def _preview(self) -> None:
        if self.quirks.previews:
            data = io.BytesIO()
            Image.new("RGB", (64, 36), (40, 60, 80)).save(data, "JPEG")
            self.messages.preview(data.getvalue())

    def _spoil(self) -> None:
        """Do to the files, and to what is said of them, what was asked for."""
        if self.quirks.take("nothing"):
            self.outputs = {}
        how = self.quirks.take("files")
        for path in self.written if how else ():
            data = path.read_bytes()
            path.unlink()
            if how != "gone":
                path.write_bytes(data[: len(data) // 2] if how == "half" else b"")

    def _forget_all_but(self, marks: set[str]) -> None:
        for mark in [mark for mark in self.known if mark not in marks]:
            del self.known[mark]

    def _entry(self, *, fine: bool) -> dict[str, Any]:
        status = {"status_str": "success" if fine else "error", "completed": fine}
        meta = {
            node: {
                "node_id": node,
                "display_node": node,
                "parent_node": None,
                "real_node_id": node,
            }
            for node in self.outputs
        }
        told = {**status, "messages": self.messages.history}
        return {"outputs": self.outputs, "status": told, "meta": meta}
