"""Marks as they were read: what a file says of its origin, and whether that holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Validity(StrEnum):
    """How a mark stands: `trusted` is valid, and vouched for as this machine's own marks are."""

    TRUSTED = "trusted"
    VALID = "valid"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class IngredientFound:
    """An ingredient as a mark names it; `marked` says that it had a mark of its own."""

    title: str
    relation: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFound:
    """A signed mark (C2PA) as it was read. `problems` are the validator's own words.

    `source_type` is what it says, whether lyrad knows the word or not. `sidecar` says that it
    stands beside the file.
    """

    manifest: str
    validity: Validity
    problems: tuple[str, ...]
    source_type: str
    title: str
    generator: str
    signer: str
    made_at: str
    job: str
    ingredients: tuple[IngredientFound, ...]
    sidecar: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFound:
    """All that a file says of its origin: signed, in its XMP, in its tag `comment`.

    What is None or empty is not there.
    """

    signed: SignedFound | None
    xmp: str = ""
    comment: str = ""
