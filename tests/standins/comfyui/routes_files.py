"""Uploads and downloads."""

from __future__ import annotations

import io
import mimetypes
from pathlib import Path
from typing import Any

from aiohttp import web
from PIL import Image

from tests.standins.comfyui.files import KINDS, NotAllowedError
from tests.standins.comfyui.server import Server


class FileRoutes:
    def __init__(self, server: Server) -> None:
        self.server = server

    def table(self) -> list[web.RouteDef]:
        return [web.post("/upload/image", self.upload), web.get("/view", self.view)]

    async def upload(self, request: web.Request) -> web.Response:
        post = await request.post()
        kind, subfolder = str(post.get("type", "input")), str(post.get("subfolder", ""))
        self.server.folders.of(kind)
        sent: Any = post.get("image")
        if sent is None or not sent.file or not sent.filename:  # text instead of a file raises
            return web.Response(status=400)
        try:
            wanted = self.server.folders.inside(kind, subfolder, sent.filename)
        except NotAllowedError:
            return web.Response(status=400)
        folder = self.server.folders.inside(kind, subfolder, "x").parent
        folder.mkdir(parents=True, exist_ok=True)
        if not wanted.parent.is_dir():  # a name with a folder in it, which nobody makes
            raise FileNotFoundError(wanted)
        overwrite = post.get("overwrite") in {"true", "1"}
        stored = self.server.folders.store_upload(wanted, sent.file.read(), overwrite=overwrite)
        request["noted"] = {"name": stored.name, "subfolder": subfolder, "type": kind}
        return web.json_response(request["noted"])

    async def view(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        name, kind = query.get("filename", ""), query.get("type", "output")
        if not name:
            raise web.HTTPNotFound
        if name.startswith("/") or ".." in name or kind not in KINDS:
            return web.Response(status=400)
        try:
            path = self.server.folders.inside(kind, query.get("subfolder", ""), Path(name).name)
        except NotAllowedError:
            return web.Response(status=403)
        if not path.is_file():
            return web.Response(status=404)
        if "preview" in query:
            return _preview(path, query["preview"])
        lie = self.server.quirks.take("download")
        if lie:
            return await _half(request, path, honest=lie == "short")
        headers = {"Content-Disposition": f'filename="{path.name}"'}
        return web.FileResponse(path, headers=headers)


def _preview(path: Path, wanted: str) -> web.Response:
    """Return a picture as `webp;90` or `jpeg;80`."""
    kind, _, quality = wanted.partition(";")
    data = io.BytesIO()
    with Image.open(path) as image:
        image.convert("RGB").save(data, kind.upper(), quality=int(quality or 90))
    return web.Response(body=data.getvalue(), content_type=f"image/{kind}")


async def _half(request: web.Request, path: Path, *, honest: bool) -> web.StreamResponse:
    """Send half a file: `honest` says its length so, else the connection ends in the middle."""
    data = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if honest:
        return web.Response(body=data[: len(data) // 2], content_type=kind)
    response = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": str(len(data))})
    await response.prepare(request)
    await response.write(data[: len(data) // 2])
    if request.transport:
        request.transport.close()
    return response
