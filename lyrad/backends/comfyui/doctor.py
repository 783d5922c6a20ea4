"""Examine servers for `lyrad doctor`: who answers, what waits there, and what workflows lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lyrad.backends._shapes import fields, text
from lyrad.backends.comfyui.answers import Card
from lyrad.backends.comfyui.client import Client
from lyrad.backends.comfyui.faults import GIGABYTE
from lyrad.backends.comfyui.health import Health
from lyrad.backends.comfyui.refusal import missing_model, missing_node
from lyrad.errors import Fault, Temporary
from lyrad.model.workflow import Workflow
from lyrad.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One server: what it says of itself, and for each workflow by name what it lacks.

    `fault` is why nothing could be asked.
    """

    address: str
    said: str = ""
    fault: Fault | None = None
    lacking: tuple[tuple[str, tuple[Fault, ...]], ...] = ()


def examine(address: str, workflows: Iterable[Workflow], clock: Clock) -> Examined:
    """Return what there is to say of a server; changes nothing there."""
    client = Client(address, Health(clock))
    try:
        stats, queue = client.stats(), client.queue()
        said = f"{stats.version}, {_queue(len(queue.running), len(queue.waiting))}"
        lacking = tuple((each.name, tuple(_lacks(client, each))) for each in workflows)
        return Examined(address=address, said=f"{said}, {_card(stats.card)}", lacking=lacking)
    except Temporary as error:
        return Examined(address=address, fault=error.fault)
    finally:
        client.close()


def _lacks(client: Client, workflow: Workflow) -> Iterator[Fault]:
    where = f"{client.address}, workflow {workflow.name}"
    kinds = {text(fields(node).get("class_type")) for node in workflow.graph.values()}
    for kind in sorted(kinds):
        if not client.has_node(kind):
            yield missing_node(kind, where)
    folders = {model.folder: client.models(model.folder) for model in workflow.models}
    for model in workflow.models:
        if model.name not in folders[model.folder]:
            yield missing_model(model.name, model.folder, where)


def _queue(running: int, waiting: int) -> str:
    if not running + waiting:
        return "nothing to do"
    return f"{running} at work, {waiting} waiting"


def _card(card: Card | None) -> str:
    if card is None:
        return "no graphics card"
    free, total = card.free / GIGABYTE, card.total / GIGABYTE
    return f"{free:.0f} of {total:.0f} GB of its card free"
