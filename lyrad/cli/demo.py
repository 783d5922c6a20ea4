"""`lyrad demo`: the main job, shown on a production that is drawn for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from lyrad.cli.command import Command
from lyrad.cli.tree import seen, tree
from lyrad.model.media import Size
from lyrad.model.status import Status
from lyrad.wiring.demo import Demo, Made, News, Shown

FOLDER = "demo-film"


def size(text: str) -> Size:
    """Return a frame's size. Raises click.BadParameter."""
    width, cross, height = text.partition("x")
    if not (cross and width.isdigit() and height.isdigit() and int(width) and int(height)):
        raise click.BadParameter(f"{text} is no size: write 1280x720")
    return Size(width=int(width), height=int(height))


@click.command(
    "demo",
    cls=Command,
    short_help="Show the main job on a production drawn for it.",
    example="lyrad demo\nlyrad demo my-demo --duration 4s",
)
@click.argument("folder", type=click.Path(path_type=Path), default=FOLDER)
@click.option("--size", type=size, default="1280x720", show_default=True, help="Of the frames.")
@click.option("--duration", default="2s", show_default=True, help="Of each shot.")
def command(folder: Path, size: Size, duration: str) -> None:
    """Draw three shots, drop them into a new production as a person would, watch lyrad at work.

    FOLDER is made by the demo; each further time it gets a new production in the same folder.
    """
    with _screen() as (on_news, on_status):
        demo = Demo(folder, size=size, duration=duration, on_news=on_news, on_status=on_status)
        shown = demo.show()
    for line in _ending(shown):
        click.echo(line)
    if shown.kept:
        raise SystemExit(1)


Screen = tuple[Callable[[News], None], Callable[[Status], None]]


def _screen() -> AbstractContextManager[Screen]:
    """Return where news and status go: bars on a terminal, plain lines elsewhere."""
    if sys.stdout.isatty():
        from lyrad.cli.stage import stage  # noqa: PLC0415 - rich costs more than all the rest

        return stage(news)
    return nullcontext((lambda told: click.echo(news(told)), lambda _: None))


def news(told: News) -> str:
    """Return a line for something that happened."""
    return f"{told.at:5.1f} s  {told.who:5}  {told.code:13}  {told.words}"


def _ending(shown: Shown) -> Iterator[str]:
    root = shown.film
    begun = {root / "production.yaml", root / "READ ME FIRST.txt", *shown.dropped}
    yield "\nBEFORE: what was dropped\n"
    yield from (line for line, _ in tree(root, begun))
    yield "\nAFTER: + is what lyrad put there\n"
    yield from _after(root, begun)
    for made in shown.made:
        yield ""
        yield from _shot(made)
    yield (
        f"\nAll in {shown.all:.1f} s: frames drawn in {shown.drawing:.1f} s, lyrad started in "
        f"{shown.starting:.1f} s."
    )
    if shown.kept:
        yield f"\nNot everything was made. What lyrad said is in {shown.kept}"
    yield "\nThe production stays. Go on with it:"
    yield f'  lyrad run "{_short(root)}"'
    yield "  then put an empty file named RETAKE into a shot's folder, or change its shot.yaml"


def _after(root: Path, begun: set[Path]) -> Iterator[str]:
    scenes = root / "scenes"
    after = begun | {path for path in seen(root, skip="_example") if _matters(path, scenes)}
    theirs = begun | {above for path in begun for above in path.parents}
    for line, path in tree(root, after):
        yield line if path in theirs else click.style(f"{line}  +", fg="green")


def _matters(path: Path, scenes: Path) -> bool:
    return path.name.startswith("_lyrad") or scenes in path.parents


def _shot(made: Made) -> Iterator[str]:
    yield click.style(f"{made.shot.code}, {made.shot.move}", bold=True)
    if made.card:
        yield f"  {made.card.name}"
        words = made.card.read_text("utf-8-sig").strip()
        # Its last paragraph says what every card says.
        yield from (f"    {line}" for line in words.partition("\n\n")[0].splitlines())
    if made.take is None or made.receipt is None or made.waited is None:
        return
    steps = ", ".join(f"{step.action} {step.seconds:.1f} s" for step in made.receipt.steps)
    yield f"  {made.waited.total_seconds():.1f} s from the last byte to the take ({steps})"
    for file in made.receipt.outputs:
        yield f"  {file.role:7} {_short(made.take / file.name)}"


def _short(path: Path) -> str:
    """Return a path as somebody who stands here would type it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if here in path.parents else str(path)
