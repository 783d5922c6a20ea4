"""The one thread that runs prompts, one after the other; what is no node's fault ends it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from tests.standins.comfyui.catalogue import Catalogue
from tests.standins.comfyui.execution import Execution, Known
from tests.standins.comfyui.messages import Messages, Send
from tests.standins.comfyui.queue import Item, PromptQueue
from tests.standins.comfyui.quirks import Quirks

SECONDS = "standin_seconds"
"""In a prompt's extra data: how long this one takes."""


@dataclass
class Worker:
    queue: PromptQueue
    catalogue: Catalogue
    quirks: Quirks
    send: Send
    interrupted: threading.Event = field(default_factory=threading.Event)
    known: Known = field(default_factory=dict)
    at_work: Execution | None = None

    def start(self) -> None:
        threading.Thread(target=self._work, name="prompts", daemon=True).start()

    def interrupt(self, prompt_id: str | None = None) -> bool:
        """Ask what runs to end, if it is the one; return whether it is."""
        running, _ = self.queue.now()
        if not running or prompt_id not in {None, running[0][1]}:
            return False
        self.interrupted.set()
        return True

    def node_for(self, client: str) -> str | None:
        """Return the node at work if the prompt is this client's."""
        work = self.at_work
        return work.at if work and work.messages.client == client else None

    def _work(self) -> None:
        while True:
            self.queue.wait_for_work()
            if self.quirks.take("worker_dead"):
                return
            item = self.queue.next()
            self.interrupted.clear()
            self._run(item)

    def _run(self, item: Item) -> None:
        extra: dict[str, Any] = item[3]
        messages = Messages(item[1], extra.get("client_id"), self.send)
        self.at_work = Execution(
            item,
            self.catalogue,
            self.quirks,
            self.interrupted,
            self.known,
            messages,
            seconds=extra.get(SECONDS, 0.0),
        )
        entry = self.at_work.run()
        if self.quirks.linger:
            threading.Event().wait(self.quirks.linger)
        self.at_work = None
        self.queue.finish(entry)
        messages.over()
