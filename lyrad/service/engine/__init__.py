"""The durable queue over DBOS: jobs that survive any crash, one step at a time."""

from __future__ import annotations

from lyrad.service.engine.durable import DurableEngine, EngineSettings

__all__ = ["DurableEngine", "EngineSettings"]
