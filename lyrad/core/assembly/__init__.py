"""A scene's assembly: which take of each shot, in which order, and what lies under it. Pure."""

from __future__ import annotations
