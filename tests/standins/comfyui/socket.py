"""The WebSocket: who hears what. A socket may fall deaf, and nothing is said again."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

_PREVIEW = struct.pack(">II", 1, 1)  # event: preview, format: JPEG


class Sockets:
    """One socket for each client id, and the words to them in order."""

    def __init__(self, features: Callable[[], dict[str, Any]]) -> None:
        self._table: dict[str, web.WebSocketResponse] = {}
        self._words: asyncio.Queue[tuple[str, Any, str | None]] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._features = features

    async def publish(self) -> None:
        """Send what was said, for ever."""
        self._loop = asyncio.get_running_loop()
        while True:
            await self._deliver(*await self._words.get())

    def say(self, event: str, data: Any, client: str | None = None) -> None:
        """Put words in line, from any thread."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._words.put_nowait, (event, data, client))

    async def serve(
        self,
        request: web.Request,
        status: Callable[[], dict[str, Any]],
        node_for: Callable[[str], str | None],
    ) -> web.WebSocketResponse:
        """Listen to one client until it goes."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        client = request.query.get("clientId") or uuid4().hex
        self._table[client] = socket
        try:
            await self._deliver("status", {"status": status(), "sid": client}, client)
            node = node_for(client)
            if node:
                await self._deliver("executing", {"node": node}, client)
            await self._listen(socket, client)
        finally:
            # Whoever has the id by now falls deaf: this is what a real server does.
            self._table.pop(client, None)
        return socket

    async def close(self) -> None:
        for socket in list(self._table.values()):
            await socket.close()

    async def _listen(self, socket: web.WebSocketResponse, client: str) -> None:
        first = True
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                asked = message.json()
                if first and asked.get("type") == "feature_flags":
                    await self._deliver("feature_flags", self._features(), client)
                first = False

    async def _deliver(self, event: str, data: Any, client: str | None) -> None:
        if client is None:
            hearers = list(self._table.values())
        else:
            hearers = [self._table[client]] if client in self._table else []
        for socket in hearers:
            try:
                if isinstance(data, bytes):
                    await socket.send_bytes(_PREVIEW + data)
                else:
                    await socket.send_json({"type": event, "data": data})
            except ConnectionError:
                continue
