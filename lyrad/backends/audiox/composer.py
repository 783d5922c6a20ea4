"""AudioX as a composer: at most ten seconds, from words or to a picture, not for sale.

Decides what is asked for, and what follows from how it ended. Whether what came is music is heard
by whoever asked for it: AudioX makes silence too, without a word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

from lyrad.backends.audiox import faults, paper
from lyrad.backends.audiox.client import Client
from lyrad.backends.audiox.flight import Flight
from lyrad.backends.audiox.paper import Paper
from lyrad.backends.audiox.window import Window
from lyrad.core.music_words import words_for
from lyrad.errors import Fault, LyradError, Permanent, Temporary
from lyrad.model.job import Progress
from lyrad.model.names import JSON
from lyrad.model.settings import AudioXSettings
from lyrad.ports import Composed, ComposeOrder, Finished, Lost, Signal, Ticket, Working

MOST = 10
"""Seconds: the model was trained on pieces of this length, and fails at any other."""

LICENCE = "AudioX's models are watermarked and strictly for non-commercial use (CC BY-NC)."

TO_PICTURE = "Generate music for the video"
"""The words that the model was trained with where there is a picture and nothing else is said."""

_SEEDS = 2**32
_AT_WORK = Progress(done=0, total=0, unit="", note="in AudioX's queue, or at work there")


class AudioXComposer:
    """Has AudioX make short music."""

    name = "audiox"
    licence = LICENCE
    commercial = False
    card = True
    outlives = False

    def __init__(self, settings: AudioXSettings) -> None:
        self._address = settings.server
        self._flights: dict[str, Flight] = {}

    def probe(self, order: ComposeOrder) -> Fault | None:
        """Return why it cannot be used now, or None.

        Raises:
            Permanent: the cue is longer than AudioX ever makes.
        """
        _short_enough(order)
        client = Client(self._address)
        try:
            return None if client.window() else faults.stranger(self._address)
        except Temporary as error:
            return error.fault
        finally:
            client.close()

    def submit(self, order: ComposeOrder) -> Ticket:
        """Order the music, or return the ticket of what came for the same order.

        Raises:
            Temporary: it does not answer, its queue is full, or it is not AudioX.
            Permanent: the cue is too long, or the order is refused.
        """
        _short_enough(order)
        asked, before = _digest(order), paper.read(order.work)
        if before and before.asked == asked:
            if before.came(order.work) or before.order in self._flights:
                return Ticket(id=before.order, facts={})
        elif before:
            self._end(before.order)
        client = Client(self._address)
        try:
            ours, window = self._called(client, order, asked)
        except LyradError:
            client.close()
            raise
        self._flights[ours.order] = Flight(client, window, ours, order.work)
        return Ticket(id=ours.order, facts={})

    def poll(self, order: ComposeOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the work stands.

        Raises:
            Permanent: AudioX failed at it.
            Temporary: the server went away; it is ordered again when it is back.
        """
        flight = self._flights.get(ticket.id)
        if flight is None:
            ours = paper.read(order.work)
            came = ours and ours.order == ticket.id and ours.came(order.work)
            return Finished() if came else Lost()
        try:
            if not flight.ended:
                return Working(progress=_AT_WORK)
        except LyradError:
            self._landed(ticket.id)
            paper.remove(order.work)
            raise
        self._landed(ticket.id)
        return Finished()

    def fetch(
        self,
        order: ComposeOrder,
        ticket: Ticket,
        signal: Signal,  # noqa: ARG002 - it has come already
        progress: Callable[[Progress], None],  # noqa: ARG002
    ) -> Composed:
        """Return the music, which came when it was done. Raises Temporary: it is gone."""
        ours = paper.read(order.work)
        if ours is None or ours.order != ticket.id or not ours.came(order.work):
            raise Temporary(faults.down(self._address, "its result is gone"))
        facts: dict[str, JSON] = {
            "server": self._address,
            "seed": order.seed % _SEEDS,
            "asked_words": _words(order),
            "asked_seconds": MOST,
            "watermarked": True,
            "not_asked": list(_unasked(order)),
        }
        path = order.work / ours.file
        return Composed(path=path, seed=order.seed % _SEEDS, draft=False, facts=facts)

    def cancel(self, order: ComposeOrder, ticket: Ticket) -> None:
        """Take it out of the queue; what AudioX has begun it ends by itself, within a minute."""
        self._end(ticket.id)
        paper.remove(order.work)

    def _called(self, client: Client, order: ComposeOrder, asked: str) -> tuple[Paper, Window]:
        """Call for the music, and write down the id that it has at the server."""
        window = client.window()
        if window is None:
            raise Temporary(faults.stranger(self._address))
        wanted = _wanted(order)
        if order.picture and window.takes("video_file"):
            kept: dict[str, JSON] = {"path": client.upload(order.picture)}
            wanted["video_file"] = {**kept, "meta": {"_type": "gradio.FileData"}}
        ours = Paper(asked=asked, order=client.call(window, window.filled(wanted)))
        paper.write(ours, order.work)
        return ours, window

    def _end(self, order: str) -> None:
        if flight := self._flights.pop(order, None):
            flight.end()

    def _landed(self, order: str) -> None:
        if flight := self._flights.pop(order, None):
            flight.close()


def _short_enough(order: ComposeOrder) -> None:
    if order.span.seconds > MOST:
        where = order.job or str(order.work)
        raise Permanent(faults.too_long(float(order.span.seconds), MOST, where))


def _wanted(order: ComposeOrder) -> dict[str, JSON]:
    """Return the inputs that lyrad has something to say for; the seed is a text there."""
    wanted: dict[str, JSON] = {
        "prompt": _words(order),
        "seconds_start": 0,
        "seconds_total": MOST,
        "seed": str(order.seed % _SEEDS),
        "use_init": False,
    }
    if order.negative:
        wanted["negative_prompt"] = order.negative
    if isinstance(steps := order.options.get("steps"), int):
        wanted["steps"] = steps
    return wanted


def _unasked(order: ComposeOrder) -> Iterator[str]:
    """Yield what the order says and AudioX has no input for."""
    if order.hits:
        yield "hits"
    if order.options.get("model"):
        yield "model"


def _words(order: ComposeOrder) -> str:
    words = words_for(order.prompt, order.mood, bpm=order.bpm, key=order.key, meter=order.meter)
    return words or (TO_PICTURE if order.picture else "")


def _digest(order: ComposeOrder) -> str:
    """Return what tells this order from any other; the picture by its content."""
    words = json.dumps(_wanted(order), sort_keys=True).encode()
    told = hashlib.sha256(words)
    if order.picture:
        with order.picture.open("rb") as file:
            told.update(hashlib.file_digest(file, "sha256").digest())
    return told.hexdigest()
