"""Answer under the addresses of Gradio 4, which had no `/gradio_api` before them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Application = Callable[..., Awaitable[None]]

NEWER = "/gradio_api"
_OLDER = ("/info", "/call/", "/cancel", "/upload", "/file=")


class Older:
    """Serve `/info` as the newer `/gradio_api/info`, and the newer one not at all."""

    def __init__(self, served: Application) -> None:
        self._served = served

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(NEWER):
            scope = {**scope, "path": "/none", "raw_path": b"/none"}
        elif scope["type"] == "http" and path.startswith(_OLDER):
            moved = f"{NEWER}{path}"
            scope = {**scope, "path": moved, "raw_path": moved.encode()}
        await self._served(scope, receive, send)
