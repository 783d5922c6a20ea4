"""Have a language model write: an object of named texts, in answer to a few words.

Decides how much a model may read and say, and what counts as its answer. What was answered is kept
in the step's folder, so that a kill, or a card that is not free yet, asks nothing twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from lyrad.backends.ollama import faults
from lyrad.backends.ollama.answers import Trouble, read
from lyrad.backends.ollama.asking import understood
from lyrad.backends.ollama.client import OK, Answer, Client
from lyrad.backends.ollama.faults import WRITES
from lyrad.backends.ollama.fitness import unfit
from lyrad.backends.ollama.memory import SETTLE, borrowed
from lyrad.errors import Fault, Permanent, Temporary
from lyrad.model.settings import OllamaSettings
from lyrad.ports import Clock, Signal, WriteOrder, Written

KEPT = "answers.json"
FEW_TOKENS, MANY_TOKENS = 1024, 4096
"""Bounds of an answer: a page of text; the second is for models that think."""

CONTEXT, MOST_CONTEXT = 8192, 32768
"""Tokens that a model holds at once. Always said: unsaid, a large card reserves 256 thousand."""

_BYTES_A_TOKEN = 3
"""A cautious guess: English has about four, German three and a half."""


class OllamaWriter:
    """Asks a language model of an Ollama server."""

    name = "ollama"

    def __init__(self, settings: OllamaSettings, clock: Clock, *, settle: float = SETTLE) -> None:
        """Prepare it; nothing is asked yet.

        Args:
            settings: which server, and which model where a rule names none.
            clock: the daemon's.
            settle: seconds from the server's word that a model is gone to free memory.
        """
        self._settings = settings
        self._clock = clock
        self._settle = settle

    def probe(self, order: WriteOrder) -> Fault | None:
        """Return why the model cannot write now, or None."""
        client = Client(self._settings.server)
        try:
            return unfit(client, self._model(order), WRITES)
        except Temporary as error:
            return error.fault
        finally:
            client.close()

    def write(self, order: WriteOrder, signal: Signal) -> Written:
        """Return the answer; the model is known to have left the card when it returns.

        Raises:
            Temporary: the server is down or busy, or the model stays in the card's memory.
            Permanent: the question is refused, or no answer fits (ANSWER_UNFIT).
        """
        client, model = Client(self._settings.server), self._model(order)
        body = _body(order, model)
        try:
            with borrowed(client, model, self._clock, signal, settle=self._settle):
                signal.check()
                answer = _kept(order.work).get(_sum(body))
                if answer is None:
                    answer = _answer(client, body, order)
                    _keep(order.work, {**_kept(order.work), _sum(body): answer})
                facts = {"writer": self.name, "model": model, "digest": client.digest(model)}
        finally:
            client.close()
        return Written(answer=answer, facts=facts)

    def _model(self, order: WriteOrder) -> str:
        return order.model or self._settings.writer


def _answer(client: Client, body: dict[str, Any], order: WriteOrder) -> dict[str, Any]:
    fits = Draft202012Validator(dict(order.schema)).is_valid
    answer = client.chat(body)
    if answer.status != OK:
        raise Permanent(faults.refused(client.address, answer.status, answer.error, WRITES))
    if _overflows(answer, body):
        raise Permanent(faults.too_long(client.address, body["model"]))
    said = understood(client, body, answer, partial(read, fits=fits), most=MANY_TOKENS)
    if isinstance(said, Trouble):
        raise Permanent(faults.senseless(client.address, body["model"], said.value))
    return dict(said)


def _body(order: WriteOrder, model: str) -> dict[str, Any]:
    asked = f"{order.prompt}\n\nAnswer as JSON of this form: {json.dumps(order.schema)}"
    need = len((order.system + asked).encode()) // _BYTES_A_TOKEN + MANY_TOKENS
    return {
        "model": model,
        "stream": False,
        "think": False,
        "keep_alive": 0,
        "format": dict(order.schema),
        "messages": [
            {"role": "system", "content": order.system},
            {"role": "user", "content": asked},
        ],
        "options": {
            "seed": order.seed % 2**31,
            "temperature": 0.2,
            # In steps, since another size makes the server load the model anew.
            "num_ctx": min(MOST_CONTEXT, -(-need // CONTEXT) * CONTEXT),
            "num_predict": FEW_TOKENS,
        },
    }


def _overflows(answer: Answer, body: Mapping[str, Any]) -> bool:
    """Return whether words were dropped: a server does so silently, and reads up to the brim."""
    count = answer.words.get("prompt_eval_count")
    room = body["options"]["num_ctx"] - FEW_TOKENS
    return isinstance(count, int) and count > room


def _sum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _kept(work: Path) -> dict[str, dict[str, Any]]:
    try:
        found: dict[str, dict[str, Any]] = json.loads((work / KEPT).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _keep(work: Path, answers: Mapping[str, Mapping[str, Any]]) -> None:
    part = work / f".{KEPT}.part"
    part.write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    part.replace(work / KEPT)
