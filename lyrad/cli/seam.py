"""`lyrad seam`: judge a first and a last frame before a render is spent on them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from lyrad.cli import options
from lyrad.cli.command import Command
from lyrad.cli.seam_calibrate import calibrate
from lyrad.core.seam_log import as_fields
from lyrad.errors import Code, Fault, LyradError, UsageError
from lyrad.model.names import JSON
from lyrad.model.seam import Seam
from lyrad.wiring.seaming import judged

_FILE = click.Path(path_type=Path)


class SeamCommand(Command):
    """`lyrad seam`, which knows one word that names no picture: `calibrate`."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's own
    ) -> click.Context:
        """Return the context of this command, or of `lyrad seam calibrate`."""
        if args[:1] == ["calibrate"]:
            return calibrate.make_context(f"{info_name} calibrate", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(
    "seam",
    cls=SeamCommand,
    short_help="Judge a first and a last frame before they are rendered.",
    example="lyrad seam first.png last.png --sheet seam.png\nlyrad seam calibrate",
)
@click.argument("first", required=False, type=_FILE)
@click.argument("last", required=False, type=_FILE)
@options.as_json
@click.option("--sheet", type=_FILE, metavar="OUT.png", help="Write what was seen as a picture.")
@click.option("--stdin", is_flag=True, help="Read FIRST<TAB>LAST lines; answer in JSON lines.")
def command(
    first: Path | None, last: Path | None, *, as_json: bool, sheet: Path | None, stdin: bool
) -> None:
    """Say whether a model will probably run through from FIRST to LAST, or cut.

    The verdict is OK, CAUTION or CUT-LIKELY, with the reasons and what to do. Nothing is rendered.
    `lyrad seam calibrate [LOG]` compares earlier verdicts with what the renders showed.
    """
    if stdin:
        if first is not None or sheet is not None:
            raise UsageError(_either())
        for answer in answers(sys.stdin):
            click.echo(json.dumps(answer, ensure_ascii=False))
        return
    if first is None or last is None:
        raise UsageError(_either())
    seam = judged(first, last, sheet)
    if as_json:
        click.echo(json.dumps(as_fields(seam), indent=2, ensure_ascii=False))
        return
    for line in lines(seam):
        click.echo(line)


def lines(seam: Seam) -> Iterator[str]:
    """Return a verdict as a person reads it."""
    yield f"{seam.verdict}, risk {seam.risk:.2f}"
    for reason in seam.reasons:
        yield f"  {reason.risk:.2f}  {reason.words}"
    for advice in seam.advice:
        yield f"  next:  {advice}"


def answers(pairs: Iterable[str]) -> Iterator[dict[str, JSON]]:
    """Yield an answer for each line; a pair that cannot be judged does not end the work."""
    for pair in pairs:
        first, tab, last = pair.rstrip("\r\n").partition("\t")
        if not pair.strip():
            continue
        try:
            if not (first and tab and last):
                raise UsageError(_no_pair(pair))
            yield as_fields(judged(Path(first), Path(last)))
        except LyradError as error:
            yield {"error": _as_error(error.fault)}


def _as_error(fault: Fault) -> dict[str, JSON]:
    return {
        "code": fault.code.value,
        "what": fault.what,
        "where": fault.where,
        "next": fault.next,
    }


def _either() -> Fault:
    return Fault(
        code=Code.USAGE,
        what="A pair is two pictures: FIRST and LAST, or lines of them with --stdin.",
        where="the command line",
        next="lyrad seam first.png last.png",
    )


def _no_pair(text: str) -> Fault:
    return Fault(
        code=Code.USAGE,
        what="The line does not name two pictures with a tab between them.",
        where=text.strip()[:200],
        next="Write FIRST, a tab, LAST.",
    )
