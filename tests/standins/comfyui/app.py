"""The stand-in as a web application: every route twice, and the lies that any route may tell."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.standins.comfyui.control import PREFIX, ControlRoutes, Refuse
from tests.standins.comfyui.routes_files import FileRoutes
from tests.standins.comfyui.routes_info import InfoRoutes
from tests.standins.comfyui.routes_jobs import JobRoutes
from tests.standins.comfyui.routes_prompt import PromptRoutes
from tests.standins.comfyui.server import Server

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(server: Server, refuse: Refuse) -> web.Application:
    """Return the application; `refuse` closes the door for some seconds."""
    layers = [_journal(server), _lies(server), _origin]
    app = web.Application(middlewares=layers, client_max_size=server.max_upload)
    rooms = (PromptRoutes(server), FileRoutes(server), InfoRoutes(server), JobRoutes(server))
    routes = [route for room in rooms for route in room.table()]
    app.add_routes([*routes, *ControlRoutes(server, refuse).table()])
    app.add_routes([web.route(each.method, f"/api{each.path}", each.handler) for each in routes])
    app.on_startup.append(lambda app: _start(server, app))
    return app


async def _start(server: Server, app: web.Application) -> None:
    key = web.AppKey("publisher", asyncio.Task)
    app[key] = asyncio.create_task(server.sockets.publish())
    await asyncio.sleep(0)


def _journal(server: Server) -> Any:
    """Note each request after its answer; one that got none is noted with status 0."""

    @web.middleware
    async def layer(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(PREFIX):
            return await handler(request)
        status = 0
        try:
            response = await handler(request)
            status = response.status
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            server.journal.note(await _entry(request, status))
        return response

    return layer


async def _entry(request: web.Request, status: int) -> dict[str, Any]:
    entry: dict[str, Any] = {"method": request.method, "path": request.path, "status": status}
    entry["query"] = dict(request.query)
    if "noted" in request:
        entry["upload"] = request["noted"]
    elif request.method == "POST" and not request.content_type.startswith("multipart/"):
        try:
            entry["json"] = await request.json()
        except (ValueError, web.HTTPException):
            entry["json"] = None
    return entry


def _lies(server: Server) -> Any:
    @web.middleware
    async def layer(request: web.Request, handler: Handler) -> web.StreamResponse:
        path, quirks = request.path.removeprefix("/api"), server.quirks
        if request.path.startswith(PREFIX):
            return await handler(request)
        status = quirks.on_route("status", path)
        await asyncio.sleep(quirks.on_route("slow", path) or 0)
        if status:
            return web.Response(status=status, text="500 Internal Server Error\n\nas asked for")
        response = await handler(request)
        if quirks.on_route("drop", path) and request.transport:
            request.transport.close()
        return response

    return layer


@web.middleware
async def _origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what a page of another site would send."""
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin.partition("://")[2] != request.host
    if foreign or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return web.Response(status=403)
    return await handler(request)
