"""ComfyUI as a backend: its calls, over the line of prompts before its servers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from lyrad.backends.comfyui.between_piece import piece
from lyrad.backends.comfyui.bringing import Conform, Errand, bring
from lyrad.backends.comfyui.line import Done, Line
from lyrad.errors import Fault
from lyrad.model.job import Progress
from lyrad.ports import BetweenOrder, Finished, Lost, Rendered, Signal, Ticket, Working


class ComfyBackend:
    """Renders on ComfyUI servers; `loras` is their folder, where this machine sees it."""

    name = "comfyui"
    outlives = True

    def __init__(self, line: Line, conform: Conform, *, loras: Path | None = None) -> None:
        self._line = line
        self._conform = conform
        self._loras = loras

    @property
    def busy(self) -> Mapping[str, float]:
        """Return for each server that worked for us the share of time in which it did."""
        return self._line.busy

    def close(self) -> None:
        """Let go of every connection; prompts go on."""
        self._line.close()

    def probe(self) -> Fault | None:
        """Return why no server can be used now, or None."""
        return self._line.fault()

    def submit(self, order: BetweenOrder) -> Ticket:
        """Put the order in line, or return the ticket of the prompt that is there for it.

        Raises:
            Temporary: its server does not answer, so nobody knows.
            Permanent: there is no workflow to run.
        """
        return self._line.submit(piece(order, self._loras))

    def poll(self, order: BetweenOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the work stands; post it, where it is in line and there is room.

        Raises:
            Permanent: it failed, or the server refuses it.
            Temporary: the server does not answer or does nothing; somebody cancelled it there.
        """
        return self._line.poll(piece(order, self._loras), ticket)

    def fetch(
        self,
        order: BetweenOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Rendered:
        """Bring what was made, and make the film's clip of it.

        Raises:
            Temporary: it is not there, or came in part; it is tried again, or made again.
            Permanent: it cannot be used, three times; or it is not what was asked for.
        """
        ordered = piece(order, self._loras)

        def brought(done: Done) -> Rendered:
            errand = Errand(
                server=done.server,
                order=order,
                workflow=ordered.workflow,
                ended=done.ended,
                smaller=done.paper.smaller,
            )
            return bring(errand, self._conform, signal, progress)

        return self._line.fetch(ordered, ticket, brought)

    def cancel(self, order: BetweenOrder, ticket: Ticket) -> None:
        """End this prompt and no other, and return when its server has let go of it."""
        self._line.cancel(order.work, ticket)

    def give_up(self, works: Iterable[Path]) -> None:
        """End the prompts of these folders, and those whose servers could not be told before.

        Music that was on its way is given up here too: it stands in the same line.
        """
        self._line.give_up(works)
