"""ComfyUI as a composer: music by a workflow, over the same line as its clips.

Whether what came is music, and long enough, is heard by whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lyrad.backends.comfyui.facts import facts_of
from lyrad.backends.comfyui.line import Done, Line
from lyrad.backends.comfyui.music_piece import MusicPiece, piece, suffix_of
from lyrad.backends.comfyui.results import SpoiledError, bring_one
from lyrad.errors import Fault
from lyrad.model.job import Progress
from lyrad.model.names import JSON
from lyrad.model.workflow import Role
from lyrad.ports import Composed, ComposeOrder, Finished, Lost, Signal, Ticket, Working


class ComfyComposer:
    """Makes music on ComfyUI servers.

    What may be done with it follows from the models that the workflow loads, of which lyrad knows
    no licence; the shipped one's is MIT.
    """

    name = "comfyui"
    licence = ""
    commercial = True
    card = True
    outlives = True

    def __init__(self, line: Line) -> None:
        self._line = line

    def probe(self, order: ComposeOrder) -> Fault | None:
        """Return why no server can be used now, or None.

        Raises:
            Permanent: no workflow is named, or one that can never make this cue.
        """
        piece(order)
        return self._line.fault()

    def submit(self, order: ComposeOrder) -> Ticket:
        """Put the order in line, or return the ticket of the prompt that is there for it."""
        return self._line.submit(piece(order))

    def poll(self, order: ComposeOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the work stands; post it, where it is in line and there is room."""
        return self._line.poll(piece(order), ticket)

    def fetch(
        self,
        order: ComposeOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Composed:
        """Bring the music.

        Raises:
            Temporary: it is not there, or came in part; it is tried again, or made again.
            Permanent: it could not be brought, three times.
        """
        ordered = piece(order)
        progress(Progress(done=0, total=1, unit="file", note="from ComfyUI"))
        return self._line.fetch(ordered, ticket, lambda done: _brought(ordered, done, signal))

    def cancel(self, order: ComposeOrder, ticket: Ticket) -> None:
        """End this prompt and no other, and return when its server has let go of it."""
        self._line.cancel(order.work, ticket)


def _brought(ordered: MusicPiece, done: Done, signal: Signal) -> Composed:
    files = ordered.chosen(done.ended.files)
    if not files:
        raise SpoiledError("nothing of it is there any more", for_good=True)
    target = ordered.work / f"music{suffix_of(files[0])}"
    bring_one(done.server.client, files[0], target, signal)
    facts = {**facts_of(done.server, ordered.workflow, done.ended), **_asked(ordered)}
    return Composed(path=target, seed=ordered.seed, draft=False, facts=facts)


def _asked(ordered: MusicPiece) -> dict[str, JSON]:
    """Return what was asked for, and what of the cue the workflow has no place for."""
    asked, order = ordered.asked, ordered.order
    said: dict[str, JSON] = {
        "seed": ordered.seed,
        "asked_words": asked.words,
        "asked_seconds": asked.seconds,
        "asked_bpm": asked.bpm,
        "asked_key": asked.key,
        "asked_meter": asked.meter,
    }
    without: Mapping[str, object] = {
        "negative": order.negative if Role.NEGATIVE not in ordered.workflow.slots else "",
        "hits": order.hits,
        "picture": order.picture,
        "model": order.options.get("model"),
        "steps": order.options.get("steps"),
    }
    return {**said, "not_asked": [word for word, given in without.items() if given]}
