"""A production whose shots ComfyUI renders, by the example rule that is shipped switched off."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2

from tests.support import scenes
from tests.support.comfyui import ComfyUI
from tests.support.production import Film

EXAMPLE = Path(__file__).parents[2] / "rules" / "_render-shot-comfyui.yaml"
SPEC = "description: A slow push-in on the lighthouse.\nframes: 9\nfps: 24\nsize: 320x180\n"


def with_comfyui(film: Film, *servers: ComfyUI) -> Film:
    """Name the servers in the film's settings, and switch the example rule on."""
    addresses = ", ".join(f'"{server.url}"' for server in servers)
    named = f"backends:\n  comfyui: {{servers: [{addresses}]}}\n"
    film.settings.write_text(film.settings.read_text() + named)
    rules = film.home / "rules"
    rules.mkdir()
    (rules / "render-shot.yaml").write_text(EXAMPLE.read_text("utf-8"))
    return film


def finishes(film: Film, *, scale: int = 1) -> None:
    """Switch the example rule on that finishes takes, at so many times the film's size."""
    text = EXAMPLE.with_name("_finish-shot.yaml").read_text("utf-8")
    text = text.replace("restore-2x}", f"restore-2x, scale: {scale}}}")
    (film.home / "rules" / "finish-shot.yaml").write_text(text)


def drop(film: Film, code: str) -> Path:
    """Drop a shot whose last frame is a push-in on its first."""
    folder = film.shot(code)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in zip(("first", "last"), _frames(), strict=True):
        (folder / f"{name}.png").write_bytes(data)
    (folder / "shot.yaml").write_text(SPEC)
    return folder


@lru_cache(maxsize=1)
def _frames() -> tuple[bytes, bytes]:
    move = scenes.push((320, 180))
    first, last = (cv2.imencode(".png", each)[1].tobytes() for each in (move.first, move.last))
    return first, last
