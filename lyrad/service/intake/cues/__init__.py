"""Cues: from a folder that is seen to jobs with the engine, and back to cards."""

from __future__ import annotations
