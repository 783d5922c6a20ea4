"""A plain client of a ComfyUI, for tests of the server itself: no retries, no opinions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp
import httpx

Graph = dict[str, Any]


@dataclass(frozen=True)
class Client:
    url: str
    http: httpx.Client

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.http.get(path, params=query)

    def post(self, path: str, body: Any) -> httpx.Response:
        return self.http.post(path, json=body)

    def prompt(self, graph: Graph, **more: Any) -> httpx.Response:
        return self.post("/prompt", {"prompt": graph, **more})

    def upload(self, name: str, data: bytes, **fields: str) -> httpx.Response:
        return self.http.post("/upload/image", files={"image": (name, data)}, data=fields)

    def order(self, graph: Graph, **more: Any) -> str:
        """Post a graph that must be accepted, and return its id."""
        answer = self.prompt(graph, prompt_id=str(uuid4()), **more)
        assert answer.status_code == 200, answer.text
        assert answer.json()["node_errors"] == {}
        return str(answer.json()["prompt_id"])

    def entry(self, prompt_id: str) -> dict[str, Any] | None:
        found: dict[str, Any] = self.get(f"/history/{prompt_id}").json()
        return found.get(prompt_id)

    def ended(self, prompt_id: str) -> dict[str, Any]:
        """Wait for a prompt and return its entry in the history."""
        self.until(lambda: self.entry(prompt_id))
        found = self.entry(prompt_id)
        assert found
        return found

    def ran(self, graph: Graph, **more: Any) -> dict[str, Any]:
        return self.ended(self.order(graph, **more))

    def view(self, file: dict[str, str]) -> httpx.Response:
        return self.get("/view", **file)

    def until(self, seen: Callable[[], object], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not seen():
            assert time.monotonic() < deadline, "it did not come"
            time.sleep(0.01)


def files_of(entry: dict[str, Any]) -> list[dict[str, str]]:
    """Return all files that a history entry names."""
    return [
        file
        for shown in entry["outputs"].values()
        for medium in ("images", "audio")
        for file in shown.get(medium, [])
    ]


def last_message(entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    name, data = entry["status"]["messages"][-1]
    return name, data


def heard(client: Client, graph: Graph, client_id: str) -> list[dict[str, Any]]:
    """Order a graph with a socket open, and return all words up to the end of the prompt."""
    return asyncio.run(_heard(client, graph, client_id))


async def _heard(client: Client, graph: Graph, client_id: str) -> list[dict[str, Any]]:
    words = []
    async with aiohttp.ClientSession() as session, socket(session, client, client_id) as ws:
        words.append(await ws.receive_json(timeout=10))
        await asyncio.to_thread(client.order, graph, client_id=client_id)
        async for message in ws:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            words.append(message.json())
            if words[-1]["type"] == "executing" and words[-1]["data"]["node"] is None:
                break
    return words


def socket(session: aiohttp.ClientSession, client: Client, client_id: str) -> Any:
    return session.ws_connect(f"{client.url}/ws", params={"clientId": client_id})
