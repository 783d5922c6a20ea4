"""Seeing one production's tree: events as hints, scans as the truth. The door is `Watch`."""

from __future__ import annotations

from lyrad.disk.watch.watch import Watch

__all__ = ["Watch"]
