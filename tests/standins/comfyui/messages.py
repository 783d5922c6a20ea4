"""What one prompt says while it runs: to the history, and to the sockets in a real one's order."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from typing import Any

Send = Callable[[str, Any, str | None], None]
"""Event, data, and whose socket: None is everybody's."""


class Messages:
    """`history` keeps what the status will show; the rest goes over the sockets only."""

    def __init__(self, prompt_id: str, client: str | None, send: Send) -> None:
        self.prompt_id = prompt_id
        self.client = client
        self.history: list[list[Any]] = []
        self._send = send

    def keep(self, event: str, *, everybody: bool = False, **data: Any) -> None:
        """Say something that also stands in the history."""
        whole = {**data, "prompt_id": self.prompt_id, "timestamp": int(time.time() * 1000)}
        self.history.append([event, whole])
        if everybody or self.client is not None:
            self._send(event, whole, self.client)

    def begun(self, node: str) -> None:
        self.state(node, "running", 0, 1)
        if self.client is not None:
            data = {"node": node, "display_node": node, "prompt_id": self.prompt_id}
            self._send("executing", data, self.client)

    def step(self, node: str, value: int, most: int) -> None:
        data = {"value": value, "max": most, "prompt_id": self.prompt_id, "node": node}
        self._send("progress", data, self.client)
        self.state(node, "running", value, most)

    def state(self, node: str, state: str, value: int, most: int) -> None:
        names = dict.fromkeys(("node_id", "display_node_id", "real_node_id"), node)
        whole = {"value": value, "max": most, "state": state, **names}
        whole |= {"prompt_id": self.prompt_id, "parent_node_id": None}
        data = {"prompt_id": self.prompt_id, "nodes": {node: whole}}
        self._send("progress_state", data, self.client)

    def shown(self, node: str, output: dict[str, Any]) -> None:
        if self.client is not None:
            data = {"node": node, "display_node": node, "output": output}
            self._send("executed", {**data, "prompt_id": self.prompt_id}, self.client)

    def preview(self, jpeg: bytes) -> None:
        self._send("preview", jpeg, self.client)

    def over(self) -> None:
        """Say that nothing runs any more; the history is written by then."""
        if self.client is not None:
            self._send("executing", {"node": None, "prompt_id": self.prompt_id}, self.client)


def failure(error: Exception, inputs: dict[str, Any], done: list[str]) -> dict[str, Any]:
    """Return what an `execution_error` says of an exception."""
    kind = getattr(error, "kind", "") or _full_name(type(error))
    return {
        "exception_message": f"{error}\n",
        "exception_type": kind,
        "traceback": traceback.format_tb(error.__traceback__),
        "current_inputs": {name: [repr(value)[:500]] for name, value in inputs.items()},
        "current_outputs": list(done),
    }


def _full_name(kind: type[Exception]) -> str:
    module = kind.__module__
    return kind.__name__ if module == "builtins" else f"{module}.{kind.__name__}"
