"""A clip between given frames, or a better one of a clip, as a piece of work for the line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lyrad.backends.comfyui import faults, leftovers, results, wanted
from lyrad.backends.comfyui.answers import Ended, SavedFile
from lyrad.backends.comfyui.client import Client
from lyrad.backends.comfyui.loras import known
from lyrad.backends.comfyui.paper import Paper
from lyrad.backends.comfyui.pictures import uploaded
from lyrad.errors import Permanent
from lyrad.model.names import Fields
from lyrad.model.workflow import Workflow
from lyrad.ports import BetweenOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenPiece:
    """An order with its workflow; `loras` is the servers' folder, where this machine sees it."""

    order: BetweenOrder
    workflow: Workflow
    loras: Path | None

    @property
    def work(self) -> Path:
        """Return the step's folder."""
        return self.order.work

    @property
    def job(self) -> str:
        """Return the job's id."""
        return self.order.job

    @property
    def shrinks(self) -> bool:
        """Return whether the spec allows a smaller render, and the model takes one."""
        return wanted.may_be_smaller(self.order, self.workflow)

    def digest(self) -> str:
        """Return what tells this order from any other, pictures by their contents."""
        return wanted.digest(self.order, self.workflow)

    def graph(self, client: Client, ours: Paper) -> Fields:
        """Upload the given frames, or the clip, and return the graph to post."""
        named = known(client, self.order, self.loras)
        asked = wanted.wanted(self.order, self.workflow, smaller=ours.smaller)
        pictures = uploaded(client, self.order, asked.canvas)
        given = wanted.Given(pictures=pictures, loras=named)
        return wanted.graph(self.order, self.workflow, ours, given)

    def left(self, client: Client, ours: Paper) -> Ended | None:
        """Return a forgotten prompt as ended well if its clip and its pictures are there."""
        frames = wanted.wanted(self.order, self.workflow).frames
        return leftovers.left(client, ours, frames=frames, lossless=self.order.lossless)

    def chosen(self, files: Iterable[SavedFile]) -> tuple[SavedFile, ...]:
        """Return the pictures without loss, else the clip; or none."""
        return results.chosen(files, self.workflow)


def piece(order: BetweenOrder, loras: Path | None) -> BetweenPiece:
    """Return the piece of work that an order is. Raises Permanent: it names no workflow."""
    if order.workflow is None:
        raise Permanent(faults.no_workflow(order.job or str(order.work)))
    return BetweenPiece(order=order, workflow=order.workflow, loras=loras)
