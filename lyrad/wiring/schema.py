"""The JSON Schemas of what people write."""

from __future__ import annotations

from typing import Any, get_args

from lyrad import actions
from lyrad.config.schema import Kind, json_schema

__all__ = ["KINDS", "Kind", "schema"]

KINDS: tuple[Kind, ...] = get_args(Kind)


def schema(kind: Kind) -> dict[str, Any]:
    """Return the schema of a kind of file."""
    return json_schema(kind, actions.ALL)
