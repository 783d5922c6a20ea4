"""Speak HTTP with one speech server, in the words that whisper.cpp and OpenAI's kin share.

Decides what each refusal means. All fields go as parts of one form: whisper.cpp reads no others.
"""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from lyrad.backends.speech import faults
from lyrad.errors import Fault, Permanent, Temporary
from lyrad.model.settings import SpeechSettings

_OK, _BAD, _UNKNOWN, _BUSY = 200, 400, 404, 503
_LOCKED = frozenset({401, 403})
_SERVER_FAULT = 500
_TIMEOUT = httpx.Timeout(600.0, connect=5.0)
"""Half an hour of speech on a CPU takes minutes."""

_SOON, _DELAY = 5.0, 15.0


class Client:
    """One server, at the full address that listens."""

    def __init__(self, settings: SpeechSettings) -> None:
        self.url = settings.url
        self._settings = settings
        headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
        # Servers stand in one's own network: no proxy of the environment is meant for them.
        self._http = httpx.Client(timeout=_TIMEOUT, trust_env=False, headers=headers)

    def close(self) -> None:
        """Let go of its connections."""
        self._http.close()

    def unready(self) -> Fault | None:
        """Return why the server cannot listen now, or None.

        A server without `/health` tells nothing by that: only that it answers.
        """
        try:
            answer = self._http.get(str(httpx.URL(self.url).copy_with(raw_path=b"/health")))
        except httpx.TransportError:
            return faults.down(self.url, "nobody answers there")
        if answer.status_code == _BUSY:
            return faults.down(self.url, _said(answer) or "it is loading its model")
        return None

    def transcribe(self, wav: Path) -> str:
        """Return what the server understood, as it said it.

        Raises:
            Temporary: it is down, loading or busy; or a setting of it is wrong.
            Permanent: it cannot use the sound, or broke down over it.
        """
        try:
            with wav.open("rb") as sound:
                answer = self._http.post(
                    self.url, files={"file": (wav.name, sound, "audio/wav")}, data=self._fields()
                )
        except httpx.TransportError as error:
            unheard = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            why = "nobody answers there" if unheard else "the connection broke off"
            raise Temporary(faults.down(self.url, why), delay=_DELAY) from error
        if answer.status_code != _OK:
            raise self._refusal(answer)
        return _text(answer)

    def _fields(self) -> dict[str, str]:
        fields = {"response_format": "json", "temperature": "0"}
        if self._settings.model:
            fields["model"] = self._settings.model
        # whisper.cpp takes English for granted unless told, and others no word for "find out".
        if self._settings.language != "auto" or self._whisper_cpp:
            fields["language"] = self._settings.language
        return fields

    @property
    def _whisper_cpp(self) -> bool:
        return not httpx.URL(self.url).path.endswith("/transcriptions")

    def _refusal(self, answer: httpx.Response) -> Temporary | Permanent:
        status, said = answer.status_code, _said(answer)
        if status in _LOCKED:
            return Temporary(faults.locked(self.url), delay=_DELAY)
        if status == _UNKNOWN:
            named = "model" in said.lower()
            model = self._settings.model
            fault = faults.no_model(self.url, model, said) if named else faults.no_route(self.url)
            return Temporary(fault, delay=_DELAY)
        if status == _BUSY:
            return Temporary(faults.down(self.url, said or "it is loading its model"), delay=_SOON)
        if not self._settings.model and _BAD <= status < _SERVER_FAULT and "model" in said.lower():
            return Temporary(faults.no_model(self.url, "", said), delay=_DELAY)
        return Permanent(faults.refused(self.url, status, said))


def _text(answer: httpx.Response) -> str:
    """Return the words of an answer, be it an object or, where a server likes, plain text."""
    found = _object(answer)
    return str(found.get("text") or "") if isinstance(found, dict) else answer.text


def _said(answer: httpx.Response) -> str:
    """Return the server's own words: `error`, `detail` (also as a list of faults), or text."""
    found = _object(answer)
    if not isinstance(found, dict):
        return " ".join(answer.text.split())[:200]
    said = found.get("error") or found.get("detail") or found.get("status") or ""
    if isinstance(said, list):
        return "; ".join(_fault(one) for one in said)
    return str(said.get("message", "")) if isinstance(said, dict) else str(said)


def _fault(one: object) -> str:
    """Return one fault of a list as FastAPI has it: where it is, and what."""
    if not isinstance(one, dict):
        return str(one)
    where = one.get("loc") or [""]
    return f"{where[-1] if isinstance(where, list) else where}: {one.get('msg', '')}"


def _object(answer: httpx.Response) -> object:
    try:
        found: object = json.loads(answer.text)
    except ValueError:
        return None
    return found
