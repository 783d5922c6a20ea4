"""What a model says to a picture or a question, and the ways in which the answer goes wrong."""

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
NO_MEMORY = "llama runner process has terminated: cudaMalloc failed: out of memory"
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


def reply(body: dict[str, Any], quirks: Quirks) -> dict[str, Any]:
    """Return what a model answers: to a picture a caption, else an object of the schema."""
    *before, asked = body["messages"]
    if asked.get("images"):
        return {"caption": caption(asked["images"][0], quirks)}
    assert [one["role"] for one in before] in ([], ["system"])
    if quirks.writes:
        return quirks.writes.pop(0)
    known = body["format"]["properties"]
    return {name: written(known[name], asked["content"]) for name in body["format"]["required"]}


def written(schema: dict[str, Any], asked: str) -> Any:
    """Return a value of a schema; texts say what was asked, so that a mix-up is found out."""
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "array":
        return []
    return " ".join(asked.split()[:8]) if schema["type"] == "string" else schema.get("minimum", 4)


def message(body: dict[str, Any], quirk: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return the answer's object for a question, spoilt as the quirk says."""
    said = {"text": "It is dusk."} if quirk == "unshaped" else said
    content, thought, reason, done = json.dumps(said), "", "stop", True
    thinking = body.get("think", True)
    if quirk == "thinks" or (quirk == "spoilt" and "think" in body):
        content, thought = ("", content) if quirk == "thinks" else ("standing in a room", "")
    if quirk == "cut":
        most = 512 if "images" in body["messages"][-1] else 2048
        enough = body["options"]["num_predict"] > most
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
        "prompt_eval_count": body["options"]["num_ctx"] - 8 if quirk == "overflows" else 400,
    }
