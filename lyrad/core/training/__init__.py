"""Decisions about training: which settings hold, what a trainer said, what a result must be."""

from __future__ import annotations
