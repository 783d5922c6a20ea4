"""One file a verb that rules may use, and a visible list of all."""

from __future__ import annotations
