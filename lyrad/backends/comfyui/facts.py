"""What a receipt keeps of any prompt: server, versions, workflow, models, times."""

from __future__ import annotations

from datetime import UTC, datetime

from lyrad.backends.comfyui.answers import Ended
from lyrad.backends.comfyui.server import Server
from lyrad.model.names import JSON
from lyrad.model.workflow import Workflow


def facts_of(server: Server, workflow: Workflow, ended: Ended) -> dict[str, JSON]:
    """Return the facts of a prompt that ended."""
    models: list[JSON] = [str(model) for model in workflow.models]
    return {
        "comfyui": server.client.stats().version,
        "server": server.address,
        "workflow": workflow.name,
        "workflow_digest": workflow.digest,
        "models": models,
        **_times(ended),
    }


def _times(ended: Ended) -> dict[str, JSON]:
    """Return when the server worked on it; a server that has forgotten it cannot say."""
    if not ended.began:
        return {}
    return {
        "server_began": datetime.fromtimestamp(ended.began / 1000, UTC).isoformat(),
        "server_seconds": round(max(0, ended.ended - ended.began) / 1000, 3),
    }
