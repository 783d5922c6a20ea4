"""Cues: where they lie in the film, what they want, and what is said of them."""

from __future__ import annotations
