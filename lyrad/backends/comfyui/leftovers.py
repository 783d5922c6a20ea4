"""Find what a prompt left on a server that has forgotten it: restarted, or its history cleared.

A prompt's files are called by its id, so nobody else's can be taken for them. Whether they are
whole is seen when they are brought.
"""

from __future__ import annotations

from lyrad.backends.comfyui.answers import Ended, SavedFile
from lyrad.backends.comfyui.client import Client
from lyrad.backends.comfyui.paper import Paper
from lyrad.core.workflow.filling import FRAMES_NODE


def left(client: Client, ours: Paper, *, frames: int, lossless: bool) -> Ended | None:
    """Return the prompt as ended well if its clip is there, and the last of its pictures."""
    clip = _clip(ours)
    files = (*_pictures(ours, frames), clip) if lossless else (clip,)
    if not all(map(client.has, files[-2:])):
        return None
    return Ended(good=True, interrupted=False, failure=None, files=files, began=0, ended=0)


def _clip(ours: Paper) -> SavedFile:
    return _file(ours, "", f"{ours.prompt}_00001_.mp4")


def _pictures(ours: Paper, frames: int) -> tuple[SavedFile, ...]:
    """Return the names of all pictures, which a server saves one after the other."""
    names = (f"{ours.prompt}_frames_{number:05}_.png" for number in range(1, frames + 1))
    return tuple(_file(ours, FRAMES_NODE, name) for name in names)


def _file(ours: Paper, node: str, name: str) -> SavedFile:
    folder = ours.prefix.rpartition("/")[0]
    return SavedFile(node=node, name=name, subfolder=folder, kind="output")
