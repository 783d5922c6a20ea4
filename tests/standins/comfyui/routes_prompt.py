"""POST /prompt, the queue, the history, and the interrupt."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID, uuid4

from aiohttp import web

from tests.standins.comfyui.server import Server
from tests.standins.comfyui.validation import Verdict, judge
from tests.standins.comfyui.validation_inputs import Problem, problem

_SECRETS = ("auth_token_comfy_org", "api_key_comfy_org")


class PromptRoutes:
    def __init__(self, server: Server) -> None:
        self.server = server

    def table(self) -> list[web.RouteDef]:
        return [
            web.get("/prompt", self.remaining),
            web.post("/prompt", self.prompt),
            web.get("/queue", self.queue),
            web.post("/queue", self.change_queue),
            web.post("/interrupt", self.interrupt),
            web.get("/history", self.history),
            web.post("/history", self.change_history),
            web.get("/history/{prompt_id}", self.history_of),
        ]

    async def remaining(self, request: web.Request) -> web.Response:
        return web.json_response(self.server.status())

    async def prompt(self, request: web.Request) -> web.Response:
        asked = await request.json()
        number = self.server.queue.number(asked) if isinstance(asked, dict) else 0.0
        if "prompt" not in asked:
            return _refused(problem("no_prompt", "No prompt provided", "No prompt provided"))
        prompt_id, fault = self._id(asked)
        if fault:
            return _refused(fault)
        targets = asked.get("partial_execution_targets")
        verdict = judge(asked["prompt"], self.server.catalogue, targets)
        if verdict.error:
            return _refused(verdict.error, verdict.node_errors)
        self._put(asked, number, prompt_id, verdict)
        answer = {"prompt_id": prompt_id, "number": number, "node_errors": verdict.node_errors}
        return web.json_response(answer)

    def _put(self, asked: dict[str, Any], number: float, prompt_id: str, verdict: Verdict) -> None:
        extra = asked.get("extra_data", {})
        if "client_id" in asked:
            extra["client_id"] = asked["client_id"]
        kept = {key: value for key, value in extra.items() if key not in _SECRETS}
        kept["create_time"] = int(time.time() * 1000)
        self.server.queue.put((number, prompt_id, asked["prompt"], kept, verdict.outputs))

    def _id(self, asked: dict[str, Any]) -> tuple[str, Problem | None]:
        if not self.server.quirks.server.wants_uuids:
            return str(asked.get("prompt_id", uuid4())), None
        given = asked.get("prompt_id")
        if given is None:
            return str(uuid4()), None
        try:
            if isinstance(given, str) and str(UUID(given)) == given:
                return given, None
            words = "job id must be a UUID in canonical lowercase hyphenated form"
        except ValueError as error:
            words = str(error)
        return "", problem("invalid_prompt_id", "Invalid prompt_id", words)

    async def queue(self, request: web.Request) -> web.Response:
        running, pending = self.server.queue.now()
        return web.json_response({"queue_running": running, "queue_pending": pending})

    async def change_queue(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked.get("clear"):
            self.server.queue.clear()
        for each in asked.get("delete", []):
            self.server.queue.delete([each])
        return web.Response()

    async def interrupt(self, request: web.Request) -> web.Response:
        asked = await request.json() if await request.text() else {}
        self.server.worker.interrupt(asked.get("prompt_id"))
        return web.Response()

    async def history(self, request: web.Request) -> web.Response:
        entries = list(self.server.queue.history().items())
        most = int(request.query.get("max_items", len(entries)))
        first = int(request.query.get("offset", -1))
        start = max(0, len(entries) - most) if first < 0 else first
        return web.json_response(dict(entries[start : start + most]))

    async def history_of(self, request: web.Request) -> web.Response:
        prompt_id = request.match_info["prompt_id"]
        entry = self.server.queue.history().get(prompt_id)
        return web.json_response({prompt_id: entry} if entry else {})

    async def change_history(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked.get("clear"):
            self.server.queue.forget()
        self.server.queue.forget(asked.get("delete", []))
        return web.Response()


def _refused(error: Problem, node_errors: dict[str, Any] | None = None) -> web.Response:
    return web.json_response({"error": error, "node_errors": node_errors or {}}, status=400)
