"""The one room that knows every other: it builds the real objects."""

from __future__ import annotations
