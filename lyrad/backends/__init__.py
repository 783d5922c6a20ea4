"""One file a tool; the only room that starts programs or speaks to tools."""

from __future__ import annotations
