"""Run the stand-in until it is told to end; its first line says where it listens."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
from pathlib import Path

from aiohttp import web

from tests.standins.comfyui.app import application
from tests.standins.comfyui.files import Folders
from tests.standins.comfyui.quirks import Quirks
from tests.standins.comfyui.server import Server, build


class Door:
    """The listening socket, which can be closed for a while without ending what runs."""

    def __init__(self, server: Server, port: int) -> None:
        self.runner = web.AppRunner(application(server, self.refuse), access_log=None)
        self.port = port
        self._site: web.TCPSite | None = None

    async def open(self) -> None:
        # The port may be held by the test that started us, so that nobody takes it in between.
        self._site = web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_port=True)
        await self._site.start()
        self.port = self.runner.addresses[0][1]

    async def refuse(self, seconds: float) -> None:
        await asyncio.sleep(0.05)  # let the answer out
        assert self._site
        assert self.runner.server
        await self._site.stop()
        for connection in self.runner.server.connections:
            connection.force_close()
        await asyncio.sleep(seconds)
        await self.open()


def main() -> None:
    asked = _arguments()
    quirks = Quirks()
    quirks.switch(asked.quirks)
    server = build(Folders(asked.folder.resolve()), quirks, int(asked.max_upload_size * 2**20))
    asyncio.run(_serve(server, asked.port))


async def _serve(server: Server, port: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _leave, server)
    door = Door(server, port)
    await door.runner.setup()
    await door.open()
    print(f"http://127.0.0.1:{door.port}", flush=True)
    await asyncio.Event().wait()


def _leave(server: Server) -> None:
    """Go at once: what runs is dropped, and nothing is remembered."""
    server.folders.wipe_temp()
    os._exit(0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.standins.comfyui", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--quirks", type=json.loads, default={}, help="a JSON object")
    parser.add_argument("--max-upload-size", type=float, default=100.0, help="in megabytes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
