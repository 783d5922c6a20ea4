"""Pure verbs: settle, match, plan, order, admit, name. No I/O, no clock."""

from __future__ import annotations
