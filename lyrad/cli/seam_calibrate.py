"""`lyrad seam calibrate`: compare earlier verdicts with what their renders showed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.command import Command
from lyrad.core.calibration import FEWEST, Calibration
from lyrad.core.calibration import calibrate as learnt
from lyrad.model.seam import Thresholds
from lyrad.wiring.seaming import logged


@click.command(
    "calibrate",
    cls=Command,
    short_help="Compare earlier verdicts with what their renders showed.",
    example="lyrad seam calibrate",
)
@click.argument("log", required=False, type=click.Path(path_type=Path))
@options.as_json
@options.config
def calibrate(log: Path | None, *, as_json: bool, config: Path | None) -> None:
    """Say how often each verdict was right, and which thresholds would have been better.

    LOG is a seam log; else the running lyrad's own, in its state folder.
    """
    read = logged(log, config)
    found = learnt(read.records)
    if as_json:
        click.echo(json.dumps(asdict(found) | {"unread": read.unread}, indent=2))
        return
    for line in lines(found, read.unread):
        click.echo(line)


def lines(found: Calibration, unread: tuple[int, ...] = ()) -> Iterator[str]:
    """Return a calibration as a person reads it."""
    for tally in found.tallies:
        right = "" if tally.right is None else f", right in {tally.right:.0%}".replace("%", " %")
        yield f"{tally.verdict}: {tally.clips} clips, {tally.broke} broke{right}"
    yield f"missed: {found.missed} clips called OK broke"
    yield f"false alarms: {found.alarms} clips called CUT-LIKELY ran through"
    yield _better(found.better)
    if unread:
        yield f"not read: line {', '.join(map(str, unread))}"


def _better(better: Thresholds | None) -> str:
    if better is None:
        return f"thresholds: too early, {FEWEST} clips of each kind are needed"
    usual = Thresholds()
    return (
        f"thresholds: caution from {better.caution:.2f} (now {usual.caution:.2f}), "
        f"cut from {better.cut:.2f} (now {usual.cut:.2f})"
    )
