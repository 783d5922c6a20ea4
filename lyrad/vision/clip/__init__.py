"""What is wrong with a clip that decodes and fits, seen by looking. The door is `look_through`."""

from __future__ import annotations

from lyrad.vision.clip.through import look_through

__all__ = ["look_through"]
