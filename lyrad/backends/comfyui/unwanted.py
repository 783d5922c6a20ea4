"""Keep which prompts nobody wants any more, until their servers have been told.

A server that is away may go on with what it has of ours. Such a prompt is noted before it is
forgotten elsewhere, and ended by its id when the server answers again; no other one is touched.
"""

from __future__ import annotations

from pathlib import Path

from lyrad.backends.comfyui import paper
from lyrad.backends.comfyui.client import UnreachableError
from lyrad.backends.comfyui.paper import Paper
from lyrad.backends.comfyui.pool import Pool
from lyrad.backends.comfyui.server import Server


class Unwanted:
    """The notes, one file a prompt, in a folder of lyrad's own state."""

    def __init__(self, folder: Path, pool: Pool) -> None:
        self._folder = folder
        self._pool = pool

    def note(self, ours: Paper) -> None:
        """Note a prompt that a server may have; one that was never sent needs no note."""
        if ours.server:
            self._folder.mkdir(parents=True, exist_ok=True)
            paper.keep(ours, self._folder / f"{ours.prompt}.json")

    def end(self) -> None:
        """End what was noted where the server answers; the rest stays noted.

        A server that rests is not asked, nor one that the settings do not name any more.
        """
        for note in sorted(self._folder.glob("*.json")):
            ours = paper.kept(note)
            server = self._pool.servers.get(ours.server) if ours else None
            if ours and server and _ended(server, ours):
                note.unlink(missing_ok=True)


def _ended(server: Server, ours: Paper) -> bool:
    if server.health.resting:
        return False
    try:
        server.client.cancel(ours.prompt)
    except UnreachableError:
        return False
    return True
