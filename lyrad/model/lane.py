"""The lanes that work goes on, by name; their widths are settings."""

from __future__ import annotations

CPU = "cpu"
"""What needs nothing but the processor."""

CARD = "card"
"""What needs the graphics card to itself."""

COMFYUI = "comfyui"
"""What ComfyUI's servers do."""
