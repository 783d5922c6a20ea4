"""Find again what `check.dataset` made of a set of references, for the steps after it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lyrad.core.characters.references import REFERENCES
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.dataset import DatasetReport
from lyrad.model.plan import Artifact
from lyrad.ports import CharacterBench

KIND = "dataset"
COPY = "dataset"


def files(bench: CharacterBench) -> Mapping[str, Path]:
    """Return where each member lies: its private copy, or itself where that was too large."""
    return {
        member.role: bench.store(member.sha256) if member.sha256 else bench.home.path(member.path)
        for member in bench.plan.members
    }


def report(bench: CharacterBench) -> DatasetReport:
    """Return what the members are; the same members give the same report."""
    shown = f"{bench.plan.folder}/{REFERENCES}"
    return bench.datasets.check(files(bench), shown, bench.plan.spec.word)


def checked(bench: CharacterBench) -> Artifact:
    """Return what `check.dataset` made in this job.

    Raises:
        Permanent: the rule has no such step before this one.
    """
    found = next((one for one in bench.earlier if one.kind == KIND), None)
    if found is None:
        raise Permanent(_unchecked(bench))
    return found


def _unchecked(bench: CharacterBench) -> Fault:
    step = bench.plan.steps[bench.step].action
    return Fault(
        code=Code.RULE_UNKNOWN_ACTION,
        what=f"The rule {bench.plan.rule} has no `check.dataset` before `{step}`.",
        where=bench.plan.rule_source,
        next="Write `- check.dataset: {}` as its first step.",
    )
