"""The production's tree: seeing it, and writing takes, cards and the ledger into it."""

from __future__ import annotations
