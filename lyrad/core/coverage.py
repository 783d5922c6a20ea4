"""Decide to which round of coverage an attempt belongs: first takes of all shots come first.

A draft that stands in for a tool that was down covers nothing: the shot still waits for its first
take from that tool.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lyrad.model.names import JSON, Fingerprint
from lyrad.model.take import Receipt, Take

INSTEAD_OF = "instead_of"
"""The fact by which a step names the tool that another stood in for."""


def coverage_round(
    attempt: int, *, takes: Iterable[Take], rule: str, fingerprint: Fingerprint
) -> int:
    """Return the round, from 1: the attempt, less the drafts before it that stand in.

    `takes` are the shot's; only those of this rule and this drop count.
    """
    receipts = (take.receipt for take in takes if take.receipt is not None)
    drafts = sum(
        stands_in(receipt) and receipt.attempt < attempt
        for receipt in receipts
        if (receipt.rule, receipt.fingerprint) == (rule, fingerprint)
    )
    return max(1, attempt - drafts)


def stands_in(receipt: Receipt) -> bool:
    """Decide whether a take is a draft that was made in place of a tool's."""
    return receipt.draft and any(missed_tool(step.facts) for step in receipt.steps)


def missed_tool(facts: Mapping[str, JSON]) -> str:
    """Return the tool that a step had to do without, or nothing."""
    tool = facts.get(INSTEAD_OF)
    return tool if isinstance(tool, str) else ""
