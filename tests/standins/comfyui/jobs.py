"""The queue and the history as `/api/jobs` tells them: one shape for jobs in every state."""

from __future__ import annotations

from typing import Any

from tests.standins.comfyui.queue import Item, PromptQueue

STATES = ("pending", "in_progress", "completed", "failed", "cancelled")
_ENDS = ("execution_success", "execution_error", "execution_interrupted")
_SHOWN = ("images", "video", "audio")


def every(queue: PromptQueue) -> list[dict[str, Any]]:
    """Return all jobs, in brief."""
    running, pending = queue.now()
    found = [_waiting(item, "in_progress") for item in running]
    found += [_waiting(item, "pending") for item in pending]
    return found + [_ended(key, entry) for key, entry in queue.history().items()]


def one(queue: PromptQueue, prompt_id: str) -> dict[str, Any] | None:
    """Return a job in full, or None. The history is asked first: an old result masks a new try."""
    running, pending = queue.now()
    entry = queue.history().get(prompt_id)
    if entry is not None:
        whole = {"outputs": entry["outputs"], "execution_status": entry["status"]}
        return {**_ended(prompt_id, entry), **whole, "workflow": _workflow(entry["prompt"])}
    for items, state in ((running, "in_progress"), (pending, "pending")):
        for item in items:
            if item[1] == prompt_id:
                return {**_waiting(item, state), "workflow": _workflow(item)}
    return None


def _workflow(item: Any) -> dict[str, Any]:
    return {"prompt": item[2], "extra_data": item[3]}


def _waiting(item: Item | list[Any], state: str) -> dict[str, Any]:
    extra = item[3]
    # A list instead of a dict raises here, for everybody who asks: a real server does the same.
    workflow = extra.get("extra_pnginfo", {}).get("workflow", {}).get("id")
    return _known(
        id=item[1],
        status=state,
        priority=item[0],
        create_time=extra.get("create_time"),
        outputs_count=0,
        previewable_outputs_count=0,
        workflow_id=workflow,
    )


def _ended(prompt_id: str, entry: dict[str, Any]) -> dict[str, Any]:
    messages = dict(entry["status"]["messages"])
    last = next((name for name in _ENDS if name in messages), "")
    files = [
        {**file, "nodeId": node, "mediaType": media}
        for node, outputs in entry["outputs"].items()
        for media, items in outputs.items()
        if media in _SHOWN
        for file in items
    ]
    kept = [file for file in files if file["type"] == "output"]
    return _waiting(entry["prompt"], _state(entry["status"]["status_str"], last)) | _known(
        id=prompt_id,
        execution_start_time=messages.get("execution_start", {}).get("timestamp"),
        execution_end_time=messages.get(last, {}).get("timestamp"),
        execution_error=messages.get("execution_error"),
        outputs_count=len(files),
        previewable_outputs_count=len(files),
        preview_output=next(iter(kept or files), None),
    )


def _state(status: str, last: str) -> str:
    if status == "success":
        return "completed"
    return "cancelled" if last == "execution_interrupted" else "failed"


def _known(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
