"""The verb `assemble.scene`: a scene in one piece, a film to look at and a timeline to cut with.

Decides what is burnt in, and whether masters can be joined as they are. Numbers, names and the
renames are the home's. A shot is encoded once for its content and place; what an interrupted try
made is used by the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions import _assembly_faults as faults
from lyrad.actions._assembly_marks import AssemblyMarks
from lyrad.core.assembly.otio import timeline
from lyrad.core.naming import assembly_stem, body, take_folder, version_folder
from lyrad.core.shotlist.timecode import nominal, timecode_of
from lyrad.errors import Permanent
from lyrad.model.assembly import Item
from lyrad.model.cue import SAMPLE_RATE
from lyrad.model.job import Progress
from lyrad.model.lane import CPU
from lyrad.model.media import Size
from lyrad.model.plan import Artifact
from lyrad.ports import (
    Assembled,
    AssemblyBench,
    BurnIn,
    JoinOrder,
    MixOrder,
    PartOrder,
    Piece,
)

TRIES = 5
"""How often another number is taken, where somebody's file has the name; each is one more look."""


class AssembleScene(BaseModel):
    """Put a scene's takes together, with its music under them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "assemble.scene"
    lane: ClassVar[str] = CPU

    burn_in: bool = Field(
        default=True,
        description="Write shot, take, frame and timecode into the picture.",
        examples=[True],
    )
    height: int = Field(
        720,
        ge=90,
        le=2160,
        multiple_of=2,
        description="How many lines the film has, at most as many as the takes.",
        examples=[720],
    )

    def perform(self, bench: AssemblyBench) -> tuple[Artifact, ...]:
        """Return the assembly, once film and timeline stand in the scene's folder.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's.
            Permanent: a take in it is gone or broken, or names are taken again and again.
        """
        try:
            return (self._published(bench),)
        except Permanent:
            bench.begin()  # where the share is away, that is what is wrong
            raise

    def _published(self, bench: AssemblyBench) -> Artifact:
        lengths = tuple(item.frames for item in bench.plan.assembly.items)
        clips = tuple(zip(self._clips(bench), lengths, strict=True))
        sound = _sound(bench)
        for _ in range(TRIES):
            version = bench.home.version(bench.plan)
            film = self._joined(bench, clips, sound, version)
            published = bench.home.publish(bench.plan, version, _assembled(bench, film, version))
            if published is not None:
                return published
        raise Permanent(faults.taken(bench.plan))

    def _clips(self, bench: AssemblyBench) -> Iterator[Path]:
        """Yield what is joined: the masters, if they may stay as they are, or parts of them."""
        masters = None if self.burn_in else _masters(bench)
        if masters is not None:
            yield from masters
            return
        assembly, done = bench.plan.assembly, 0
        for item in assembly.items:
            before, total = done, assembly.frames

            def tell(progress: Progress, before: int = before, total: int = total) -> None:
                bench.progress(Progress(done=before + progress.done, total=total))

            yield bench.cutter.part(self._part(bench, item), bench.signal, tell)
            done += item.frames
            bench.progress(Progress(done=done, total=total))

    def _part(self, bench: AssemblyBench, item: Item) -> PartOrder:
        assembly, take = bench.plan.assembly, item.footage
        label = f"{body(item.shot)}  {_label(item)}"
        burn_in = BurnIn(label=label, start=assembly.start + item.start, drop=assembly.drop)
        return PartOrder(
            source=_there(bench, item) if take else None,
            content=take.sha256 if take else "slate",
            frames=item.frames,
            own_rate=take.rate if take else assembly.rate,
            rate=assembly.rate,
            size=scaled(assembly.size, self.height),
            words=() if take else _slate(item, assembly.rate),
            burn_in=burn_in if self.burn_in else None,
        )

    def _joined(
        self,
        bench: AssemblyBench,
        clips: tuple[tuple[Path, int], ...],
        sound: Path | None,
        version: int,
    ) -> Path:
        """Return the film under its name, whole and marked."""
        assembly = bench.plan.assembly
        stem = assembly_stem(assembly.scene, version=version)
        target = bench.work / f"{stem}{clips[0][0].suffix}"
        marks = AssemblyMarks(bench)
        order = JoinOrder(
            clips=clips,
            sound=sound,
            target=target,
            rate=assembly.rate,
            timecode=timecode_of(assembly.start, assembly.rate, drop=assembly.drop),
            comment=marks.comment,
        )
        bench.cutter.join(order, bench.signal)
        _measured(bench, target)
        marks.sign(target)
        return target


def scaled(size: Size, height: int) -> Size:
    """Return a size of at most so many lines; never larger, both sides even."""
    tall = min(height, size.height) // 2 * 2
    wide = round(Fraction(size.width * tall, size.height) / 2) * 2
    return Size(width=max(2, wide), height=max(2, tall))


def _masters(bench: AssemblyBench) -> tuple[Path, ...] | None:
    """Return the masters where every shot has one and all can be joined as they are."""
    assembly = bench.plan.assembly
    if len(assembly.footage) < len(assembly.items):
        return None
    masters = tuple(_there(bench, item) for item in assembly.items)
    alike = bench.cutter.alike(masters, assembly.rate, bench.signal)
    return masters if alike else None


def _there(bench: AssemblyBench, item: Item) -> Path:
    """Return where a take's master lies. Raises Permanent where it went meanwhile."""
    take = item.footage
    assert take is not None  # noqa: S101 - asked only of what has a take
    path = bench.home.path(take.path)
    if path.is_symlink() or not path.exists():
        raise Permanent(faults.gone(bench.plan, item))
    return path


