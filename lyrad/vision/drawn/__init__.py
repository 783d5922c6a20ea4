"""Pictures that lyrad draws itself, for its demo: a coast at dusk."""

from __future__ import annotations
