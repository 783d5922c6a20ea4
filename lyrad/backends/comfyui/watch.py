"""Listen to a server's words while it works: a hint of how far it is, and nothing else.

How a prompt stands is asked for; nothing is decided by what is heard or not heard here. A broken
connection is made anew under a new name, since a server forgets the second of two that share one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from threading import Event, Lock, Thread
from urllib.parse import urlsplit
from uuid import uuid4

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from lyrad.backends._shapes import fields, number, text

_LARGEST = 64 * 2**20
"""Bytes of one message: previews of pictures come this way too."""

_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 60.0
_PATIENCE = 2.0
_FAREWELL = 0.5
_REMEMBERED = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Which node of a prompt is at work, and how many of its steps are done; 0 of 0 unknown."""

    node: str
    done: int = 0
    total: int = 0


class Watch:
    """One server's words, heard by a thread that begins with the first prompt."""

    def __init__(self, address: str) -> None:
        at = urlsplit(address)
        scheme = "wss" if at.scheme == "https" else "ws"
        self._url = f"{scheme}://{at.netloc}{at.path}/ws"
        self._name = uuid4().hex
        self._heard: dict[str, Heard] = {}
        self._lock = Lock()
        self._there, self._closed = Event(), Event()
        self._thread: Thread | None = None
        self._socket: ClientConnection | None = None

    def name(self) -> str:
        """Return whom a prompt's words shall go to; begins to listen where nobody does."""
        with self._lock:
            first = self._thread is None
            if first:
                self._thread = Thread(target=self._listen, name="comfyui-watch", daemon=True)
                self._thread.start()
        if first:
            self._there.wait(_PATIENCE)
        return self._name

    def heard(self, prompt: str) -> Heard | None:
        """Return what was heard of a prompt last."""
        return self._heard.get(prompt)

    def close(self) -> None:
        """Stop listening; return when the thread is gone."""
        self._closed.set()
        if self._socket is not None:
            self._socket.close()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _listen(self) -> None:
        pause = _FIRST_PAUSE
        while not self._closed.is_set():
            self._name = uuid4().hex
            try:
                self._follow()
                pause = _FIRST_PAUSE
            except (OSError, WebSocketException):
                pause = min(_LONGEST_PAUSE, 2 * pause)
            self._closed.wait(pause)

    def _follow(self) -> None:
        """Hear one connection to its end; it pings by itself, which servers never do."""
        url = f"{self._url}?clientId={self._name}"
        with connect(
            url, max_size=_LARGEST, compression=None, proxy=None, close_timeout=_FAREWELL
        ) as socket:
            self._socket = socket
            self._there.set()
            for message in socket:
                if isinstance(message, str):
                    self._hear(message)
                if self._closed.is_set():
                    return

    def _hear(self, message: str) -> None:
        try:
            said = fields(json.loads(message))
        except ValueError:
            return
        data = fields(said.get("data"))
        prompt, node = text(data.get("prompt_id")), text(data.get("node"))
        if not (prompt and node):
            return
        if said.get("type") == "executing":
            self._keep(prompt, Heard(node=node))
        elif said.get("type") == "progress":
            done, total = number(data.get("value")), number(data.get("max"))
            self._keep(prompt, Heard(node=node, done=done, total=total))

    def _keep(self, prompt: str, heard: Heard) -> None:
        self._heard[prompt] = heard
        while len(self._heard) > _REMEMBERED:
            self._heard.pop(next(iter(self._heard)), None)
