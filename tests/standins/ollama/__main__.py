"""Run the stand-in until it is told to end; its first line says where it listens."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
from typing import Any

from aiohttp import web

from tests.standins.ollama.quirks import Quirks
from tests.standins.ollama.replies import BUSY, NO_MEMORY, STOPPED, message, reply

TYPES = {"seed": int, "num_ctx": int, "num_predict": int, "temperature": (int, float)}


class Ollama:
    def __init__(self) -> None:
        self.quirks = Quirks()
        self.loaded: dict[str, int] = {}
        self.journal: list[dict[str, Any]] = []

    def application(self) -> web.Application:
        application = web.Application(client_max_size=64 * 2**20, middlewares=[self._noted])
        application.add_routes(
            [
                web.get("/", lambda _: _text("Ollama is running")),
                web.get("/api/version", lambda _: _said({"version": "0.12.3"})),
                web.get("/api/tags", self.tags),
                web.get("/api/ps", self.ps),
                web.post("/api/show", self.show),
                web.post("/api/chat", self.chat),
                web.post("/api/generate", self.generate),
                web.post("/_control", self.control),
                web.get("/_journal", self.told),
            ]
        )
        return application

    @web.middleware
    async def _noted(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.method == "POST" and request.path.startswith("/api/"):
            body = await _body(request)
            if body is None:
                return _wrong(400, "missing request body")
            self.journal.append({"path": request.path, "body": body})
        answer: web.StreamResponse = await handler(request)
        return answer

    async def tags(self, request: web.Request) -> web.Response:
        there = [
            {"name": name, "model": name, "digest": hashlib.sha256(name.encode()).hexdigest()}
            for name in self.quirks.models
        ]
        return _json({"models": there})

    async def ps(self, request: web.Request) -> web.Response:
        there = [{"name": name, "model": name, "size_vram": 4_000_000_000} for name in self.loaded]
        for name, looks in tuple(self.loaded.items()):
            if looks == 0:
                del self.loaded[name]
            elif looks > 0:
                self.loaded[name] = looks - 1
        return _json({"models": [one for one in there if one["name"] in self.loaded]})

    async def show(self, request: web.Request) -> web.Response:
        name = _tagged((await request.json()).get("model", ""))
        if name not in self.quirks.models:
            return _wrong(404, f"model '{name}' not found")
        about: dict[str, Any] = {"capabilities": self.quirks.models[name], "details": {}}
        if name in self.quirks.remote:
            about["remote_host"] = "https://ollama.com"
        return _json(about)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body, quirk = await request.json(), self.quirks.next()
        refused = self._refused(body, quirk)
        if refused:
            return refused
        name = _tagged(body["model"])
        self.loaded[name] = -1
        said = message(body, quirk, reply(body, self.quirks))
        if body.get("keep_alive") == 0:
            self.loaded[name] = self.quirks.lingers
        if body.get("stream", True) or quirk == "error":
            lines = [{**said, "done": False}, {"error": STOPPED} if quirk == "error" else said]
            return _text("\n".join(map(json.dumps, lines)), "application/x-ndjson")
        return _json(said)

    def _refused(self, body: dict[str, Any], quirk: str) -> web.Response | None:
        """Return the answer to a question that no model gets to see."""
        name, options = _tagged(body["model"]), body.get("options", {})
        odd = [one for one, value in options.items() if not isinstance(value, TYPES[one])]
        refusals = (
            (quirk == "busy", 503, BUSY),
            (name not in self.quirks.models, 404, f"model '{name}' not found"),
            (bool(odd), 400, f'option "{", ".join(odd)}" must be of type integer'),
            (quirk == "stopped", 500, STOPPED),
            (quirk == "memory", 500, NO_MEMORY),
        )
        return next((_wrong(status, said) for true, status, said in refusals if true), None)

    async def generate(self, request: web.Request) -> web.Response:
        body = await request.json()
        name = _tagged(body["model"])
        if name not in self.quirks.models:
            return _wrong(404, f"model '{name}' not found")
        # Told again, one that is leaving takes no longer.
        if body.get("keep_alive") == 0 and self.loaded.get(name, 0) < 0:
            self.loaded[name] = self.quirks.lingers
        return _json({"model": name, "done": True, "done_reason": "unload", "response": ""})

    async def told(self, request: web.Request) -> web.Response:
        return _json({"asked": self.journal, "left": self.quirks.answers})

    async def control(self, request: web.Request) -> web.Response:
        self.quirks.switch(await request.json())
        return _json({})


def _tagged(name: str) -> str:
    return name if ":" in name else f"{name}:latest"


async def _body(request: web.Request) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = await request.json()
    except ValueError:
        return None
    return found


async def _said(words: dict[str, Any]) -> web.Response:
    return _json(words)


async def _text_soon(text: str) -> web.Response:
    return web.Response(text=text)


def _text(text: str, kind: str = "text/plain") -> Any:
    answer = web.Response(text=text, content_type=kind)
    return answer if kind != "text/plain" else _text_soon(text)


def _json(words: dict[str, Any]) -> web.Response:
    return web.json_response(words)


def _wrong(status: int, words: str) -> web.Response:
    return web.json_response({"error": words}, status=status)


async def _serve(port: int) -> None:
    runner = web.AppRunner(Ollama().application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(_serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
