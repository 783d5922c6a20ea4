"""Describe reference pictures through a vision model, one after the other.

Decides which models may look, what is asked and asked again, and that the card's memory is free
again in the end. Words that were got are kept after each picture, so that a kill costs one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lyrad.backends.builtin.captioner import plain_words
from lyrad.backends.ollama import faults
from lyrad.backends.ollama.answers import Trouble, read
from lyrad.backends.ollama.asking import understood
from lyrad.backends.ollama.client import NOT_FOUND, OK, SERVER_FAULT, Answer, Client
from lyrad.backends.ollama.faults import LOOKS
from lyrad.backends.ollama.fitness import unfit
from lyrad.backends.ollama.memory import SETTLE, borrowed
from lyrad.backends.ollama.pictures import as_jpeg
from lyrad.core.dataset.describing import composed
from lyrad.errors import Fault, Permanent, Temporary
from lyrad.model.character import CharacterSpec
from lyrad.model.job import Progress
from lyrad.model.names import JSON
from lyrad.model.settings import OllamaSettings
from lyrad.ports import Captioned, CaptionOrder, Clock, Described, Signal

WORDS = "words.json"
FIELD = "caption"
SCHEMA = {
    "type": "object",
    "properties": {FIELD: {"type": "string"}},
    "required": [FIELD],
}

FEW_TOKENS, MANY_TOKENS = 256, 1024
"""Bounds of an answer: a caption has about 60 tokens; the second is for models that think."""

_CONTEXT = 8192
_LAST, _MINUTES = 0, 300
"""How long the model stays in memory after an answer, in seconds."""


class OllamaCaptioner:
    """Asks a vision model of an Ollama server."""

    name = "ollama"

    def __init__(
        self,
        settings: OllamaSettings,
        clock: Clock,
        ask: Callable[[CharacterSpec], str],
        *,
        settle: float = SETTLE,
    ) -> None:
        """Prepare it; nothing is asked yet.

        Args:
            settings: which server, and which model where a rule names none.
            clock: the daemon's.
            ask: what is asked of a character's pictures where a rule says nothing else.
            settle: seconds from the server's word that a model is gone to free memory.
        """
        self._settings = settings
        self._clock = clock
        self._ask = ask
        self._settle = settle

    def probe(self, order: CaptionOrder) -> Fault | None:
        """Return why the model cannot look now, or None."""
        client = Client(self._settings.server)
        try:
            return unfit(client, order.model or self._settings.model, LOOKS)
        except Temporary as error:
            return error.fault
        finally:
            client.close()

    def caption(
        self, order: CaptionOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> Captioned:
        """Return words for every picture; a picture that ends the model gets plain ones."""
        client, model = Client(self._settings.server), order.model or self._settings.model
        kept = _kept(order.work)
        try:
            with borrowed(client, model, self._clock, signal, settle=self._settle):
                for number, picture in enumerate(order.pictures):
                    signal.check()
                    progress(Progress(done=number, total=len(order.pictures), unit="picture"))
                    if picture.name not in kept:
                        kept[picture.name] = self._described(client, model, picture, order)
                        _keep(order.work, kept)
        finally:
            client.close()
        return _captioned(order, kept, model)

    def _described(
        self, client: Client, model: str, picture: Described, order: CaptionOrder
    ) -> dict[str, JSON]:
        """Return the words for a picture, and whether they are a model's.

        Raises:
            Permanent: the server does not take the question at all.
        """
        body = self._body(model, picture, order)
        answer = client.chat(body)
        if answer.status == OK:
            said = understood(client, body, answer, caption_in, most=MANY_TOKENS)
            if isinstance(said, str):
                return {"words": composed(said, order.spec), "looked": True}
            return _plain(picture, order, said.value)
        if answer.status == NOT_FOUND or answer.status < SERVER_FAULT:
            raise Permanent(faults.refused(client.address, answer.status, answer.error, LOOKS))
        # One picture that ends the model must not cost the others their words.
        return _plain(picture, order, answer.error)

    def _body(self, model: str, picture: Described, order: CaptionOrder) -> dict[str, Any]:
        ask = order.prompt or self._ask(order.spec)
        question = f"{ask}\nAnswer as JSON of this form: {json.dumps(SCHEMA)}"
        last = picture.name == order.pictures[-1].name
        return {
            "model": model,
            "stream": False,
            "think": False,
            "format": SCHEMA,
            "keep_alive": _LAST if last else _MINUTES,
            "messages": [{"role": "user", "content": question, "images": [as_jpeg(picture.copy)]}],
            "options": {
                "seed": order.seed % 2**31,
                "temperature": 0.2,
                "num_ctx": _CONTEXT,
                "num_predict": FEW_TOKENS,
            },
        }


def caption_in(answer: Answer) -> str | Trouble:
    """Return the caption of an answer with status 200, or why there is none."""
    said = read(answer, _is_caption)
    return said if isinstance(said, Trouble) else str(said[FIELD])


def _is_caption(said: Mapping[str, Any]) -> bool:
    caption = said.get(FIELD)
    return isinstance(caption, str) and bool(caption.strip())


def _plain(picture: Described, order: CaptionOrder, why: str) -> dict[str, JSON]:
    return {"words": plain_words(picture, order.spec), "looked": False, "why": why}


def _captioned(order: CaptionOrder, kept: Mapping[str, dict[str, JSON]], model: str) -> Captioned:
    mine = {one.name: kept[one.name] for one in order.pictures}
    unseen: dict[str, JSON] = {
        name: said.get("why", "") for name, said in mine.items() if not said["looked"]
    }
    return Captioned(
        words=tuple((name, str(said["words"])) for name, said in mine.items()),
        draft=len(unseen) == len(mine),
        facts={"captioner": "ollama", "model": model, "not_seen": unseen},
    )


def _kept(work: Path) -> dict[str, dict[str, JSON]]:
    try:
        found: dict[str, dict[str, JSON]] = json.loads((work / WORDS).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _keep(work: Path, kept: Mapping[str, dict[str, JSON]]) -> None:
    part = work / f".{WORDS}.part"
    part.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    part.replace(work / WORDS)
