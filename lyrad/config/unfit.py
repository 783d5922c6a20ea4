"""Refuse a value: what was expected, and what to write instead."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from lyrad.errors import Code


def unfit(
    expected: str, cure: str, *, code: Code = Code.BAD_VALUE, at: str = ""
) -> PydanticCustomError:
    """Return the error that a field's reader raises.

    `expected` ends the sentence "... is expected"; `cure` is the line that says what to do;
    `at` names the key to point at, where a group of keys is refused.
    """
    return PydanticCustomError(
        "unfit", "{expected}", {"expected": expected, "cure": cure, "code": code.value, "at": at}
    )
