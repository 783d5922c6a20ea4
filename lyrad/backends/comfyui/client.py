"""Speak HTTP with one ComfyUI server. Decides nothing but what counts as an answer.

No `Origin` is sent, since servers refuse foreign ones; bodies are never logged, since prompts are
the production's own. Whatever is not an answer is told to the server's health.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import httpx

from lyrad.backends._shapes import fields, items, text
from lyrad.backends.comfyui import faults
from lyrad.backends.comfyui.answers import (
    Ended,
    Queue,
    SavedFile,
    Stand,
    Stats,
    read_entry,
    read_job,
    read_queue,
    read_stats,
)
from lyrad.backends.comfyui.health import Health
from lyrad.errors import Permanent, Temporary
from lyrad.model.names import Fields

OK, NOT_FOUND, NOT_ALLOWED, TOO_LARGE, BROKEN = 200, 404, 405, 413, 500
_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
"""Loading a model may keep a server from answering for half a minute."""

QUICK = httpx.Timeout(5.0)
"""For whoever chooses between servers: one that is slow is not worth the wait."""

_DELAY = 5.0


class UnreachableError(Temporary):
    """There was no answer; `sent` says whether the request may have arrived all the same."""

    def __init__(self, address: str, why: str, *, sent: bool) -> None:
        super().__init__(faults.down(address, why), delay=_DELAY)
        self.sent = sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The answer to a posted prompt: its status, and its words where they are JSON."""

    status: int
    words: Mapping[str, Any]


class Client:
    """One server. Every call may raise `UnreachableError`."""

    def __init__(self, address: str, health: Health) -> None:
        self.address = address
        self._health = health
        self._lists_jobs = True
        # Servers stand in one's own network: no proxy of the environment is meant for them.
        self._http = httpx.Client(base_url=address, timeout=_TIMEOUT, trust_env=False)

    def close(self) -> None:
        """Let go of its connections."""
        self._http.close()

    def stats(self, patience: httpx.Timeout = _TIMEOUT) -> Stats:
        """Return its version and its card."""
        return read_stats(self._get("/system_stats", patience))

    def queue(self, patience: httpx.Timeout = _TIMEOUT) -> Queue:
        """Return what runs and waits there, of everybody's."""
        return read_queue(self._get("/queue", patience))

    def look(self, prompt: str) -> Stand | Ended | None:
        """Return how a prompt stands, or None where the server knows nothing of it."""
        if self._lists_jobs:
            answer = self._send("GET", f"/api/jobs/{prompt}")
            if answer.status_code == OK:
                return read_job(_json(answer))
            if self._knows_no_prompt(answer):
                return None
            self._lists_jobs = False
        return self._look_of_old(prompt)

    def _look_of_old(self, prompt: str) -> Stand | Ended | None:
        """Ask the queue, then the history: what ends in between stands in the second."""
        queue = self.queue()
        for stand, there in ((Stand.RUNNING, queue.running), (Stand.WAITING, queue.waiting)):
            if any(one.prompt == prompt for one in there):
                return stand
        entry = fields(self._get(f"/history/{prompt}")).get(prompt)
        return None if entry is None else read_entry(entry)

    def post(self, graph: Fields, *, prompt: str, listener: str, notes: Fields) -> Posted:
        """Post a graph under an id of ours; `notes` go into the queue and into its files.

        `number` is never sent: two prompts of one number end the server's worker.
        """
        body = {
            "prompt": graph,
            "prompt_id": prompt,
            "client_id": listener,
            "extra_data": {"extra_pnginfo": notes},
        }
        answer = self._send("POST", "/prompt", json=body)
        return Posted(status=answer.status_code, words=fields(_json(answer)))

    def upload(self, name: str, data: BinaryIO, subfolder: str, *, size: int) -> str:
        """Return the name by which a node that loads finds the picture or clip.

        Raises:
            Permanent: the server takes no files so large, or none at all.
        """
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        files, form = {"image": (name, data, kind)}, {"subfolder": subfolder}
        answer = self._send("POST", "/upload/image", files=files, data=form)
        if answer.status_code == TOO_LARGE:
            raise Permanent(faults.too_large(self.address, size))
        stored = fields(_json(answer))
        if answer.status_code != OK or not text(stored.get("name")):
            raise Permanent(faults.not_taken(self.address, answer.status_code))
        folder = text(stored.get("subfolder"))
        return f"{folder}/{stored['name']}" if folder else str(stored["name"])

    @contextmanager
    def view(self, file: SavedFile) -> Iterator[httpx.Response]:
        """Stream a file that a node saved; a failure while it streams is httpx's own."""
        query = {"filename": file.name, "subfolder": file.subfolder, "type": file.kind}
        with self._http.stream("GET", "/view", params=query) as answer:
            yield answer

    def has(self, file: SavedFile) -> bool:
        """Return whether a file is there, by whatever prompt."""
        query = {"filename": file.name, "subfolder": file.subfolder, "type": file.kind}
        return self._send("HEAD", "/view", params=query).status_code == OK

    def cancel(self, prompt: str) -> None:
        """End one prompt, whether it waits or runs, and no other."""
        answer = self._send("POST", f"/api/jobs/{prompt}/cancel")
        if answer.status_code == OK or self._knows_no_prompt(answer):
            return
        self._send("POST", "/queue", json={"delete": [prompt]})
        # Without being asked for by its id, whatever runs would be interrupted.
        if any(one.prompt == prompt for one in self.queue().running):
            self._send("POST", "/interrupt", json={"prompt_id": prompt})

    def free(self) -> None:
        """Have it unload its models: only where nobody else works on it."""
        self._send("POST", "/free", json={"unload_models": True, "free_memory": True})

    def has_node(self, name: str) -> bool:
        """Return whether it knows a class of nodes."""
        return name in fields(self._get(f"/object_info/{name}"))

    def models(self, folder: str) -> frozenset[str]:
        """Return the files of one of its model folders; none where it has no such folder."""
        return frozenset(map(text, items(self._get(f"/models/{folder}"))))

    def _knows_no_prompt(self, answer: httpx.Response) -> bool:
        """Return whether this is a newer server's word that it has no such prompt.

        An older one has no such address. Whatever else is said comes from in between (a proxy, a
        limit): to take it for a no would have the prompt made, and paid for, twice.
        """
        if answer.status_code not in {NOT_FOUND, NOT_ALLOWED}:
            raise self._refused(answer)
        return answer.status_code == NOT_FOUND and "error" in fields(_json(answer))

    def _get(self, path: str, patience: httpx.Timeout = _TIMEOUT) -> object:
        answer = self._send("GET", path, timeout=patience)
        if answer.status_code == NOT_FOUND:
            return None
        if answer.status_code != OK:
            raise self._refused(answer)
        return _json(answer)

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        try:
            answer = self._http.request(method, path, **more)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self._unreachable("nobody answers there", sent=False) from error
        except httpx.TransportError as error:
            raise self._unreachable("the connection broke off", sent=True) from error
        if answer.status_code > BROKEN:  # a proxy's word that the server behind it is away
            raise self._refused(answer)
        self._health.good()
        return answer

    def _refused(self, answer: httpx.Response) -> UnreachableError:
        why = f"{answer.request.url.path} answers {answer.status_code}"
        return self._unreachable(why, sent=True)

    def _unreachable(self, why: str, *, sent: bool) -> UnreachableError:
        self._health.bad()
        self._lists_jobs = True  # it may come back as a newer one
        return UnreachableError(self.address, why, sent=sent)


def _json(answer: httpx.Response) -> object:
    try:
        said: object = answer.json()
    except ValueError:
        return None
    return said
