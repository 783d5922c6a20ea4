"""The test's own routes, under /_standin: switch quirks, and let things happen at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from aiohttp import web

from tests.standins.comfyui.quirks import Quirks
from tests.standins.comfyui.server import Server
from tests.standins.comfyui.worker import SECONDS

PREFIX = "/_standin"

Refuse = Callable[[float], Coroutine[Any, Any, None]]
"""Takes no connection for some seconds."""

_STRANGER = {
    "1": {
        "class_type": "EmptyImage",
        "inputs": {"width": 64, "height": 64, "batch_size": 1, "color": 0},
    },
    "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}},
}


class ControlRoutes:
    def __init__(self, server: Server, refuse: Refuse) -> None:
        self.server = server
        self.refuse_for = refuse
        self.tasks: set[asyncio.Task[None]] = set()

    def table(self) -> list[web.RouteDef]:
        return [
            web.get(f"{PREFIX}/quirks", self.quirks),
            web.post(f"{PREFIX}/quirks", self.switch),
            web.post(f"{PREFIX}/reset", self.reset),
            web.post(f"{PREFIX}/forget", self.forget),
            web.post(f"{PREFIX}/strangers", self.strangers),
            web.post(f"{PREFIX}/refuse", self.refuse),
        ]

    async def quirks(self, request: web.Request) -> web.Response:
        return web.json_response(asdict(self.server.quirks))

    async def switch(self, request: web.Request) -> web.Response:
        try:
            self.server.quirks.switch(await request.json())
        except ValueError as error:
            return web.Response(status=400, text=str(error))
        return web.json_response(asdict(self.server.quirks))

    async def reset(self, request: web.Request) -> web.Response:
        """Be honest and idle again, with nothing in mind; files stay. A dead worker stays dead."""
        self.server.quirks.switch(asdict(Quirks()))
        self.server.queue.clear()
        self.server.worker.interrupt()
        while self.server.queue.running:
            await asyncio.sleep(0.01)
        self.server.queue.forget()
        self.server.worker.known.clear()
        return web.Response()

    async def forget(self, request: web.Request) -> web.Response:
        """Lose the history, or the queue, or both."""
        asked = await request.json()
        if asked.get("history"):
            self.server.queue.forget()
        if asked.get("queue"):
            self.server.queue.clear()
        return web.Response()

    async def strangers(self, request: web.Request) -> web.Response:
        """Put somebody else's prompts into the queue; return their ids."""
        asked = await request.json()
        ids = [str(uuid4()) for _ in range(asked.get("count", 1))]
        for prompt_id in ids:
            number = self.server.queue.number({})
            extra = {SECONDS: asked.get("seconds", 0.0), "client_id": "somebody else"}
            graph = {**_STRANGER, "1": {**_STRANGER["1"], "_meta": {"title": prompt_id}}}
            self.server.queue.put((number, prompt_id, graph, extra, ["2"]))
        return web.json_response(ids)

    async def refuse(self, request: web.Request) -> web.Response:
        """Answer, and then be out of reach for some seconds; what runs goes on."""
        task = asyncio.create_task(self.refuse_for(float((await request.json())["seconds"])))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return web.Response()
