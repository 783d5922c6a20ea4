"""Follow a prompt from the line to its end: posted where there is room, asked for, given up.

Decides what a server's word means for the paper. A prompt that is given up is told from its
successor by its id, so that a late one is never taken for it.
"""

from __future__ import annotations

from lyrad.backends.comfyui import endings, faults, paper
from lyrad.backends.comfyui.answers import Ended, Stand
from lyrad.backends.comfyui.client import UnreachableError
from lyrad.backends.comfyui.paper import Paper
from lyrad.backends.comfyui.piece import Piece
from lyrad.backends.comfyui.pool import Pool
from lyrad.backends.comfyui.posting import post
from lyrad.backends.comfyui.server import Server
from lyrad.backends.comfyui.telling import IN_LINE, QUEUED, telling
from lyrad.backends.comfyui.unwanted import Unwanted
from lyrad.errors import Temporary
from lyrad.model.workflow import Workflow
from lyrad.ports import Clock, Finished, Lost, Working

_DOUBT = 5.0
"""Seconds for which a prompt that was perhaps posted may still turn up."""

_STUCK_DELAY = 30.0


def stands(server: Server, piece: Piece, ours: Paper) -> Stand | Ended | None:
    """Return how a prompt stands; one that its server has forgotten may have left its files."""
    stand = server.client.look(ours.prompt)
    return piece.left(server.client, ours) if stand is None else stand


class Follower:
    """Follows prompts; remembers only since when it doubts that one arrived."""

    def __init__(self, pool: Pool, clock: Clock, unwanted: Unwanted) -> None:
        self._pool = pool
        self._clock = clock
        self._unwanted = unwanted
        self._doubted: dict[str, float] = {}

    def place(self, piece: Piece, ours: Paper) -> Working:
        """Post the prompt where there is room for it."""
        with self._pool.place(piece.workflow.memory) as server:
            if server is None:
                return Working(progress=IN_LINE)
            post(server, piece, ours)
        return Working(progress=QUEUED)

    def ask(self, piece: Piece, ours: Paper) -> Working | Finished | Lost:
        """Ask the server that has the prompt how it stands."""
        server = self._pool.holder(ours.server)
        if server is None:
            return self._lost(piece, ours, None)
        try:
            stand = stands(server, piece, ours)
        except UnreachableError:
            server.meter.rests(ours.prompt)
            raise
        if isinstance(stand, Ended):
            server.meter.rests(ours.prompt)
            return self._ended(piece, ours, stand)
        if stand is None:
            return self._unknown(piece, ours, server)
        return self._working(piece.workflow, ours, stand, server)

    def _working(self, workflow: Workflow, ours: Paper, stand: Stand, server: Server) -> Working:
        if stand is Stand.RUNNING:
            server.meter.runs(ours.prompt)
        elif server.stuck(server.client.queue()):
            raise Temporary(faults.stuck(server.address), delay=_STUCK_DELAY)
        return Working(progress=telling(workflow, stand, server.watch.heard(ours.prompt)))

    def _ended(self, piece: Piece, ours: Paper, ended: Ended) -> Finished | Lost:
        following, error = endings.after(ended, ours, piece)
        if following:
            paper.write(following, piece.work)
            if following.crowded > ours.crowded and self._pool.own:
                self._pool.servers[ours.server].client.free()
        if error:
            raise error
        return Lost() if following else Finished()

    def _unknown(self, piece: Piece, ours: Paper, server: Server) -> Working | Lost:
        """A prompt that was answered for is lost; one that was not may still turn up."""
        if not ours.answered:
            since = self._doubted.setdefault(ours.prompt, self._clock.monotonic())
            if self._clock.monotonic() - since < _DOUBT:
                return Working(progress=IN_LINE)
        return self._lost(piece, ours, server)

    def _lost(self, piece: Piece, ours: Paper, server: Server | None) -> Lost:
        if server and not server.health.down_for:
            server.meter.rests(ours.prompt)
            if not ours.answered:
                server.client.cancel(ours.prompt)  # should it turn up all the same
        self._doubted.pop(ours.prompt, None)
        paper.write(ours.successor(), piece.work)
        if server is None:
            self._unwanted.note(ours)  # it may come back with the prompt
        return Lost()
