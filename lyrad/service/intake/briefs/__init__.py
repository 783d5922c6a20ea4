"""Briefs: from what is told of a shot that has no spec to jobs with the engine."""

from __future__ import annotations