def _label(item: Item) -> str:
    """Return what is burnt in beside the shot's code."""
    take = item.footage
    if take is None:
        return "no take yet"
    words = [take_folder(take.take), version_folder(take.version)]
    words += ["circled"] if take.circled else []
    words += ["DRAFT"] if take.draft else []
    return " ".join(words)


def _slate(item: Item, rate: Fraction) -> tuple[str, ...]:
    """Return what a slate says: the shot, how long it will be, what it is about."""
    seconds, frames = divmod(item.frames, nominal(rate))
    return (
        body(item.shot),
        "No take yet",
        f"{seconds} s {frames} f, {item.frames} frames",
        item.words,
    )


def _sound(bench: AssemblyBench) -> Path | None:
    """Return the music in its place, mixed in the work folder, or None where there is none."""
    assembly = bench.plan.assembly
    if not assembly.cues:
        return None

    def sample(frame: int) -> int:
        return int(frame * SAMPLE_RATE / assembly.rate + Fraction(1, 2))

    pieces = tuple(
        Piece(
            source=bench.home.path(laid.footage.path),
            at=sample(laid.at),
            skip=sample(laid.skip),
            samples=sample(laid.skip + laid.frames) - sample(laid.skip),
        )
        for laid in assembly.cues
    )
    target = bench.work / "music.wav"
    order = MixOrder(target=target, pieces=pieces, samples=sample(assembly.frames))
    bench.cutter.mix(order, bench.signal)
    return target


def _assembled(bench: AssemblyBench, film: Path, version: int) -> Assembled:
    plan = bench.plan
    text = timeline(
        plan.assembly,
        name=assembly_stem(plan.assembly.scene, version=version),
        folder=plan.folder,
        about={
            "production": plan.production,
            "title": plan.title,
            "version": version,
            "job": plan.job,
        },
    )
    return Assembled(film=film, timeline=text.encode())


def _measured(bench: AssemblyBench, film: Path) -> None:
    """Raise Permanent unless the film has every frame of every shot, at the exact rate."""
    assembly, found = bench.plan.assembly, bench.cutter.probe(film, bench.signal)
    if (found.frames, found.rate) != (assembly.frames, assembly.rate):
        raise Permanent(faults.uneven(bench.plan, f"{found.frames} frames at {found.rate}"))
