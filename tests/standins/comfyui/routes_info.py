"""What the server says of itself: memory, features, nodes and models; and the socket."""

from __future__ import annotations

import sys
from typing import Any

from aiohttp import web

from tests.standins.comfyui.server import Server


class InfoRoutes:
    def __init__(self, server: Server) -> None:
        self.server = server

    def table(self) -> list[web.RouteDef]:
        return [
            web.get("/system_stats", self.system_stats),
            web.get("/features", self.features),
            web.get("/object_info", self.object_info),
            web.get("/object_info/{name}", self.object_info_of),
            web.get("/models", self.models),
            web.get("/models/{folder}", self.models_of),
            web.post("/free", self.free),
            web.get("/ws", self.socket),
        ]

    async def system_stats(self, request: web.Request) -> web.Response:
        quirks = self.server.quirks
        device = {"name": "cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync", "type": "cuda"}
        names = ("vram_total", "vram_free", "torch_vram_total", "torch_vram_free")
        memory = {name: getattr(quirks, name) for name in names}
        devices = [{**device, "index": 0, **memory}]
        return web.json_response({"system": _system(quirks.version), "devices": devices})

    async def features(self, request: web.Request) -> web.Response:
        return web.json_response(self.server.features())

    async def object_info(self, request: web.Request) -> web.Response:
        catalogue = self.server.catalogue
        return web.json_response({name: catalogue.node(name) for name in catalogue.names()})

    async def object_info_of(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        node = self.server.catalogue.node(name)
        return web.json_response({name: node} if node else {})

    async def models(self, request: web.Request) -> web.Response:
        base = self.server.folders.models
        return web.json_response(sorted(path.name for path in base.iterdir() if path.is_dir()))

    async def models_of(self, request: web.Request) -> web.Response:
        folder = request.match_info["folder"]
        if not (self.server.folders.models / folder).is_dir():
            return web.Response(status=404)
        return web.json_response(self.server.folders.model_names(folder))

    async def free(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked.get("free_memory"):
            self.server.worker.known.clear()
        return web.Response()

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        server = self.server
        return await server.sockets.serve(request, server.status, server.worker.node_for)


def _system(version: str) -> dict[str, Any]:
    return {
        "os": "linux",
        "ram_total": 64 * 2**30,
        "ram_free": 48 * 2**30,
        "comfyui_version": version,
        "required_frontend_version": "1.30.0",
        "python_version": sys.version,
        "pytorch_version": "2.9.0+cu128",
        "embedded_python": False,
        "deploy_environment": "local-git",
        "argv": ["main.py"],
    }
