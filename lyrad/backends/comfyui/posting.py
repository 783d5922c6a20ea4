"""Post a prompt so that it is there once, whatever happens on the way.

The paper says where it goes before it goes there. An answer that does not come is not taken for a
no: the server is asked what it knows before anything is sent again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lyrad.backends.comfyui import faults, paper, wanted
from lyrad.backends.comfyui.answers import MARK
from lyrad.backends.comfyui.client import BROKEN, OK, UnreachableError
from lyrad.backends.comfyui.loras import known
from lyrad.backends.comfyui.paper import Paper
from lyrad.backends.comfyui.pictures import uploaded
from lyrad.backends.comfyui.refusal import refusals
from lyrad.backends.comfyui.server import HOST, Server
from lyrad.errors import Permanent
from lyrad.model.names import Fields
from lyrad.model.workflow import Workflow
from lyrad.ports import BetweenOrder


def post(
    server: Server,
    order: BetweenOrder,
    workflow: Workflow,
    ours: Paper,
    *,
    loras: Path | None = None,
) -> None:
    """Post the prompt of a paper that is in line; afterwards the paper says that it is there.

    `loras` is the servers' folder of LoRAs, where this machine sees it.

    Raises:
        UnreachableError: nobody answered; the paper is in line again if nothing arrived.
        Permanent: the server refuses it, and has nothing of it.
        Temporary: the server lacks the LoRA of a character.
    """
    named = known(server.client, order, loras)
    asked = wanted.wanted(order, workflow, smaller=ours.smaller)
    pictures = uploaded(server.client, order, asked.canvas)
    graph = wanted.graph(order, workflow, ours, wanted.Given(pictures=pictures, loras=named))
    listener = server.watch.name()
    sent = replace(ours, server=server.address)
    paper.write(sent, order.work)
    notes: Fields = {MARK: {"job": order.job, "host": HOST, "workflow": workflow.name}}
    try:
        answer = server.client.post(graph, prompt=ours.prompt, listener=listener, notes=notes)
    except UnreachableError as error:
        if not error.sent:
            paper.write(ours, order.work)
        raise
    where = f"{server.address}, workflow {workflow.name}"
    if answer.status == OK and not answer.words.get("node_errors"):
        paper.write(replace(sent, answered=True), order.work)
    elif answer.status == OK:
        # Part of the graph would run, without what was asked for.
        server.client.cancel(ours.prompt)
        raise Permanent(*refusals(answer.words, where))
    elif answer.status >= BROKEN:
        _believe(server, sent, order)
    else:
        raise Permanent(*refusals(answer.words, where))


def _believe(server: Server, sent: Paper, order: BetweenOrder) -> None:
    """Take a prompt for posted if the server knows it, although it failed to say so."""
    if server.client.look(sent.prompt) is None:
        raise Permanent(faults.broken(server.address, BROKEN))
    paper.write(replace(sent, answered=True), order.work)
