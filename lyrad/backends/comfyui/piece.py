"""What the line asks of a piece of work, whatever it makes: a clip, or music.

How prompts are posted, followed and brought is the same for all; what is written into the graph,
and which of the saved files are the result, is the piece's.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from lyrad.backends.comfyui.answers import Ended, SavedFile
from lyrad.backends.comfyui.client import Client
from lyrad.backends.comfyui.paper import Paper
from lyrad.model.names import Fields
from lyrad.model.workflow import Workflow


class Piece(Protocol):
    """One order, with the workflow that makes it. `work` is the step's folder."""

    @property
    def work(self) -> Path:
        """Return the step's folder, in which the paper lies."""
        ...

    @property
    def job(self) -> str:
        """Return how the work is called where people look at the server."""
        ...

    @property
    def workflow(self) -> Workflow:
        """Return what the server runs."""
        ...

    @property
    def shrinks(self) -> bool:
        """Return whether less may be asked for where a card's memory is not enough."""
        ...

    def digest(self) -> str:
        """Return what tells this order from any other."""
        ...

    def graph(self, client: Client, ours: Paper) -> Fields:
        """Hand over what the graph loads, and return the graph to post.

        Raises:
            Permanent: something cannot be handed over.
            Temporary: the server lacks something that it may yet get.
        """
        ...

    def left(self, client: Client, ours: Paper) -> Ended | None:
        """Return a forgotten prompt as ended well if its files are all there."""
        ...

    def chosen(self, files: Iterable[SavedFile]) -> tuple[SavedFile, ...]:
        """Return those of a prompt's files that are its result; or none."""
        ...
