"""Speak HTTP with one Gradio application. Decides nothing but what counts as an answer.

Gradio 5 moved its addresses below `/gradio_api`; which ones there are is seen by asking for the
description of the window.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from lyrad.backends.audiox import faults
from lyrad.backends.audiox.events import Said, events
from lyrad.backends.audiox.window import Window, read_window
from lyrad.errors import Permanent, Temporary
from lyrad.model.names import JSON

OK, BUSY = 200, 503
NEWER, OLDER = "/gradio_api", ""

_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
"""While work goes on, Gradio gives a sign of life every 15 seconds."""

_DELAY = 15.0


class Client:
    """One server. Every call raises Temporary where nobody answers, or it is full."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._below = NEWER
        self._socket: socket.socket | None = None
        # Servers stand in one's own network: no proxy of the environment is meant for them.
        self._http = httpx.Client(base_url=address, timeout=_TIMEOUT, trust_env=False)

    def close(self) -> None:
        """Let go of its connections."""
        self._http.close()

    def window(self) -> Window | None:
        """Return AudioX's window, or None where something else answers."""
        for below in (NEWER, OLDER):
            answer = self._send("GET", f"{below}/info")
            if answer.status_code == OK and isinstance(_json(answer), dict):
                self._below = below
                return read_window(_json(answer))
        return None

    def upload(self, path: Path) -> str:
        """Return where the server keeps a file that was handed over. Raises Permanent."""
        with path.open("rb") as file:
            answer = self._send("POST", f"{self._below}/upload", files={"files": file})
        said = _json(answer)
        if answer.status_code != OK or not isinstance(said, list) or not said:
            raise Permanent(faults.refused(self.address, answer.status_code, "the picture"))
        return str(said[0])

    def call(self, window: Window, arguments: list[JSON]) -> str:
        """Put an order into the server's queue and return its id there. Raises Permanent."""
        path = f"{self._below}/call/{window.name}"
        answer = self._send("POST", path, json={"data": arguments})
        said = _json(answer)
        words = said if isinstance(said, dict) else {}
        if answer.status_code != OK or not words.get("event_id"):
            why = str(words.get("detail") or "")
            raise Permanent(faults.refused(self.address, answer.status_code, why))
        return str(words["event_id"])

    def listen(self, window: Window, order: str) -> Iterator[Said]:
        """Yield what is told of an order, until the server has no more to say.

        Who stops listening makes the server forget what it has not begun yet.
        """
        path = f"{self._below}/call/{window.name}/{order}"
        try:
            with self._http.stream("GET", path) as answer:
                stream = answer.extensions["network_stream"]
                self._socket = stream.get_extra_info("socket")
                yield from events(answer.iter_lines())
        except httpx.TransportError as error:
            raise self._away("the connection broke off") from error
        finally:
            self._socket = None

    def cancel(self, order: str) -> None:
        """Take an order out of the queue; one that is at work is not stopped by it.

        Orders that are called by name have sessions of their own, called by the orders' ids. Very
        old servers have no such address: they drop an order some time after nobody listens.
        """
        body = {"session_hash": order, "event_id": order, "fn_index": 0}
        with suppress(Temporary):
            self._send("POST", f"{self._below}/cancel", json=body)

    def hang_up(self) -> None:
        """Stop listening at once, from whichever thread."""
        listening = self._socket
        if listening is not None:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)

    def download(self, path: str, target: Path) -> None:
        """Bring a result by the server's own path, whole or not at all."""
        part = target.with_name(f".{target.name}.part")
        try:
            with self._http.stream("GET", f"{self._below}/file={quote(path)}") as answer:
                if answer.status_code != OK:
                    raise self._away(f"its result cannot be had ({answer.status_code})")
                _keep(answer, part)
        except httpx.TransportError as error:
            raise self._away("its result came only in part") from error
        part.rename(target)

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        try:
            answer = self._http.request(method, path, **more)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self._away("nobody answers there") from error
        except httpx.TransportError as error:
            raise self._away("the connection broke off") from error
        if answer.status_code == BUSY:
            raise self._away("its queue is full")
        return answer

    def _away(self, why: str) -> Temporary:
        return Temporary(faults.down(self.address, why), delay=_DELAY)


def _keep(answer: httpx.Response, part: Path) -> None:
    """Write what comes; httpx itself notices a stream that ends before its promised length."""
    with part.open("wb") as kept:
        for piece in answer.iter_bytes():
            kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())


def _json(answer: httpx.Response) -> object:
    try:
        said: object = answer.json()
    except ValueError:
        return None
    return said
