"""Turn the words of a rule's steps into the plain values that they spell.

Elsewhere a field's own reader knows what it wants; a step's fields belong to its action.
"""

from __future__ import annotations

import re

from lyrad.config.yaml_tree import Word
from lyrad.model.names import JSON

INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})")
DECIMAL = re.compile(r"-?(0|[1-9]\d{0,17})\.\d{1,17}")


def plain_step(value: object) -> object:
    """Return a step without fields (`- publish.take`) as one with none."""
    if isinstance(value, str):
        return {str(value): {}}
    if isinstance(value, dict):
        return {
            key: {} if isinstance(fields, Word) and fields.null else plain_data(fields)
            for key, fields in value.items()
        }
    return value


def plain_data(value: object) -> JSON:
    """Return the plain value, by YAML 1.2's core schema.

    Only what cannot be meant as a word becomes another type: `010`, `no` and `12:30` stay text.
    """
    if isinstance(value, dict):
        return {str(key): plain_data(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain_data(inner) for inner in value]
    return _scalar(value) if isinstance(value, Word) and value.plain else str(value)


def _scalar(word: Word) -> JSON:
    text = str(word)
    if word.null:
        return None
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text
