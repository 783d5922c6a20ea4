"""Say how far a prompt is, in words that somebody who knows the workflow can follow."""

from __future__ import annotations

from lyrad.backends._shapes import fields, text
from lyrad.backends.comfyui.answers import Stand
from lyrad.backends.comfyui.watch import Heard
from lyrad.core.workflow.binding import PREFIX, title_of
from lyrad.model.job import Progress
from lyrad.model.workflow import Workflow


def words(note: str) -> Progress:
    """Return progress that has no figures."""
    return Progress(done=0, total=0, unit="", note=note)


IN_LINE = words("waiting for its turn at ComfyUI")
QUEUED = words("in ComfyUI's queue")
_RUNNING = words("at work in ComfyUI")


def telling(workflow: Workflow, stand: Stand, heard: Heard | None) -> Progress:
    """Return what a person is told: the node at work, and its steps where it has any."""
    if stand is Stand.WAITING:
        return QUEUED
    if heard is None:
        return _RUNNING
    node = workflow.graph.get(heard.node)
    title = title_of(node)
    name = title if title and not title.lower().startswith(PREFIX) else ""
    name = name or text(fields(node).get("class_type")) or "saving the frames"
    return Progress(done=heard.done, total=heard.total, unit="step", note=name)
