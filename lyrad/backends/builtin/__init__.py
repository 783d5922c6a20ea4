"""The backend that needs no tool: drafts made on the CPU."""

from __future__ import annotations
