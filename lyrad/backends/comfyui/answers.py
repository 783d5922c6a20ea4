"""What a ComfyUI server says of itself and of a prompt, as nouns.

Decides what its answers mean. Two kinds of servers tell of a prompt differently: newer ones in
`/api/jobs`, older ones in the history; both become the same nouns here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from lyrad.backends._shapes import fields, items, line, number, text

MARK = "lyrad"
"""The key under which a prompt says whose it is, in the queue and in the files it saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A graphics card's memory in bytes; `own` is what ComfyUI itself has of it."""

    total: int
    free: int
    own: int

    @property
    def others(self) -> int:
        """Return what other programs hold."""
        return max(0, self.total - self.free - self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """A server's version and its card, if it has one."""

    version: str
    card: Card | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A prompt in the queue; `host` is the machine whose lyrad posted it, else empty."""

    prompt: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What runs, one at most, and what waits."""

    running: tuple[Queued, ...]
    waiting: tuple[Queued, ...]

    @property
    def all(self) -> tuple[Queued, ...]:
        """Return both."""
        return self.running + self.waiting


class Stand(Enum):
    """How a prompt stands that has not ended."""

    WAITING = "waiting"
    RUNNING = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFile:
    """A file that a node saved on the server; `kind` is `output`, or `temp` for a preview."""

    node: str
    name: str
    subfolder: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFailure:
    """What a node said as it failed; `kind` is the exception's name in Python."""

    node: str
    node_type: str
    kind: str
    said: str

    @property
    def out_of_memory(self) -> bool:
        """Return whether the card's memory was not enough."""
        return "OutOfMemory" in self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A prompt that is over: `good`, `interrupted` by somebody, or failed. Times in ms UTC."""

    good: bool
    interrupted: bool
    failure: NodeFailure | None
    files: tuple[SavedFile, ...]
    began: int
    ended: int


def read_stats(said: object) -> Stats:
    """Return what `/system_stats` says."""
    devices = [fields(one) for one in items(fields(said).get("devices"))]
    cards = [one for one in devices if number(one.get("vram_total")) and one.get("type") != "cpu"]
    version = text(fields(fields(said).get("system")).get("comfyui_version")) or "unknown"
    if not cards:
        return Stats(version=version, card=None)
    first = cards[0]
    reserved, idle = (number(first.get(f"torch_vram_{name}")) for name in ("total", "free"))
    card = Card(
        total=number(first["vram_total"]),
        free=number(first.get("vram_free")),
        own=max(0, reserved - idle),  # what is idle there is counted as free already
    )
    return Stats(version=version, card=card)


def read_queue(said: object) -> Queue:
    """Return what `/queue` says; the waiting ones are in no order."""
    running, waiting = (
        tuple(_queued(items(fields(said).get(f"queue_{name}")))) for name in ("running", "pending")
    )
    return Queue(running=running, waiting=waiting)


def read_job(said: object) -> Stand | Ended:
    """Return how a prompt stands by its entry in `/api/jobs`."""
    job = fields(said)
    status = text(job.get("status"))
    if status == "pending":
        return Stand.WAITING
    if status not in {"completed", "failed", "cancelled"}:
        return Stand.RUNNING
    return Ended(
        good=status == "completed",
        interrupted=status == "cancelled",
        failure=_failure(job.get("execution_error")) if status == "failed" else None,
        files=tuple(_files(job.get("outputs"))),
        began=number(job.get("execution_start_time")),
        ended=number(job.get("execution_end_time")),
    )


def read_entry(said: object) -> Ended:
    """Return how a prompt ended by its entry in the history.

    An interrupted prompt has the status `error` too: the last message tells them apart.
    """
    entry = fields(said)
    status = fields(entry.get("status"))
    messages = {
        text(pair[0]): fields(pair[1])
        for pair in map(items, items(status.get("messages")))
        if len(pair) == 2  # noqa: PLR2004 - a name and its data
    }
    last = next(reversed(messages), "")
    return Ended(
        good=status.get("status_str") == "success",
        interrupted=last == "execution_interrupted",
        failure=_failure(messages.get("execution_error")),
        files=tuple(_files(entry.get("outputs"))),
        began=number(messages.get("execution_start", {}).get("timestamp")),
        ended=number(messages.get(last, {}).get("timestamp")),
    )


def _queued(prompts: list[object]) -> Iterator[Queued]:
    for prompt in map(items, prompts):
        if len(prompt) > 3:  # noqa: PLR2004 - number, id, graph, extra data, outputs
            notes = fields(fields(prompt[3]).get("extra_pnginfo"))
            host = text(fields(notes.get(MARK)).get("host"))
            yield Queued(prompt=text(prompt[1]), host=host)


def _failure(said: object) -> NodeFailure | None:
    error = fields(said)
    if not error:
        return None
    return NodeFailure(
        node=text(error.get("node_id")),
        node_type=text(error.get("node_type")),
        kind=text(error.get("exception_type")),
        said=line(error.get("exception_message")),
    )


def _files(outputs: object) -> Iterator[SavedFile]:
    """Yield every file of every node; videos stand under `images`, some nodes call them `gifs`."""
    for node, shown in fields(outputs).items():
        for files in fields(shown).values():
            for file in map(fields, items(files)):
                if name := text(file.get("filename")):
                    yield SavedFile(
                        node=node,
                        name=name,
                        subfolder=text(file.get("subfolder")),
                        kind=text(file.get("type")) or "output",
                    )
