"""Choose which of a prompt's files are its result, and bring them home whole.

What is empty, absent or cut off is not taken: it is `SpoiledError`, and whoever asked decides how
often it is tried again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath

import httpx

from lyrad.backends.comfyui.answers import SavedFile
from lyrad.backends.comfyui.client import NOT_FOUND, OK, Client
from lyrad.backends.comfyui.wholeness import whole
from lyrad.core.workflow.filling import FRAMES_NODE
from lyrad.model.job import Progress
from lyrad.model.workflow import Role, Workflow
from lyrad.ports import Signal

_CLIPS = frozenset({".mp4", ".mkv", ".webm", ".mov"})
_PICTURES = frozenset({".png"})
_FOLDER = "came"


class SpoiledError(Exception):
    """A result that cannot be used, and why; `for_good` where asking for it again is no use."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


def chosen(files: Iterable[SavedFile], workflow: Workflow) -> tuple[SavedFile, ...]:
    """Return the files that are the result: pictures without loss before a clip; or none.

    Previews (`temp`) are never a result. A clip of the node that is bound to `output` goes before
    one of another.
    """
    kept = [file for file in files if file.kind == "output"]
    frames = [file for file in kept if file.node == FRAMES_NODE]
    if frames:
        return tuple(frames)
    clip = clip_among(kept, workflow)
    if clip:
        return (clip,)
    pictures = [file for file in kept if _suffix(file) in _PICTURES]
    return tuple(file for file in pictures if file.node == pictures[0].node)


def clip_among(files: Iterable[SavedFile], workflow: Workflow) -> SavedFile | None:
    """Return the clip, which has the sound if there is any; or None."""
    outputs = {slot.node for slot in workflow.slots.get(Role.OUTPUT, ())}
    clips = [each for each in files if each.kind == "output" and _suffix(each) in _CLIPS]
    return min(clips, key=lambda file: file.node not in outputs, default=None)


def brought(
    client: Client,
    files: Sequence[SavedFile],
    work: Path,
    signal: Signal,
    progress: Callable[[Progress], None],
) -> Path:
    """Return the clip, or the folder of numbered pictures, as it lies in the work folder now.

    Raises:
        SpoiledError: a file is not there, is empty, or is cut off.
    """
    folder = work / _FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, file in enumerate(files, start=1):
        signal.check()
        bring_one(client, file, folder / f"{number:05}{_suffix(file)}", signal)
        progress(Progress(done=number, total=len(files), unit="file", note="from ComfyUI"))
    return folder if _suffix(files[0]) in _PICTURES else folder / f"00001{_suffix(files[0])}"


def swept(work: Path) -> None:
    """Remove what was brought, once it is of no more use."""
    shutil.rmtree(work / _FOLDER, ignore_errors=True)


def bring_one(client: Client, file: SavedFile, target: Path, signal: Signal) -> None:
    """Download a file to the target, whole or not at all. Raises SpoiledError."""
    part = target.with_name(f".{target.name}.part")
    try:
        with client.view(file) as answer:
            _stream(answer, file, part, signal)
    except httpx.TransportError as error:
        raise SpoiledError(f"{file.name} came only in part", for_good=False) from error
    if not whole(part, target.suffix):
        raise SpoiledError(f"{file.name} is cut off", for_good=False)
    part.rename(target)


def _stream(answer: httpx.Response, file: SavedFile, part: Path, signal: Signal) -> None:
    if answer.status_code == NOT_FOUND:
        raise SpoiledError(f"{file.name} is not there any more", for_good=True)
    if answer.status_code != OK:
        words = f"{file.name} cannot be had, the server answers {answer.status_code}"
        raise SpoiledError(words, for_good=False)
    with part.open("wb") as kept:
        for piece in answer.iter_bytes():
            signal.check()
            kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())
    came, promised = part.stat().st_size, answer.headers.get("content-length")
    if not came:
        raise SpoiledError(f"{file.name} is empty", for_good=True)
    if promised is not None and answer.num_bytes_downloaded != int(promised):
        raise SpoiledError(f"{file.name} came only in part", for_good=False)


def _suffix(file: SavedFile) -> str:
    return PurePosixPath(file.name).suffix.lower()
