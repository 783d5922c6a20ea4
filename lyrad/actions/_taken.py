"""Say what a published take is, to the engine and to the card."""

from __future__ import annotations

from lyrad.core.naming import take_folder
from lyrad.model.names import JSON
from lyrad.model.plan import Artifact, Plan
from lyrad.model.take import Receipt


def taken(plan: Plan, receipt: Receipt) -> Artifact:
    """Return the take as an artifact; its files lie in the production, none in the work folder.

    Facts: `take`, `version`, `path` below the production's root, `draft`, and `warnings`, which
    are sentences for a person.
    """
    warnings: list[JSON] = list(_warnings(receipt))
    return Artifact(
        kind="take",
        path="",
        facts={
            "take": receipt.take,
            "version": receipt.version,
            "path": f"{plan.folder}/takes/{take_folder(receipt.take)}",
            "draft": receipt.draft,
            "warnings": warnings,
        },
    )


def _warnings(receipt: Receipt) -> tuple[str, ...]:
    """Return what a person should know of the take: what was done to the frames, what is weak."""
    found: list[str] = []
    for step in receipt.steps:
        pictures = step.facts.get("pictures")
        if isinstance(pictures, dict):
            found += (f"{role}: {word}" for role, word in _words(pictures))
        said = step.facts.get("warnings")
        if isinstance(said, list):
            found += (str(word) for word in said)
    return tuple(found)


def _words(pictures: dict[str, JSON]) -> tuple[tuple[str, str], ...]:
    """Return what was done to each given frame, as role and word."""
    done = {role: facts["done"] for role, facts in pictures.items() if isinstance(facts, dict)}
    return tuple(
        (role, str(word))
        for role, words in done.items()
        if isinstance(words, list)
        for word in words
    )
