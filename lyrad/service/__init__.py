"""The daemon's own work: intake, engine, clock."""

from __future__ import annotations
