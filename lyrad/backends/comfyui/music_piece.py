"""Music for a cue as a piece of work for the line: its graph, and which file is the music."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lyrad.backends.comfyui import faults
from lyrad.backends.comfyui.answers import Ended, SavedFile
from lyrad.backends.comfyui.client import Client
from lyrad.backends.comfyui.paper import Paper
from lyrad.core.workflow.filling import Filling, fill
from lyrad.core.workflow.fitness import other_purpose
from lyrad.core.workflow.frozen import thaw
from lyrad.core.workflow.music import Music, music, too_long
from lyrad.errors import Permanent
from lyrad.model.names import Fields
from lyrad.model.workflow import Purpose, Role, Workflow
from lyrad.ports import ComposeOrder

_SEEDS = 2**64
_LOSSLESS = (".flac", ".wav")
_KINDS = (*_LOSSLESS, ".opus", ".mp3", ".ogg", ".m4a")
_SAVERS: Mapping[str, str] = {"SaveAudioMP3": ".mp3", "SaveAudioOpus": ".opus"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicPiece:
    """An order with its workflow."""

    order: ComposeOrder
    workflow: Workflow

    shrinks = False

    @property
    def work(self) -> Path:
        """Return the step's folder."""
        return self.order.work

    @property
    def job(self) -> str:
        """Return the job's id."""
        return self.order.job

    @property
    def asked(self) -> Music:
        """Return what the model is asked for."""
        order = self.order
        return music(
            self.workflow,
            seconds=order.span.seconds,
            prompt=order.prompt,
            mood=order.mood,
            bpm=order.bpm,
            key=order.key,
            meter=order.meter,
        )

    @property
    def seed(self) -> int:
        """Return the seed as nodes take it."""
        return self.order.seed % _SEEDS

    def digest(self) -> str:
        """Return what tells this order from any other."""
        asked = self.asked
        words = [asked.words, asked.seconds, asked.bpm, asked.key, asked.meter]
        words += [self.order.negative, self.seed, self.workflow.digest]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()

    def graph(self, client: Client, ours: Paper) -> Fields:  # noqa: ARG002 - nothing is loaded
        """Return the graph to post."""
        asked = self.asked
        filling = Filling(
            prefix=ours.prefix,
            seed=self.seed,
            prompt=asked.words,
            negative=self.order.negative or None,
            seconds=asked.seconds,
            bpm=asked.bpm,
            key=asked.key,
            meter=asked.meter,
        )
        return fill(self.workflow, filling)

    def left(self, client: Client, ours: Paper) -> Ended | None:
        """Return a forgotten prompt as ended well if its file is there.

        Older servers end the names of sound files with a line too.
        """
        folder = ours.prefix.rpartition("/")[0]
        for node, suffix in self._savers():
            for trail in ("", "_"):
                name = f"{ours.prompt}_00001{trail}{suffix}"
                file = SavedFile(node=node, name=name, subfolder=folder, kind="output")
                if client.has(file):
                    return Ended(
                        good=True, interrupted=False, failure=None, files=(file,), began=0, ended=0
                    )
        return None

    def chosen(self, files: Iterable[SavedFile]) -> tuple[SavedFile, ...]:
        """Return the music: of the node bound to `output` first, without loss before with."""
        outputs = {node for node, _ in self._savers()}
        heard = [file for file in files if file.kind == "output" and suffix_of(file) in _KINDS]
        heard.sort(key=lambda file: (file.node not in outputs, suffix_of(file) not in _LOSSLESS))
        return tuple(heard[:1])

    def _savers(self) -> tuple[tuple[str, str], ...]:
        """Return the nodes that save, each with the ending of its files."""
        slots = self.workflow.slots.get(Role.OUTPUT, ())
        return tuple((slot.node, _ending(self.workflow.graph[slot.node])) for slot in slots)


def piece(order: ComposeOrder) -> MusicPiece:
    """Return the piece of work that an order is.

    Raises:
        Permanent: it names no workflow, or one that can never make this cue.
    """
    where = order.job or str(order.work)
    frozen = order.frozen.get("workflow")
    if not isinstance(frozen, dict):
        raise Permanent(faults.no_music_workflow(where))
    workflow = thaw(frozen)
    unfit = other_purpose(workflow, Purpose.MUSIC, where)
    if unfit := unfit or too_long(workflow, order.span.seconds, where):
        raise Permanent(unfit)
    return MusicPiece(order=order, workflow=workflow)


def suffix_of(file: SavedFile) -> str:
    """Return the ending of a saved file's name, in small letters."""
    return PurePosixPath(file.name).suffix.lower()


def _ending(node: object) -> str:
    """Return the ending of what a node saves: newer ones say it, older ones are one each."""
    kind = node.get("class_type") if isinstance(node, dict) else ""
    inputs = node.get("inputs") if isinstance(node, dict) else None
    chosen = inputs.get("format") if isinstance(inputs, dict) else None
    return f".{chosen}" if isinstance(chosen, str) else _SAVERS.get(str(kind), ".flac")
