"""ACE-Step as a composer: its calls over papers and one server.

Decides what each call makes of a paper and of what the server says. A task goes on while lyrad is
away; what it made meanwhile is fetched, not made again. No task can be ended: the server has no
such call, so what is cancelled here is made there all the same, and nobody fetches it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lyrad.backends.acestep import asking, faults, paper
from lyrad.backends.acestep.answers import AtWork, Made, Model, short
from lyrad.backends.acestep.client import Client, UnreachableError
from lyrad.backends.acestep.fetching import SpoiledError, bring, length
from lyrad.backends.acestep.following import Follower
from lyrad.backends.acestep.paper import Paper
from lyrad.backends.acestep.telling import IN_LINE, facts, telling
from lyrad.core.cue_words import SHORT
from lyrad.errors import Fault, LyradError, Permanent, Temporary
from lyrad.model.job import Progress
from lyrad.model.settings import AceStepSettings
from lyrad.ports import (
    Clock,
    Composed,
    ComposeOrder,
    Finished,
    Lost,
    Signal,
    Ticket,
    Working,
)

LOOK_EVERY = 1.0
"""Seconds between two questions about one task."""

MOST_SPOILED = 3
"""So many times music is fetched or made again that could not be brought whole."""

_CROWDED_DELAY = 60.0
_AGAIN_DELAY = 5.0


class AceStepComposer:
    """Makes music with ACE-Step 1.5's API server."""

    name = "acestep"
    licence = ""
    commercial = True
    card = True
    outlives = True

    def __init__(
        self, settings: AceStepSettings, clock: Clock, *, every: float = LOOK_EVERY
    ) -> None:
        self._settings = settings
        self._client = Client(settings.server, settings.key)
        self._follower = Follower(self._client)
        self._clock = clock
        self._every = every
        self._looked: dict[str, float] = {}

    def close(self) -> None:
        """Let go of every connection; tasks go on."""
        self._client.close()

    def probe(self, order: ComposeOrder) -> Fault | None:
        """Return why the server cannot be used now for this order, or None."""
        address = self._client.address
        try:
            health = self._client.health()
            if not health.ours:
                return faults.stranger(address, older=health.older)
            if not health.ready:
                return faults.loading(address)
            stats = self._client.stats()
            if stats and stats.full:
                return faults.busy(address)
            named = _named(order)
            loaded = [model.name for model in self._client.models() if model.loaded]
        except Temporary as error:
            return error.fault
        if named and loaded and named not in loaded:
            return faults.no_model(address, named, loaded)
        return None

    def submit(self, order: ComposeOrder) -> Ticket:
        """Hand the order over, or return the ticket of the task that is there for it.

        Raises:
            Temporary: the server does not answer, or has too much to do.
            Permanent: it refuses the order, or the cue is too long for it.
        """
        if order.span.seconds > asking.LONGEST:
            raise Permanent(faults.too_long(float(order.span.seconds), asking.LONGEST))
        model = _named(order) or short(self._settings.model)
        fresh = Paper(order=asking.digest(order, model), server=self._client.address)
        ours = paper.read(order.work)
        if ours is None or (ours.order, ours.server) != (fresh.order, fresh.server):
            ours = fresh
        if not ours.task or ours.fetched:
            ours = self._released(order, model, ours)
        return Ticket(id=ours.task, facts={"server": ours.server})

    def poll(self, order: ComposeOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the task stands.

        Raises:
            Permanent: it failed, left nothing, or another model made it than the rule names.
            Temporary: the server does not answer, or its card's memory was not enough once.
        """
        ours = paper.read(order.work)
        if ours is None or (ours.task, ours.server) != (ticket.id, self._client.address):
            return Lost()
        if not self._due(ticket.id):
            return Working(progress=None)
        stand = self._follower.ask(ours)
        if isinstance(stand, AtWork):
            self._seen(order, ours)
            return Working(progress=telling(stand))
        if stand is None:
            return Working(progress=IN_LINE)
        self._looked.pop(ticket.id, None)
        if isinstance(stand, Lost):
            paper.write(ours.without_task(), order.work)
            return stand
        if not isinstance(stand, Made):
            raise self._broke(order, ours, stand.said)
        return self._ended(order, stand)

    def fetch(
        self,
        order: ComposeOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Composed:
        """Bring the music, and see that it is as long as the cue.

        Raises:
            Temporary: it is not there, or came in part; it is tried again, or made again.
            Permanent: it cannot be used, three times; or it is shorter than the cue.
        """
        del progress  # a file of some megabytes, from one's own network
        ours = paper.read(order.work)
        made = self._client.look(ticket.id) if ours and ours.task == ticket.id else None
        if ours is None or not isinstance(made, Made):
            raise Temporary(
                faults.spoiled(self._client.address, "it is gone", last=False), delay=_AGAIN_DELAY
            )
        try:
            path = bring(self._client, made.file, order.work, signal)
            seconds = length(path)
        except SpoiledError as spoiled:
            raise self._spoiled(order, ours, spoiled) from spoiled
        if seconds < float(order.span.seconds) - SHORT:
            paper.remove(order.work)
            wanted = float(order.span.seconds)
            raise Permanent(faults.too_short(self._client.address, float(seconds), wanted))
        paper.write(replace(ours, fetched=True), order.work)
        told = facts(order, ours, made, path, seconds)
        return Composed(path=path, seed=made.seed, draft=False, facts=told)

    def cancel(self, order: ComposeOrder, ticket: Ticket) -> None:
        """Forget the task: the server cannot be told, makes it, and nobody fetches it."""
        self._looked.pop(ticket.id, None)
        self._follower.forget(ticket.id)
        paper.remove(order.work)

    def _released(self, order: ComposeOrder, model: str, ours: Paper) -> Paper:
        """Return the paper of the order that the server has now.

        Where the answer is lost, the paper says so: the server may have taken the order.
        """
        asked = asking.body(order, model, _usual(self._client.models()))
        ours = ours.asking(asked)
        paper.write(ours, order.work)
        try:
            ours = ours.answered(self._client.release(asked))
        except UnreachableError as error:
            if not error.sent:
                paper.write(ours.answered(""), order.work)
            raise
        except LyradError:
            paper.write(ours.answered(""), order.work)
            raise
        paper.write(ours, order.work)
        return ours

    def _due(self, task: str) -> bool:
        """Return whether it is time to ask again; a caller may ask more often than a server."""
        now, before = self._clock.monotonic(), self._looked.get(task)
        if before is not None and now - before < self._every:
            return False
        self._looked[task] = now
        return True

    @staticmethod
    def _seen(order: ComposeOrder, ours: Paper) -> None:
        if not ours.seen:
            paper.write(replace(ours, seen=True), order.work)

    def _ended(self, order: ComposeOrder, made: Made) -> Finished:
        address, named = self._client.address, _named(order)
        if not made.file:
            paper.remove(order.work)
            raise Permanent(faults.silent(address))
        if named and made.model and made.model != named:
            paper.remove(order.work)
            raise Permanent(faults.other_model(address, named, made.model))
        return Finished()

    def _broke(self, order: ComposeOrder, ours: Paper, said: str) -> LyradError:
        """Return what a failed task means; a card that was full once may be free by and by."""
        address = self._client.address
        if "out of memory" not in said.lower():
            paper.remove(order.work)
            return Permanent(faults.failed(address, said))
        again = not ours.crowded
        fault = faults.out_of_memory(address, again=again)
        if not again:
            paper.remove(order.work)
            return Permanent(fault)
        paper.write(replace(ours.without_task(), crowded=1), order.work)
        return Temporary(fault, delay=_CROWDED_DELAY)

    def _spoiled(self, order: ComposeOrder, ours: Paper, spoiled: SpoiledError) -> LyradError:
        times = ours.spoiled + 1
        fault = faults.spoiled(self._client.address, str(spoiled), last=times >= MOST_SPOILED)
        if times >= MOST_SPOILED:
            paper.remove(order.work)
            return Permanent(fault)
        following = ours.without_task() if spoiled.gone else ours
        paper.write(replace(following, spoiled=times), order.work)
        return Temporary(fault, delay=_AGAIN_DELAY)


def _named(order: ComposeOrder) -> str:
    """Return the model that the rule itself names, or an empty name."""
    model = order.options.get("model")
    return short(model) if isinstance(model, str) else ""


def _usual(models: tuple[Model, ...]) -> str:
    """Return the model that is used where none is named, as far as the server says."""
    return next((model.name for model in models if model.loaded), "")
