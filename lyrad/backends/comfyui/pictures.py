"""Put the given frames on the model's canvas and hand them, or a clip, to a server.

A model would cut what does not fit its size; so the picture is laid into the middle and what is
left is filled with its own edge, which is cut off again from what comes back. Files are called by
their contents: what is there already is not stored twice.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import cv2
import numpy as np

from lyrad.backends.comfyui.client import Client
from lyrad.backends.comfyui.wanted import content
from lyrad.core.workflow.canvas import Canvas
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.workflow import Role
from lyrad.ports import BetweenOrder

_SUBFOLDER = "lyrad"


def uploaded(client: Client, order: BetweenOrder, place: Canvas | None) -> dict[Role, str]:
    """Return the given frames, or the clip, by the names that the server knows them by."""
    if order.video:
        return {Role.VIDEO: _upload_clip(client, order.video)}
    given = {Role.FIRST: order.first, Role.LAST: order.last}
    return {role: _upload(client, on_canvas(path, place)) for role, path in given.items() if path}


def on_canvas(path: Path, place: Canvas | None) -> bytes:
    """Return the picture as PNG, scaled and with its edges drawn out to the canvas.

    Raises:
        Permanent: it cannot be read.
    """
    pixels = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise Permanent(_unreadable(path))
    if place is not None:
        size, inner = place.model, place.picture
        if pixels.shape[:2] != (inner.height, inner.width):
            smaller = pixels.shape[0] > inner.height
            how = cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
            pixels = cv2.resize(pixels, (inner.width, inner.height), interpolation=how)
        right = size.width - inner.width - place.left
        bottom = size.height - inner.height - place.top
        borders = (place.top, bottom, place.left, right)
        pixels = cv2.copyMakeBorder(pixels, *borders, cv2.BORDER_REPLICATE)
    return cv2.imencode(".png", pixels)[1].tobytes()


def _upload(client: Client, data: bytes) -> str:
    name = f"{hashlib.sha256(data).hexdigest()[:32]}.png"
    return client.upload(name, io.BytesIO(data), _SUBFOLDER, size=len(data))


def _upload_clip(client: Client, clip: Path) -> str:
    """Hand a clip over as it is; it is read while it is sent, since it may be large."""
    name = f"{content(clip)[:32]}{clip.suffix.lower()}"
    with clip.open("rb") as file:
        return client.upload(name, file, _SUBFOLDER, size=clip.stat().st_size)


def _unreadable(path: Path) -> Fault:
    return Fault(
        code=Code.PICTURE_BROKEN,
        what=f"{path.name} cannot be read back.",
        where=str(path),
        next="`lyrad retry` makes it again.",
    )
