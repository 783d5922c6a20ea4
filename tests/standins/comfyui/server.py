"""All that one stand-in has, built once; the routes are given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.standins.comfyui.catalogue import Catalogue, shipped_models
from tests.standins.comfyui.files import Folders
from tests.standins.comfyui.journal import NAME, Journal
from tests.standins.comfyui.queue import PromptQueue
from tests.standins.comfyui.quirks import Quirks
from tests.standins.comfyui.socket import Sockets
from tests.standins.comfyui.worker import Worker


@dataclass(frozen=True)
class Server:
    folders: Folders
    quirks: Quirks
    journal: Journal
    catalogue: Catalogue
    queue: PromptQueue
    sockets: Sockets
    worker: Worker
    max_upload: int

    def features(self) -> dict[str, Any]:
        return features(self.max_upload)

    def status(self) -> dict[str, Any]:
        return {"exec_info": {"queue_remaining": self.queue.remaining()}}


def features(max_upload: int) -> dict[str, Any]:
    return {
        "supports_preview_metadata": True,
        "supports_model_type_tags": True,
        "max_upload_size": max_upload,
        "extension": {"manager": {"supports_v4": True}},
        "node_replacements": True,
        "assets": False,
    }


def build(folders: Folders, quirks: Quirks, max_upload: int) -> Server:
    """Return a stand-in that has opened its folders and started its worker."""
    folders.open(shipped_models())
    sockets = Sockets(lambda: features(max_upload))
    queue = PromptQueue(lambda: _tell(sockets, queue))
    catalogue = Catalogue(folders, quirks)
    worker = Worker(queue, catalogue, quirks, sockets.say)
    worker.start()
    journal = Journal(folders.root / NAME)
    return Server(folders, quirks, journal, catalogue, queue, sockets, worker, max_upload)


def _tell(sockets: Sockets, queue: PromptQueue) -> None:
    left = {"exec_info": {"queue_remaining": queue.remaining()}}
    sockets.say("status", {"status": left})
