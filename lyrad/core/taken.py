"""Say what a published take is, to the engine."""

from __future__ import annotations

from lyrad.core.naming import take_folder
from lyrad.core.take_words import take_words
from lyrad.model.names import JSON
from lyrad.model.plan import Artifact, ShotPlan
from lyrad.model.take import Receipt


def taken(plan: ShotPlan, receipt: Receipt) -> Artifact:
    """Return the take as an artifact; its files lie in the production, none in the work folder.

    Facts: `take`, `version`, `path` below the production's root, `draft`, and `warnings`, which
    are sentences for a person.
    """
    warnings: list[JSON] = list(take_words(receipt))
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
