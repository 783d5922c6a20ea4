"""Speak HTTP with one Ollama server. Decides nothing but what counts as an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from lyrad.backends.ollama import faults
from lyrad.errors import Temporary

OK, NOT_FOUND, SERVER_FAULT, BUSY = 200, 404, 500, 503
_TIMEOUT = httpx.Timeout(300.0, connect=5.0)
"""The first question includes loading the model; the server's own limit for that is 5 minutes."""

_DELAY = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: `words` are empty where it was no JSON object."""

    status: int
    words: Mapping[str, Any]

    @property
    def error(self) -> str:
        """Return the server's own words for what went wrong."""
        return str(self.words.get("error", ""))


class Client:
    """One server. Every call raises Temporary where nobody answers, or the server is busy."""

    def __init__(self, address: str) -> None:
        self.address = address
        # Servers stand in one's own network: no proxy of the environment is meant for them.
        self._http = httpx.Client(base_url=address, timeout=_TIMEOUT, trust_env=False)

    def close(self) -> None:
        """Let go of its connections."""
        self._http.close()

    def version(self) -> str:
        """Return the server's version."""
        return str(self._send("GET", "/api/version").words.get("version", ""))

    def models(self) -> tuple[str, ...]:
        """Return the names of the models that it has."""
        return _names(self._send("GET", "/api/tags"))

    def digest(self, model: str) -> str:
        """Return what tells a model from a later one of its name; '' where it is untold."""
        models = self._send("GET", "/api/tags").words.get("models")
        there = models if isinstance(models, list) else []
        mine = (one for one in there if isinstance(one, dict) and one.get("name") == model)
        return str(next(mine, {}).get("digest", ""))

    def loaded(self) -> tuple[str, ...]:
        """Return the names of the models that are in memory."""
        return _names(self._send("GET", "/api/ps"))

    def about(self, model: str) -> Answer:
        """Return what the server knows of a model."""
        return self._send("POST", "/api/show", {"model": model})

    def chat(self, body: Mapping[str, Any]) -> Answer:
        """Ask a model, and wait for its whole answer."""
        return self._send("POST", "/api/chat", body)

    def unload(self, model: str) -> None:
        """Have a model let go of the memory; it is free only when `loaded` says so."""
        self._send("POST", "/api/generate", {"model": model, "keep_alive": 0})

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        try:
            answer = self._http.request(method, path, json=body)
        except httpx.TransportError as error:
            why = "nobody answers there" if _unheard(error) else "the connection broke off"
            raise Temporary(faults.down(self.address, why), delay=_DELAY) from error
        found = Answer(status=answer.status_code, words=_words(answer))
        if found.status == BUSY:
            raise Temporary(faults.down(self.address, found.error or "it is busy"), delay=_DELAY)
        return found


def _unheard(error: httpx.TransportError) -> bool:
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)


def _words(answer: httpx.Response) -> Mapping[str, Any]:
    """Return the answer's object; of a stream of several lines the last one, which ends it."""
    for text in (answer.text, answer.text.strip().rpartition("\n")[2]):
        try:
            said = httpx.Response(OK, text=text).json()
        except ValueError:
            continue
        return said if isinstance(said, dict) else {}
    return {}


def _names(answer: Answer) -> tuple[str, ...]:
    models = answer.words.get("models")
    if not isinstance(models, list):
        return ()
    return tuple(str(one.get("name", "")) for one in models if isinstance(one, dict))
