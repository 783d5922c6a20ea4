"""The verb `publish.take`: master, poster, contact sheet, proxy and receipt become a take.

Decides what a take holds and when it is good enough. Numbers, names and the one rename are the
publisher's. Each file is made once: what an interrupted try finished is used by the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions._checks import judged, rendered_smaller
from lyrad.actions._marks import TakeMarks, files_of
from lyrad.actions._receipt import receipt
from lyrad.actions._reject import measured
from lyrad.actions._sheet import sheet
from lyrad.actions._sound import sound
from lyrad.core.seam_seen import seen
from lyrad.core.taken import taken
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.lane import CPU
from lyrad.model.media import Master
from lyrad.model.names import JSON
from lyrad.model.plan import Artifact
from lyrad.model.take import Check, StepReceipt
from lyrad.ports import Bench, MasterOrder, Staged

_ENDINGS = {Master.H264: ".mp4", Master.PRORES_422_HQ: ".mov", Master.DNXHR_HQX: ".mov"}
_MARK = "{stem}"
_BITS = 8
"""Bits a colour in what renderers hand over, unless they say otherwise."""
_START = "01:00:00:00"
"""Film starts its programmes at hour one, so that what comes before can be numbered too."""


class PublishTake(BaseModel):
    """Publish the clip that was made as a take."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "publish.take"
    lane: ClassVar[str] = CPU

    poster: bool = Field(default=True, description="Add a still picture of the take.")
    sheet: bool = Field(default=True, description="Add a contact sheet beside the given frames.")
    proxy: Annotated[int, Field(ge=90, le=2160, multiple_of=2)] | None = Field(
        360, description="Add a small H.264 of this height in pixels; null for none."
    )
    retake_suspicious: bool = Field(
        default=False,
        description="Order one more take, from another seed, where a check of this one failed.",
    )

    def perform(self, bench: Bench) -> tuple[Artifact, ...]:
        """Return the take, published.

        Raises:
            Permanent: the master is not what was ordered; it is kept in the job's rejects.
            Temporary: the share is full or locked; everything made is kept for the next try.
        """
        began = bench.clock.monotonic()
        publisher, plan = bench.publisher, bench.plan
        version, take = publisher.begun(plan), publisher.number(plan)
        stem = publisher.stem(plan, take=take, version=version)
        clip = _clip(bench)
        source = bench.job_work / clip.path
        marks = TakeMarks(bench, clip, stem)
        heard, sounding = sound(bench)
        master = _master(bench, source, stem, marks.comment, heard)
        checks = (*measured(bench, master, made_by="FFmpeg"), *judged(bench, master))
        marks.master(master)
        beside = (*self._beside(bench, source, checks, marks.comment), *_beside_sound(heard))
        for name, path in beside:
            marks.beside(path, master, PurePosixPath(name).name.replace(_MARK, stem))
        staged = Staged(files=(*_delivered(master, stem), *beside))
        last = self._last(bench, bench.clock.monotonic() - began)
        checks = (*checks, *rendered_smaller(bench), *sounding, *marks.checks())
        draft = receipt(bench, take=take, number=version, checks=checks, last=last)
        published = publisher.publish(plan, draft, staged)
        if record := seen(published):
            bench.learn(record)
        return (taken(plan, published),)

    def _beside(
        self, bench: Bench, source: Path, checks: tuple[Check, ...], comment: str
    ) -> Iterator[tuple[str, Path]]:
        """Make what goes into `_info/`, where it is not made yet; yield it by name."""
        if self.poster:
            target = bench.work / "poster.jpg"
            if not target.exists():
                frame = bench.plan.spec.frames // 4
                bench.media.picture(source, target, frame=frame, signal=bench.signal)
            yield f"_info/{_MARK}_poster.jpg", target
        if self.sheet:
            target = bench.work / "sheet.jpg"
            if not target.exists():
                sheet(bench, source, target, checks)
            yield f"_info/{_MARK}_sheet.jpg", target
        if self.proxy is not None:
            target = bench.work / f"proxy_{self.proxy}.mp4"
            if not target.exists():
                rate = bench.plan.spec.rate
                bench.media.proxy(
                    source,
                    target,
                    height=self.proxy,
                    rate=rate,
                    signal=bench.signal,
                    comment=comment,
                )
            yield f"_info/{_MARK}_proxy.mp4", target

    def _last(self, bench: Bench, seconds: float) -> StepReceipt:
        facts: dict[str, JSON] = {
            "master": bench.plan.spec.master.value,
            "source_bits": _clip(bench).facts.get("bits", _BITS),
            **self.model_dump(),
        }
        return StepReceipt(
            action=self.name,
            backend=None,
            ticket=None,
            tries=bench.tries,
            seconds=round(seconds, 3),
            facts=facts,
        )


def _clip(bench: Bench) -> Artifact:
    for one in reversed(bench.earlier):
        if one.kind == "clip":
            return one
    raise Permanent(_nothing(bench))


def _beside_sound(heard: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield the sound by its name beside the receipt: a master has it too, but not as it was."""
    if heard is not None:
        yield f"_info/{_MARK}.wav", heard


def _master(bench: Bench, source: Path, stem: str, comment: str, heard: Path | None) -> Path:
    """Return the master, made if it is not there yet; the stem is its reel, so it names it."""
    spec = bench.plan.spec
    target = bench.work / f"{stem}{_ENDINGS.get(spec.master, '')}"
    if not target.exists():
        order = MasterOrder(
            source=source,
            target=target,
            master=spec.master,
            frames=spec.frames,
            rate=spec.rate,
            size=spec.size,
            timecode=str(spec.inherited.get("start_timecode", _START)),
            reel=stem,
            comment=comment,
            sound=heard,
        )
        bench.media.master(order, bench.signal, bench.progress)
    return target


def _delivered(master: Path, stem: str) -> Iterator[tuple[str, Path]]:
    """Yield the master by its name in the take; pictures lie in a folder of their own."""
    if master.is_dir():
        for picture in files_of(master):
            yield f"{_MARK}/{picture.name.replace(stem, _MARK, 1)}", picture
    else:
        yield f"{_MARK}{master.suffix}", master


def _nothing(bench: Bench) -> Fault:
    return Fault(
        code=Code.MISSING_KEY,
        what="There is nothing to publish: no step before made a clip.",
        where=f"{bench.plan.rule_source}: do[{bench.step}]",
        next="Put a step that renders, such as render.between, in front of it.",
    )
