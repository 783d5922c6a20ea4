"""The front door: words in, words out, exit codes."""

from __future__ import annotations
