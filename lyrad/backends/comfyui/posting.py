"""Post a prompt so that it is there once, whatever happens on the way.

The paper says where it goes before it goes there. An answer that does not come is not taken for a
no: the server is asked what it knows before anything is sent again.
"""

from __future__ import annotations

from dataclasses import replace

from lyrad.backends.comfyui import faults, paper
from lyrad.backends.comfyui.answers import MARK
from lyrad.backends.comfyui.client import BROKEN, OK, UnreachableError
from lyrad.backends.comfyui.paper import Paper
from lyrad.backends.comfyui.piece import Piece
from lyrad.backends.comfyui.refusal import refusals
from lyrad.backends.comfyui.server import HOST, Server
from lyrad.errors import Permanent
from lyrad.model.names import Fields


def post(server: Server, piece: Piece, ours: Paper) -> None:
    """Post the prompt of a paper that is in line; afterwards the paper says that it is there.

    Raises:
        UnreachableError: nobody answered; the paper is in line again if nothing arrived.
        Permanent: the server refuses it, and has nothing of it.
        Temporary: the server lacks something that it may yet get.
    """
    graph = piece.graph(server.client, ours)
    listener = server.watch.name()
    sent = replace(ours, server=server.address)
    paper.write(sent, piece.work)
    notes: Fields = {MARK: {"job": piece.job, "host": HOST, "workflow": piece.workflow.name}}
    try:
        answer = server.client.post(graph, prompt=ours.prompt, listener=listener, notes=notes)
    except UnreachableError as error:
        if not error.sent:
            paper.write(ours, piece.work)
        raise
    where = f"{server.address}, workflow {piece.workflow.name}"
    if answer.status == OK and not answer.words.get("node_errors"):
        paper.write(replace(sent, answered=True), piece.work)
    elif answer.status == OK:
        # Part of the graph would run, without what was asked for.
        server.client.cancel(ours.prompt)
        raise Permanent(*refusals(answer.words, where))
    elif answer.status >= BROKEN:
        _believe(server, sent, piece)
    else:
        raise Permanent(*refusals(answer.words, where))


def _believe(server: Server, sent: Paper, piece: Piece) -> None:
    """Take a prompt for posted if the server knows it, although it failed to say so."""
    if server.client.look(sent.prompt) is None:
        raise Permanent(faults.broken(server.address, BROKEN))
    paper.write(replace(sent, answered=True), piece.work)
