"""The line of prompts before the servers of one host: what is asked of a piece from start to end.

Decides what each call makes of a paper and of what its server says. A prompt goes on while lyrad
is away; what it made meanwhile is fetched, not made again. Clips and music stand in one line,
since they share the servers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from lyrad.backends.comfyui import endings, faults, paper
from lyrad.backends.comfyui.answers import Ended, Stand
from lyrad.backends.comfyui.client import UnreachableError
from lyrad.backends.comfyui.follower import Follower, stands
from lyrad.backends.comfyui.paper import Paper
from lyrad.backends.comfyui.piece import Piece
from lyrad.backends.comfyui.pool import Pool
from lyrad.backends.comfyui.results import SpoiledError
from lyrad.backends.comfyui.server import Server
from lyrad.backends.comfyui.unwanted import Unwanted
from lyrad.errors import Fault, Permanent, Temporary
from lyrad.model.settings import ComfySettings
from lyrad.ports import Clock, Finished, Lost, Ticket, Working

LOOK_EVERY = 0.5
"""Seconds between two questions about one prompt."""

_CANCEL_PATIENCE = 10.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A prompt that ended well: on which server, with which files, by which paper."""

    server: Server
    ended: Ended
    paper: Paper


class Line:
    """The servers of one host, and what of ours is on its way there."""

    def __init__(
        self, settings: ComfySettings, clock: Clock, *, unwanted: Path, every: float = LOOK_EVERY
    ) -> None:
        self._every = every
        self._pool = Pool(settings.servers, clock, own=settings.own)
        self._clock = clock
        self._unwanted = Unwanted(unwanted, self._pool)
        self._follower = Follower(self._pool, clock, self._unwanted)
        self._looked: dict[str, float] = {}

    @property
    def busy(self) -> Mapping[str, float]:
        """Return for each server that worked for us the share of time in which it did."""
        shares = {address: each.meter.share for address, each in self._pool.servers.items()}
        return {address: share for address, share in shares.items() if share is not None}

    def close(self) -> None:
        """Let go of every connection; prompts go on."""
        self._pool.close()

    def fault(self) -> Fault | None:
        """Return why no server can be used now, or None."""
        return self._pool.fault()

    def submit(self, piece: Piece) -> Ticket:
        """Put a piece in line, or return the ticket of the prompt that is there for it.

        It is posted when there is room, by `poll`.

        Raises:
            Temporary: its server does not answer, so nobody knows.
        """
        digest = piece.digest()
        before = paper.read(piece.work)
        if before and before.order == digest:
            if self._stands(piece, before):
                return Ticket(id=before.prompt, facts={})
            self._unwanted.note(before)
        elif before:
            self._end(before)
        ours = paper.new(digest, piece.job)
        paper.write(ours, piece.work)
        return Ticket(id=ours.prompt, facts={})

    def poll(self, piece: Piece, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the work stands; post it, where it is in line and there is room.

        Raises:
            Permanent: it failed, or the server refuses it.
            Temporary: the server does not answer or does nothing; somebody cancelled it there.
        """
        ours = paper.read(piece.work)
        if ours is None or ours.prompt != ticket.id:
            return Lost()
        if not self._due(ours):
            return Working(progress=None)
        try:
            step = self._follower.ask if ours.server else self._follower.place
            stand = step(piece, ours)
        except Permanent:
            paper.remove(piece.work)
            raise
        if isinstance(stand, Working):
            self._looked[ours.prompt] = self._clock.monotonic()
        return stand

    def fetch(self, piece: Piece, ticket: Ticket, bring: Callable[[Done], T]) -> T:
        """Return what `bring` makes of a prompt that ended well.

        Raises:
            Temporary: it is not there, or came in part; it is tried again, or made again.
            Permanent: it cannot be used, three times; or it is not what was asked for.
        """
        ours = paper.read(piece.work)
        server = self._pool.holder(ours.server) if ours and ours.prompt == ticket.id else None
        ended = stands(server, piece, ours) if ours and server else None
        if ours is None or server is None or not isinstance(ended, Ended):
            raise Temporary(faults.spoiled(ours.server if ours else "", "it is gone", last=False))
        try:
            brought = bring(Done(server=server, ended=ended, paper=ours))
        except SpoiledError as spoiled:
            following, error = endings.after_spoiled(spoiled, ours)
            paper.write(following, piece.work)
            if isinstance(error, Permanent):
                paper.remove(piece.work)
            raise error from spoiled
        except Permanent:
            paper.remove(piece.work)
            raise
        paper.write(replace(ours, fetched=True), piece.work)
        return brought

    def cancel(self, work: Path, ticket: Ticket) -> None:
        """End this prompt and no other, and return when its server has let go of it.

        A server that does not answer is not waited for: it is told when it is back (`give_up`).
        """
        ours = paper.read(work)
        if ours and ours.prompt == ticket.id:
            self._end(ours)
            paper.remove(work)

    def give_up(self, works: Iterable[Path]) -> None:
        """End the prompts of these folders, and those whose servers could not be told before."""
        for work in works:
            if ours := paper.read(work):
                self._looked.pop(ours.prompt, None)
                self._unwanted.note(ours)
                paper.remove(work)
        self._unwanted.end()

    def _stands(self, piece: Piece, ours: Paper) -> bool:
        """Return whether a prompt is in line, at work, may turn up, or has something to fetch.

        Raises:
            Temporary: its server does not answer.
        """
        if not ours.server:
            return True
        server = None if ours.fetched else self._pool.holder(ours.server)
        if server is None:
            return False
        stand = stands(server, piece, ours)
        return stand.good if isinstance(stand, Ended) else bool(stand) or not ours.answered

    def _due(self, ours: Paper) -> bool:
        """Return whether it is time to ask again; a caller may ask more often than a server."""
        before = self._looked.get(ours.prompt)
        if before is not None and self._clock.monotonic() - before < self._every:
            return False
        self._looked.pop(ours.prompt, None)  # whoever finds it at work notes it again
        return True

    def _end(self, ours: Paper) -> None:
        self._looked.pop(ours.prompt, None)
        server = self._pool.servers.get(ours.server)
        if server is None:
            return
        never, until = threading.Event(), self._clock.monotonic() + _CANCEL_PATIENCE
        try:
            server.client.cancel(ours.prompt)
            while isinstance(server.client.look(ours.prompt), Stand):
                if self._clock.monotonic() > until:
                    break
                never.wait(0.1)
        except UnreachableError:
            self._unwanted.note(ours)
        finally:
            server.meter.rests(ours.prompt)
