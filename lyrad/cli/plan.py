"""`lyrad plan`: what would happen with a folder, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.command import Command
from lyrad.cli.place import place
from lyrad.wiring.planning import Attempt, Planned, planned


@click.command(
    "plan",
    cls=Command,
    short_help="Say what would happen with a folder, and why.",
    example="lyrad plan FILM/scenes/SC010/SH0020",
)
@click.argument("target")
@options.as_json
@options.config
def command(target: str, *, as_json: bool, config: Path | None) -> None:
    """Say which rules speak of a folder, why the others don't, and every step they would do.

    Nothing is started and nothing is written. TARGET is the path or the code of a shot, a cue, a
    scene or a production.
    """
    answers = planned(place(target, config), config)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in answers], indent=2, ensure_ascii=False))
        return
    for one in answers:
        for line in lines(one):
            click.echo(line)


def lines(found: Planned) -> Iterator[str]:
    """Return one answer as a person reads it."""
    yield found.path or "the production"
    for rule in found.rules:
        if rule.why_not:
            yield f"  rule {rule.rule} does not speak of it: {rule.why_not}"
        else:
            yield f"  rule {rule.rule} speaks of it ({rule.source})"
    for text in (*found.faults, found.lacking):
        yield from (f"  {line}" for line in text.splitlines())
    for attempt in found.attempts:
        yield from _attempt(attempt)
    yield ""


def _attempt(found: Attempt) -> Iterator[str]:
    state = "made already" if found.known else "would be ordered"
    yield f"  attempt {found.attempt} of {found.rule}: {state} (job {found.job})"
    where = f"from {found.timecode}" if found.timecode else found.size
    yield f"    {found.frames} frames at {found.rate}, {where}, seed {found.seed}"
    if found.styles:
        yield f"    style {', '.join(found.styles)}"
    yield from (f"    note: {note}" for note in found.notes)
    for number, step in enumerate(found.steps, 1):
        yield f"    {number}. {step['action']} on lane {step['lane']}"
        fields = step["fields"]
        for name, value in fields.items() if isinstance(fields, dict) else ():
            yield f"       {name}: {value}"
