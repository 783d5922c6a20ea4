"""Run the stand-in until it is told to end; its first line says where it listens."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
import uuid
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.standins.acestep.quirks import Quirks, next_of
from tests.standins.acestep.tasks import Tasks

TYPES = {".wav": "audio/wav", ".flac": "audio/flac", ".mp3": "audio/mpeg"}
OPEN = {"/health", "/_control", "/_journal"}


class AceStep:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.quirks = Quirks()
        self.tasks = Tasks(folder, self.quirks)
        self.journal: list[dict[str, Any]] = []

    def application(self) -> web.Application:
        application = web.Application(middlewares=[self._locked])
        application.add_routes(
            [
                web.get("/health", self.health),
                web.get("/v1/stats", self.stats),
                web.get("/v1/models", self.models),
                web.get("/v1/audio", self.audio),
                web.post("/release_task", self.release),
                web.post("/query_result", self.query),
                web.post("/_control", self.control),
                web.get("/_journal", self.asked),
            ]
        )
        return application

    @web.middleware
    async def _locked(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Let in who shows the key in a header; one in the body, as in February, is not read."""
        key, shown = self.quirks.key, request.headers.get("Authorization", "")
        if key and request.path not in OPEN and shown != f"Bearer {key}":
            why = "Invalid API key" if shown else "Missing Authorization header"
            return _detail(401, why)
        answer: web.StreamResponse = await handler(request)
        return answer

    async def health(self, request: web.Request) -> web.Response:
        if self.quirks.sick:
            return _detail(503, "Service Unavailable")
        if self.quirks.older:
            return web.json_response({"status": "healthy"})
        said: dict[str, Any] = {"status": "ok", "service": self.quirks.service, "version": "1.0"}
        if self.quirks.version != "feb":
            said["models_initialized"] = self.quirks.initialised
            said["loaded_model"] = self.quirks.models[0] if self.quirks.initialised else None
        return _wrapped(said)

    async def stats(self, request: web.Request) -> web.Response:
        if not self.quirks.counts:
            return _detail(404, "Not Found")
        size = 200 if self.quirks.full else 0
        return _wrapped({"jobs": self.tasks.stats(), "queue_size": size, "queue_maxsize": 200,
                         "avg_job_seconds": 12.0})  # fmt: skip

    async def models(self, request: web.Request) -> web.Response:
        names = self.quirks.models
        if self.quirks.lists == "nothing":
            return _detail(404, "Not Found")
        if self.quirks.openrouter():
            data = [{"id": f"acestep/{name}", "object": "model"} for name in names]
            return web.json_response({"object": "list", "data": data})
        listed: list[dict[str, Any]] = [
            {"name": name, "is_default": name == names[0]} for name in reversed(names)
        ]
        if self.quirks.version != "feb":
            listed = [{**one, "is_loaded": True} for one in listed]
            listed += [{"name": name, "is_default": False, "is_loaded": False}
                       for name in self.quirks.on_disk]  # fmt: skip
        return _wrapped({"models": listed, "default_model": names[0]})

    async def release(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        if body is None:
            return _detail(400, "Invalid JSON")
        quirk = next_of(self.quirks.refuses)
        refused = _refused(quirk)
        if refused:
            return refused
        number = str(uuid.uuid4())
        self.journal.append({"path": request.path, "body": body})
        self.tasks.add(number, body)
        if quirk == "deaf":
            assert request.transport
            request.transport.abort()
        return _wrapped({"task_id": number, "status": "queued", "queue_position": 1})

    async def query(self, request: web.Request) -> web.Response:
        body = await _body(request) or {}
        quirk = next_of(self.quirks.asks)
        if quirk:
            odd = {"broken": _detail(500, "Internal Server Error"), "empty": _wrapped([])}
            return odd.get(quirk, web.Response(text="<html>nothing</html>"))
        numbers = body.get("task_id_list", [])
        numbers = json.loads(numbers) if isinstance(numbers, str) else numbers
        self.journal.append({"path": request.path, "body": body})
        return _wrapped([self.tasks.look(number) for number in numbers])

    async def audio(self, request: web.Request) -> web.StreamResponse:
        path, quirk = Path(request.query["path"]), next_of(self.quirks.sends)
        if quirk == "outside" or self.folder not in path.parents:
            return _detail(403, "Access denied: path outside allowed directory")
        if quirk == "gone" or not path.exists():
            return _detail(404, "Audio file not found")
        data = path.read_bytes()
        whole = {"page": b"<html>a page</html>", "empty": b""}.get(quirk, data)
        if quirk == "broken":
            return _detail(500, "Internal Server Error")
        if quirk.startswith("cut"):
            return await _cut(request, data, told=quirk == "cut")
        return web.Response(body=whole, content_type=TYPES.get(path.suffix, "audio/mpeg"))

    async def control(self, request: web.Request) -> web.Response:
        changes = await request.json()
        if "do" in changes:
            act = {"forget": self.tasks.there.clear, "orphan": self.tasks.orphan,
                   "expire": self.tasks.expire}  # fmt: skip
            act[changes.pop("do")]()
        self.quirks.switch(changes)
        return web.json_response({})

    async def asked(self, request: web.Request) -> web.Response:
        return web.json_response({"asked": self.journal})


def _refused(quirk: str) -> web.Response | None:
    wrong = [{"type": "int_parsing", "loc": ["body", "bpm"], "msg": "Input should be an integer"}]
    answers = {
        "busy": lambda: _detail(429, "Server busy: queue is full"),
        "busy inside": lambda: _wrapped(None, code=429, error="Server busy: queue is full"),
        "code": lambda: _wrapped(None, code=500, error="generation error: no handler"),
        "bad": lambda: _detail(400, "JSON payload must be an object"),
        "wrong": lambda: web.json_response({"detail": wrong}, status=422),
        "broken": lambda: _detail(500, "Internal Server Error"),
        "numberless": lambda: _wrapped({"status": "queued"}),
        "moved": lambda: web.Response(status=302, headers={"Location": "http://127.0.0.9/"}),
        "gateway": lambda: web.Response(status=502, text="Bad Gateway"),
    }
    return answers[quirk]() if quirk in answers else None


async def _body(request: web.Request) -> dict[str, Any] | None:
    try:
        found = await request.json()
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


async def _cut(request: web.Request, data: bytes, *, told: bool) -> web.StreamResponse:
    """Send half of a file and hang up; with `told` its length was promised before."""
    answer = web.StreamResponse(headers={"Content-Type": "audio/wav"})
    if told:
        answer.content_length = len(data)
    else:
        answer.headers["Connection"] = "close"
        answer._keep_alive = False
    await answer.prepare(request)
    await answer.write(data[: len(data) // 2])
    if told:
        assert request.transport
        request.transport.close()
    return answer


def _wrapped(data: object, *, code: int = 200, error: str | None = None) -> web.Response:
    return web.json_response({"data": data, "code": code, "error": error,
                              "timestamp": int(time.time() * 1000), "extra": None})  # fmt: skip


def _detail(status: int, words: str) -> web.Response:
    return web.json_response({"detail": words}, status=status)


async def _serve(folder: Path, port: int) -> None:
    runner = web.AppRunner(AceStep(folder).application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    told = parser.parse_args()
    asyncio.run(_serve(told.folder.resolve(), told.port))


if __name__ == "__main__":
    main()
