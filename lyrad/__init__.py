"""lyrad: drop a shot into a folder, find takes beside it in the morning."""

from __future__ import annotations

__version__ = "0.1.0"
