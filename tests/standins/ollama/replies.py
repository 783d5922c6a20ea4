"""What a model says to a picture, and the ways in which the answer goes wrong."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

from PIL import Image

from tests.standins.ollama.quirks import Quirks

STOPPED = (
    "model runner has unexpectedly stopped, this may be due to resource limitations or an "
    "internal error, check ollama server logs for details"
)
WRAPPED = {
    "fenced": "```json\n{}\n```",
    "thought": "<think>It is {somebody}.</think>{}",
    "prose": "Here is the caption: {} I hope it helps.",
    "empty": "",
}
BUSY = "server busy, please try again.  maximum pending requests exceeded"


def caption(picture: str, quirks: Quirks) -> str:
    """Return what is seen; it depends on the picture, so that a mix-up is found out."""
    with Image.open(io.BytesIO(base64.b64decode(picture, validate=True))) as image:
        assert image.format == "JPEG"
        assert image.mode == "RGB"
        assert min(image.size) >= 32
        assert max(image.size) <= 1536
        mean = image.resize((1, 1)).getpixel((0, 0))
    return quirks.says or f"standing, tone {mean[0]} {mean[1]} {mean[2]}, in a room"


def message(body: dict[str, Any], quirk: str, said: str) -> dict[str, Any]:
    """Return the answer's object for a question, spoilt as the quirk says."""
    content, thought, reason, done = json.dumps({"caption": said}), "", "stop", True
    thinking = body.get("think", True)
    if quirk == "thinks" or (quirk == "spoilt" and "think" in body):
        content, thought = ("", content) if quirk == "thinks" else ("standing in a room", "")
    if quirk == "cut":
        enough = body["options"]["num_predict"] > 512
        content, reason = (content, "stop") if enough else (content[:12], "length")
    content = WRAPPED.get(quirk, "{}").replace("{}", content)
    if quirk == "undone":
        done, reason = False, ""
    words = {"role": "assistant", "content": content}
    if thought or thinking:
        words["thinking"] = thought
    return {
        "model": body["model"],
        "created_at": "2026-11-22T12:00:00Z",
        "message": words,
        "done": done,
        "done_reason": reason,
        "total_duration": 1_000_000,
        "eval_count": 20,
        "prompt_eval_count": 400,
    }
