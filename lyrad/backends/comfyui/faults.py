"""What people read when ComfyUI is in the way: three lines each, the last one what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lyrad.backends.comfyui.answers import NodeFailure
from lyrad.errors import Code, Fault
from lyrad.ports import BetweenOrder

GIGABYTE = 1_000_000_000
_MEGABYTE = 1_000_000
_LOG = "Look at what ComfyUI itself says in its window or log"


def down(address: str, why: str) -> Fault:
    """Return the fault of a server that does not answer."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="ComfyUI does not answer.",
        where=f"{address}: {why}",
        next="Start it, or correct `backends.comfyui.servers` in lyrad.yaml; lyrad goes on by "
        "itself.",
    )


def stuck(address: str) -> Fault:
    """Return the fault of a server whose worker has ended."""
    return Fault(
        code=Code.BACKEND_STUCK,
        what="ComfyUI answers, but renders nothing of what waits there.",
        where=f"{address}: its worker has stopped",
        next="Restart ComfyUI; lyrad then orders again by itself.",
    )


def card_busy(address: str, others: int) -> Fault:
    """Return the fault of a card whose memory others hold; `others` in bytes."""
    held = f"{others / GIGABYTE:.0f} GB"
    return Fault(
        code=Code.CARD_BUSY,
        what=f"Waiting for the card ({held} in use by another program).",
        where=f"the graphics card of {address}",
        next="Nothing, or close that program (nvidia-smi lists them); lyrad goes on by itself.",
    )


def too_large(address: str, size: int) -> Fault:
    """Return the fault of a picture or clip that is larger than the server takes."""
    megabytes = size / _MEGABYTE
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"ComfyUI takes no file of {megabytes:.1f} MB.",
        where=f"{address}: its upload limit",
        next=f"Start ComfyUI with `--max-upload-size {int(megabytes) * 2 + 100}` (in MB), then "
        "RETAKE.",
    )


def not_taken(address: str, status: int) -> Fault:
    """Return the fault of a server that cannot store a picture."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what="ComfyUI could not store what it was given.",
        where=f"{address}: /upload/image answers {status}",
        next=f"{_LOG}: often its disk is full or its input folder read-only. Then RETAKE.",
    )


def broken(address: str, status: int) -> Fault:
    """Return the fault of a server that fails at taking a prompt."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what="ComfyUI failed as it was given the work.",
        where=f"{address}: /prompt answers {status}",
        next=f"{_LOG}, then RETAKE.",
    )


def no_workflow(where: str) -> Fault:
    """Return the fault of a step that names no workflow."""
    return Fault(
        code=Code.WORKFLOW_UNKNOWN,
        what="ComfyUI renders workflows, and the rule names none.",
        where=where,
        next="Add `workflow: wan22-flf2v-4step`, or another, to the rule's render.between.",
    )


def no_music_workflow(where: str) -> Fault:
    """Return the fault of a step that names no workflow for music."""
    return Fault(
        code=Code.WORKFLOW_UNKNOWN,
        what="ComfyUI makes music by workflows, and the rule names none.",
        where=where,
        next="Add `workflow: ace-step15`, or another, to the rule's score.cue.",
    )


def lora_missing(address: str, names: Sequence[str], order: BetweenOrder) -> Fault:
    """Return the fault of a server that lacks a character's LoRA."""
    files = ", ".join(names)
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"ComfyUI lacks the LoRA {files}.",
        where=f"{address}, for {order.job or 'this shot'}",
        next="Copy it from the character's folder loras/ into ComfyUI's models/loras/, or say in "
        "lyrad.yaml where that folder is (`backends: comfyui: loras:`); lyrad goes on by itself.",
    )


def loras_unwritten(folder: Path, error: OSError) -> Fault:
    """Return the fault of a folder of LoRAs that lyrad cannot write to."""
    return Fault(
        code=Code.SHARE_LOCKED,
        what=f"A LoRA cannot be put into ComfyUI's folder: {error.strerror or 'it is taken'}.",
        where=str(folder),
        next="Let lyrad's user write there, or correct `backends: comfyui: loras:` in lyrad.yaml.",
    )


def node_failed(address: str, failure: NodeFailure | None) -> Fault:
    """Return the fault of a prompt that failed inside a node, in the node's own words."""
    said = failure.said.rstrip(".") if failure and failure.said else "no reason was given"
    where = f", node {failure.node} ({failure.node_type})" if failure else ""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"ComfyUI could not finish: {said}.",
        where=f"{address}{where}",
        next="Try the workflow in ComfyUI itself with these frames; then RETAKE.",
    )


def out_of_memory(address: str, failure: NodeFailure, *, smaller: bool) -> Fault:
    """Return the fault of a card whose memory was not enough, twice; `smaller`: nor for less."""
    tried = "not even for a smaller picture" if smaller else "twice"
    allow = "" if smaller else " write `smaller: allow` into the spec,"
    return Fault(
        code=Code.OUT_OF_MEMORY,
        what=f"The graphics card's memory was not enough, {tried}.",
        where=f"{address}, node {failure.node} ({failure.node_type})",
        next=f"Close what else uses the card,{allow} or take a workflow for smaller cards, such "
        "as wan22-flf2v-12gb; then RETAKE.",
    )


def interrupted(address: str, times: int, most: int) -> Fault:
    """Return the fault of a render that somebody cancelled in ComfyUI."""
    again = "HOLD in the shot's folder keeps lyrad from ordering it again, in a minute."
    return Fault(
        code=Code.INTERRUPTED,
        what="Somebody cancelled the render in ComfyUI.",
        where=f"{address}, time {times} of {most}",
        next=again if times < most else "RETAKE in the shot's folder orders it again.",
    )


def nothing_saved(address: str) -> Fault:
    """Return the fault of a prompt that succeeded and left no file."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what="ComfyUI was done and had saved nothing.",
        where=f"{address}: no node saved what was asked for",
        next="See that the workflow's node `lyrad:output` saves a video, or sound; then RETAKE.",
    )


def spoiled(address: str, why: str, *, last: bool) -> Fault:
    """Return the fault of a result that could not be brought home whole."""
    told = f"{_LOG}, and at the disk of its output folder; then RETAKE."
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"What ComfyUI made cannot be used: {why}.",
        where=f"{address}: its output",
        next=told if last else "Nothing: lyrad tries again by itself.",
    )


def other_clip(address: str, found: str, wanted: str) -> Fault:
    """Return the fault of a model that made something else than it was asked for."""
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"ComfyUI made {found} instead of {wanted}.",
        where=address,
        next="Correct `frames:` and `size:` in the workflow's YAML, or the graph; then RETAKE.",
    )
