"""The verb `publish.cue`: music brought to the cue's length and loudness becomes a take of it.

Decides what a take of a cue holds and when it is good enough. How a file is mastered is the
mastering's, numbers and the one rename are the home's. Each file is made once: what an interrupted
try finished is used by the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from lyrad.actions._cue_receipt import receipt
from lyrad.actions._manifest import write_whole
from lyrad.actions._reject import set_aside
from lyrad.actions._timed import timed_hits
from lyrad.actions.score_cue import MUSIC
from lyrad.core.cue_words import cue_checks, figures, fits
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.lane import CPU
from lyrad.model.names import JSON
from lyrad.model.plan import Artifact
from lyrad.model.sound import Mastered
from lyrad.model.take import Check, StepReceipt
from lyrad.ports import CueBench, MusicOrder, Staged, WaveformOrder

_MASTER, _MEASURED = "master.wav", "mastered.json"
_MASTERED = TypeAdapter(Mastered)


class PublishCue(BaseModel):
    """Publish the music that was made as a take of its cue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "publish.cue"
    lane: ClassVar[str] = CPU

    preview: bool = Field(
        default=True, description="Add a small AAC for listening on anything.", examples=[True]
    )
    waveform: bool = Field(
        default=True, description="Add a picture of the waveform.", examples=[True]
    )

    def perform(self, bench: CueBench) -> tuple[Artifact, ...]:
        """Return the take, published.

        Raises:
            Permanent: nothing was made before this step; or what was mastered is not what was
                ordered, and is kept in the job's rejects.
            Temporary: the share is full or locked; everything made is kept for the next try.
        """
        began = bench.clock.monotonic()
        music = _music(bench)
        take = bench.home.number(bench.plan)
        made = _mastered(bench, music)
        checks = cue_checks(made, bench.plan.spec.loudness, bench.plan.span)
        master = bench.work / _MASTER
        if not fits(checks):
            raise Permanent(_wrong(bench, checks, set_aside(bench, master)))
        staged = Staged(files=(("{stem}.wav", master), *self._beside(bench, made)))
        last = self._last(bench, made, bench.clock.monotonic() - began)
        draft = receipt(bench, take=take, checks=checks, last=last)
        return (bench.home.publish(bench.plan, draft, staged),)

    def _beside(self, bench: CueBench, made: Mastered) -> Iterator[tuple[str, Path]]:
        """Make what goes into `_info/`, where it is not made yet; yield it by name."""
        master = bench.work / _MASTER
        if self.preview:
            target = bench.work / "preview.m4a"
            if not target.exists():
                bench.mastering.preview(master, target, bench.signal)
            yield "_info/{stem}_preview.m4a", target
        if self.waveform:
            target = bench.work / "waveform.png"
            if not target.exists():
                bench.mastering.waveform(_waveform(bench, made, target), bench.signal)
            yield "_info/{stem}_waveform.png", target

    def _last(self, bench: CueBench, made: Mastered, seconds: float) -> StepReceipt:
        facts: dict[str, JSON] = {
            "gain": made.gain,
            "loudness": made.heard.loudness,
            "true_peak": made.heard.true_peak,
            "ffmpeg": bench.mastering.version(),
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


def _music(bench: CueBench) -> Artifact:
    for one in reversed(bench.earlier):
        if one.kind == MUSIC:
            return one
    raise Permanent(_nothing(bench))


def _mastered(bench: CueBench, music: Artifact) -> Mastered:
    """Return what was delivered, made if it is not there yet; its measures are kept with it."""
    plan, target, kept = bench.plan, bench.work / _MASTER, bench.work / _MEASURED
    if target.exists():
        try:
            return _MASTERED.validate_json(kept.read_bytes())
        except (FileNotFoundError, ValidationError):
            target.unlink()
    order = MusicOrder(
        source=bench.job_work / music.path,
        target=target,
        span=plan.span,
        fade_in=plan.spec.fade_in,
        fade_out=plan.spec.fade_out,
        loudness=plan.spec.loudness,
        words=f"{plan.cue} {plan.spec.title}, at {plan.span.timecode}",
    )
    made = bench.mastering.master(order, bench.signal, bench.progress)
    write_whole(kept, _MASTERED.dump_json(made))
    return made


def _waveform(bench: CueBench, made: Mastered, target: Path) -> WaveformOrder:
    plan = bench.plan
    return WaveformOrder(
        source=bench.work / _MASTER,
        target=target,
        span=plan.span,
        fade_in=plan.spec.fade_in,
        fade_out=plan.spec.fade_out,
        hits=timed_hits(bench),
        title=" ".join((plan.cue.cue, plan.spec.title)).strip(),
        figures=figures(made.heard),
    )


def _nothing(bench: CueBench) -> Fault:
    return Fault(
        code=Code.MISSING_KEY,
        what="There is nothing to publish: no step before made music.",
        where=f"{bench.plan.rule_source}: do[{bench.step}]",
        next="Put `- score.cue` in front of it.",
    )


def _wrong(bench: CueBench, checks: tuple[Check, ...], aside: Path) -> Fault:
    failed = ", ".join(f"{one.name} {one.figure}" for one in checks if not one.passed)
    return Fault(
        code=Code.MUSIC_WRONG,
        what=f"What FFmpeg delivered is not what was ordered: {failed}.",
        where=f"{bench.plan.cue}; kept as {aside}",
        next="`lyrad retry` makes it again; if that fails too, look at the kept file.",
    )
