"""`lyrad show`: all about a shot, a cue, a take or a job."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.asking import of_target
from lyrad.cli.command import Command
from lyrad.cli.target import Target
from lyrad.core.cue_words import cue_words
from lyrad.core.take_words import take_words
from lyrad.model.cue_take import CueReceipt, CueTake
from lyrad.model.names import CHARACTERS
from lyrad.model.status import JobRow
from lyrad.model.take import Receipt, Take
from lyrad.wiring.telling import ShotTale, highest, tale


@click.command(
    "show",
    cls=Command,
    short_help="Tell all about a shot, a cue, a take or a job.",
    example="lyrad show SC010/SH0020\nlyrad show SC010/SH0020+T03",
)
@click.argument("target")
@options.as_json
@options.config
def command(target: str, *, as_json: bool, config: Path | None) -> None:
    """Tell all about a shot, a cue, a take or a job: state, jobs, takes, receipts.

    TARGET is a path, a code, a take or a job's id.
    """
    _, found = of_target(config, target)
    told = tale(Path(found.production.root), found.folder or "")
    if as_json:
        click.echo(json.dumps(_plain(found, told), indent=2, default=str, ensure_ascii=False))
        return
    for line in _lines(found, told):
        click.echo(line)


def _plain(found: Target, told: ShotTale) -> dict[str, object]:
    return {
        "production": found.production.id,
        "folder": found.folder,
        "shots": [asdict(shot) for shot in found.shots],
        "jobs": [asdict(job) for job in found.jobs],
        "takes": [asdict(take) for take in _takes(found, told)],
    }


def _takes(found: Target, told: ShotTale) -> tuple[Take | CueTake, ...]:
    wanted = found.take
    return tuple(take for take in told.takes if wanted is None or take.number == wanted)


def _lines(found: Target, told: ShotTale) -> Iterator[str]:
    for shot in found.shots:
        yield f"{shot.code}  {shot.state} {shot.detail}".rstrip()
        yield f"  in {found.production.root}/{shot.folder}"
        if len(found.shots) == 1 and shot.scene != CHARACTERS:
            number = highest(told, shot.scene, shot.shot)
            yield f"  take numbers given so far: {number}"
    for job in found.jobs:
        yield from _job(job)
    takes = _takes(found, told)
    if found.take is not None and not takes:
        yield f"T{found.take:02d} is not there"
    for take in takes:
        yield f"T{take.number:02d}  {take.folder}"
        if take.receipt:
            yield from (f"  {line}" for line in _receipt(take.receipt))
        else:
            yield "  it has no receipt of lyrad's"


def _job(job: JobRow) -> Iterator[str]:
    yield f"job {job.job}  {job.state}: attempt {job.attempt} of rule {job.rule}"
    yield f"  step {job.step} of {job.steps} ({job.action}), try {job.tries}"
    if job.what:
        yield f"  {job.what}"
        yield f"    where: {job.where}"
        yield f"    next:  {job.next}"


def _receipt(found: Receipt | CueReceipt) -> Iterator[str]:
    draft = ", a draft" if found.draft else ""
    version = f"version v{found.version:03d}, " if isinstance(found, Receipt) else ""
    yield f"{version}attempt {found.attempt}, seed {found.seed}{draft}"
    yield f"job {found.job}, rule {found.rule}, published {found.published_at:%Y-%m-%d %H:%M}Z"
    for step in found.steps:
        yield f"{step.action}: {step.seconds:.1f} s, {step.tries} tries"
    yield from take_words(found) if isinstance(found, Receipt) else cue_words(found)
    for check in found.checks:
        yield f"{'good' if check.passed else 'BAD'}: {check.name}, {check.figure}"
    for file in found.outputs:
        yield f"{file.name}  {file.size} bytes  xxh64 {file.xxh64}"
