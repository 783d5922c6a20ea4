"""`lyrad workflows`: what the ComfyUI workflows of this machine need, and what they make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.codes import CONFIG
from lyrad.cli.command import Command
from lyrad.core.workflow.words import lines
from lyrad.wiring.workflows import Found, found_workflows


@click.command(
    "workflows",
    cls=Command,
    short_help="Say what the ComfyUI workflows need and make.",
    example="lyrad workflows wan22-flf2v --fps 25",
)
@click.argument("name", nargs=-1)
@click.option(
    "--fps",
    type=click.FloatRange(1, 240),
    default=24.0,
    show_default=True,
    help="The film's frames per second, for the longest shot.",
)
@options.as_json
@options.config
def command(name: tuple[str, ...], *, fps: float, as_json: bool, config: Path | None) -> None:
    """Say what lyrad fills in, which models are needed, and how long a shot may be.

    Exit code 78 where a workflow cannot be used. Whether a ComfyUI has the nodes and the models
    is said by `lyrad doctor`.
    """
    found = found_workflows(name, config)
    rate = Fraction(fps).limit_denominator(1001)
    if as_json:
        told = [_plain(one, rate) for one in found]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for one in found:
            for line in _told(one, rate):
                click.echo(line)
    if any(one.faults for one in found):
        raise SystemExit(CONFIG)


def _told(found: Found, rate: Fraction) -> Iterator[str]:
    title = found.workflow.title if found.workflow else "cannot be used"
    yield f"{found.name}: {title}"
    place = "shipped with lyrad" if found.shipped else "yours"
    yield f"  {place}; {_named(found.rules)}"
    for fault in found.faults:
        yield from (f"  {line}" for line in str(fault).splitlines())
    if found.workflow:
        yield from (f"  {line}" for line in lines(found.workflow, rate))
    yield ""


def _named(rules: tuple[str, ...]) -> str:
    return f"named by the rule {', '.join(rules)}" if rules else "no rule names it"


def _plain(found: Found, rate: Fraction) -> dict[str, object]:
    return {
        "name": found.name,
        "shipped": found.shipped,
        "rules": found.rules,
        "title": found.workflow.title if found.workflow else "",
        "lines": list(lines(found.workflow, rate)) if found.workflow else [],
        "faults": [asdict(fault) for fault in found.faults],
    }
