"""Speak HTTP with one ACE-Step server. Decides nothing but what counts as an answer.

A failure comes in two ways: as HTTP's own status with a `detail`, or as 200 with another `code`
inside; both become one status here. The key goes into a header, which every version reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from lyrad.backends._shapes import fields, items, line, text
from lyrad.backends.acestep import faults
from lyrad.backends.acestep.answers import (
    Health,
    Model,
    Stats,
    Task,
    last_line,
    read_health,
    read_models,
    read_stats,
    read_task,
)
from lyrad.errors import Permanent, Temporary
from lyrad.model.names import Fields

OK, FORBIDDEN, NOT_FOUND, BROKEN = 200, 403, 404, 500
_LOCKED = {401, 403}
_BUSY = {429, 503}
_ELSEWHERE = {301, 302, 303, 307, 308, 404, 405}
_GATEWAY = {502, 504}
_TIMEOUT = httpx.Timeout(60.0, connect=3.0)
"""A server that begins a task may not answer for a while."""

_DELAY, _BUSY_DELAY, _SETTING_DELAY = 5.0, 30.0, 60.0


class UnreachableError(Temporary):
    """There was no answer; `sent` says whether the request may have arrived all the same."""

    def __init__(self, address: str, why: str, *, sent: bool) -> None:
        super().__init__(faults.down(address, why), delay=_DELAY)
        self.sent = sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: one status for both ways to fail, and why in the server's own words."""

    status: int
    words: object
    error: str


class Client:
    """One server. Every call may raise `UnreachableError`, or Temporary where it needs a key."""

    def __init__(self, address: str, key: str = "") -> None:
        self.address = address
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # Servers stand in one's own network: no proxy of the environment is meant for them.
        self._http = httpx.Client(
            base_url=address, timeout=_TIMEOUT, trust_env=False, headers=headers
        )

    def close(self) -> None:
        """Let go of its connections."""
        self._http.close()

    def health(self) -> Health:
        """Return whether it is an ACE-Step, and ready."""
        answer = self._send("GET", "/health")
        if answer.status >= BROKEN:
            raise self.unreachable(f"/health answers {answer.status}", sent=True)
        return read_health(answer.words)

    def stats(self) -> Stats | None:
        """Return how much it has to do, or None where it does not say."""
        return read_stats(self._checked("GET", "/v1/stats").words)

    def models(self) -> tuple[Model, ...]:
        """Return its models, its own first choice first; none where it does not say."""
        return read_models(self._checked("GET", "/v1/models").words)

    def release(self, body: Fields) -> str:
        """Hand an order over and return the server's name for it.

        Raises:
            Temporary: it has too much to do.
            Permanent: it refuses the order.
        """
        answer = self._checked("POST", "/release_task", body)
        if answer.status in _BUSY:
            raise Temporary(faults.busy(self.address), delay=_BUSY_DELAY)
        if answer.status in _ELSEWHERE:
            raise Temporary(faults.stranger(self.address, older=False), delay=_SETTING_DELAY)
        task = text(fields(fields(answer.words).get("data")).get("task_id"))
        if answer.status != OK or not task:
            said = answer.error or "it gives it no number"
            raise Permanent(faults.refused(self.address, answer.status, said))
        return task

    def look(self, task: str) -> Task:
        """Return how a task stands, or None where the server knows nothing of it."""
        answer = self._checked("POST", "/query_result", {"task_id_list": [task]})
        if answer.status != OK:
            said = f": {answer.error}" if answer.error else ""
            raise self.unreachable(f"/query_result answers {answer.status}{said}", sent=True)
        return read_task(answer.words, task)

    @contextmanager
    def audio(self, file: str) -> Iterator[httpx.Response]:
        """Stream what a task made; a failure while it streams is httpx's own."""
        with self._http.stream("GET", file) as answer:
            yield answer

    def ours(self, file: str) -> str:
        """Return a result's address below this server's, or an empty one where it is elsewhere.

        The key is shown to nobody else.
        """
        base = str(self._http.base_url)
        if file.startswith(base):
            return f"/{file.removeprefix(base).lstrip('/')}"
        return file if file.startswith("/") and not file.startswith("//") else ""

    def _checked(self, method: str, path: str, body: Fields | None = None) -> Answer:
        answer = self._send(method, path, body)
        if answer.status in _LOCKED:
            raise Temporary(faults.locked(self.address, answer.error), delay=_SETTING_DELAY)
        return answer

    def _send(self, method: str, path: str, body: Fields | None = None) -> Answer:
        try:
            answer = self._http.request(method, path, json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self.unreachable("nobody answers there", sent=False) from error
        except httpx.TransportError as error:
            raise self.unreachable("the connection broke off", sent=True) from error
        if answer.status_code in _GATEWAY:  # a proxy's word that the server behind it is away
            raise self.unreachable(f"{path} answers {answer.status_code}", sent=True)
        return _read(answer)

    def unreachable(self, why: str, *, sent: bool) -> UnreachableError:
        """Return the error of a request that had no answer, and why."""
        return UnreachableError(self.address, why, sent=sent)


def _read(answer: httpx.Response) -> Answer:
    try:
        words: object = answer.json()
    except ValueError:
        words = None
    said = fields(words)
    status = answer.status_code
    if status == OK and isinstance(said.get("code"), int) and not isinstance(said["code"], bool):
        status = said["code"]
    if status == OK and text(said.get("error")) and said.get("data") is None:
        status = BROKEN
    return Answer(status=status, words=words, error=_error(said))


def _error(said: Mapping[str, Any]) -> str:
    """Return why in one line; a wrong field is told in a list of its own."""
    detail = said.get("detail")
    if isinstance(detail, list):
        return "; ".join(
            f"{'.'.join(map(str, items(one.get('loc'))[1:]))}: {line(one.get('msg'))}"
            for one in map(fields, items(detail))
        )
    return last_line(detail) or last_line(said.get("error"))
