"""Decide when two assemblies are the same: the same contents, in the same places."""

from __future__ import annotations

from collections.abc import Sequence

from lyrad.core.identity import digest
from lyrad.model.assembly import Assembly, Item
from lyrad.model.names import JSON, Fingerprint
from lyrad.model.rule import RuleStep

ADDRESS = "assembly"
"""The word that stands for the shot in the id of a job that assembles a scene."""


def fingerprint(assembly: Assembly, steps: Sequence[RuleStep]) -> Fingerprint:
    """Return the identity of an assembly, made by these steps.

    A take counts by its content, number and place, and whether it is circled, since the timeline
    says all of these; a slate by its length: new words for a shot that has no take make no other
    assembly.
    """
    cues: list[JSON] = [
        [
            laid.footage.cue.cue,
            laid.footage.sha256,
            laid.footage.path,
            laid.at,
            laid.skip,
            laid.frames,
        ]
        for laid in assembly.cues
    ]
    rule: list[JSON] = [[step.action, dict(step.fields)] for step in steps]
    return Fingerprint(
        digest(
            {
                "rate": str(assembly.rate),
                "size": str(assembly.size),
                "start": [assembly.start, assembly.drop],
                "items": [_item(item) for item in assembly.items],
                "cues": cues,
                "rule": rule,
            }
        )
    )


def _item(item: Item) -> JSON:
    take = item.footage
    shown: list[JSON] = (
        [take.take, take.version, take.sha256, take.path, take.circled] if take else []
    )
    return [item.shot.shot, item.frames, *shown]
