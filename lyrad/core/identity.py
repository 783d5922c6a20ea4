"""Compute identities: fingerprints, version keys, job ids, seeds.

Equal input gives an equal name on every machine.

Everything is hashed over canonical JSON (sorted keys, no white space), so that comments, order and
spelling of a file do not count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from lyrad.model.drop import Member
from lyrad.model.names import JSON, Fields, Fingerprint, JobId, ProductionId, ShotKey
from lyrad.model.rule import RuleStep

DIGITS = 20
SEED_SPACE = 2**31


def fingerprint(own: Fields, members: Sequence[Member]) -> Fingerprint:
    """Return the content identity of a shot's drop.

    The shot's own picture-making fields, and the frames by content; the spec's bytes do not count.
    """
    frames: JSON = {
        member.role: member.sha256 for member in members if member.role in {"first", "last"}
    }
    return Fingerprint(digest({"own": dict(own), "frames": frames}))


def version_key(print_: Fingerprint, inherited: Fields, steps: Sequence[RuleStep]) -> str:
    """Return what tells versions apart: the fingerprint and everything the plan inherited."""
    rule: JSON = [_said(step) for step in steps]
    return digest({"fingerprint": print_, "inherited": dict(inherited), "rule": rule})


def _said(step: RuleStep) -> dict[str, JSON]:
    """Return what a step says; what it rests on only where it rests on something."""
    said: dict[str, JSON] = {"action": step.action, "fields": dict(step.fields)}
    return {**said, "rests_on": dict(step.rests_on)} if step.rests_on else said


def job_id(
    *,
    production: ProductionId,
    rule: str,
    shot: ShotKey,
    print_: Fingerprint,
    attempt: int,
) -> JobId:
    """Return the job's id: the same order asked twice is the same job."""
    return JobId(digest([production, rule, shot.scene, shot.shot, print_, attempt]))


def finish_id(*, production: ProductionId, rule: str, shot: ShotKey, source: JobId) -> JobId:
    """Return the id of the job that makes a better clip of the take that another job made."""
    return JobId(digest([production, rule, shot.scene, shot.shot, "finish", source]))


def seed(given: int | None, print_: Fingerprint, attempt: int) -> int:
    """Return the attempt's seed: the spec's, else one from the drop, plus attempt - 1."""
    start = int(print_[:12], 16) % SEED_SPACE if given is None else given
    return start + attempt - 1


def digest(value: JSON | Mapping[str, JSON]) -> str:
    """Return the hash of a plain value, in hex."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
