"""The verbs of a cue: scored, heard, mastered, published; told plainly where they cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lyrad.actions import _ticket
from lyrad.actions.publish_cue import PublishCue
from lyrad.actions.score_cue import ScoreCue
from lyrad.backends.mastering import LocalMastering
from lyrad.errors import Cancelled, Code, Fault, Permanent, Stopping, Temporary
from lyrad.model.cue import Hit, Loudness
from lyrad.model.cue_take import CueReceipt
from lyrad.model.drop import Member
from lyrad.model.names import RelPath
from lyrad.model.plan import VIDEO, Artifact, CuePlan
from lyrad.ports import (
    Composed,
    ComposeOrder,
    CueBench,
    Finished,
    Lost,
    Staged,
    Ticket,
    TimedHit,
    Working,
)
from tests.support.clock import FakeClock
from tests.support.cues import cue_plan, cue_spec, put, samples_of, tone
from tests.support.shoot import DOWN
from tests.support.signal import FakeSignal


def silence(path: Path) -> None:
    put(path, np.zeros((240_000, 2)))


def short(path: Path) -> None:
    tone(path, 2.5)


def words(path: Path) -> None:
    path.write_text("<html>not found</html>")


def broken(path: Path) -> None:
    samples = samples_of(tone(path, 5)).copy()
    samples[500] = np.nan
    put(path, samples)


def music(path: Path) -> None:
    tone(path, 5)


@dataclass
class ScriptedComposer:
    """Answers polls from a script, then is finished; brings what `brings` says, in turn."""

    brings: list[Callable[[Path], None]] = field(default_factory=list)
    script: list[Any] = field(default_factory=list)
    fault: Fault | None = None
    said: list[str] = field(default_factory=list)
    orders: list[ComposeOrder] = field(default_factory=list)
    seed: int | None = None
    name: str = "acestep"
    licence: str = ""
    commercial: bool = True
    card: bool = True
    outlives: bool = False
    draft: bool = False

    def probe(self, order: ComposeOrder) -> Fault | None:
        return self.fault

    def submit(self, order: ComposeOrder) -> Ticket:
        self.said.append("submit")
        self.orders.append(order)
        return Ticket(id=f"ticket-{self.said.count('submit')}", facts={})

    def poll(self, order: ComposeOrder, ticket: Ticket) -> Working | Finished | Lost:
        answer = self.script.pop(0) if self.script else Finished()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def fetch(self, order: ComposeOrder, ticket: Ticket, signal: Any, progress: Any) -> Composed:
        self.said.append(f"fetch {ticket.id}")
        path = order.work / "brought.wav"
        (self.brings.pop(0) if self.brings else music)(path)
        return Composed(path=path, seed=self.seed, draft=self.draft, facts={"model": "turbo"})

    def cancel(self, order: ComposeOrder, ticket: Ticket) -> None:
        self.said.append(f"cancel {ticket.id}")


@dataclass
class Home:
    """Takes in what is published into a cue's folder."""

    published: list[tuple[CueReceipt, list[str]]] = field(default_factory=list)
    refuse: Exception | None = None

    def begun(self, plan: CuePlan) -> None:
        return

    def done(self, plan: CuePlan) -> Artifact | None:
        return None

    def number(self, plan: CuePlan) -> int:
        return 3

    def publish(self, plan: CuePlan, receipt: CueReceipt, staged: Staged) -> Artifact:
        if self.refuse:
            raise self.refuse
        assert all(path.is_file() for _, path in staged.files)
        self.published.append((receipt, [name for name, _ in staged.files]))
        return Artifact(kind="take", path="", facts={"take": receipt.take})


@dataclass
class Place:
    """A job's folders, composers and home."""

    folder: Path
    home: Home = field(default_factory=Home)
    composer: ScriptedComposer = field(default_factory=ScriptedComposer)
    builtin: ScriptedComposer = field(
        default_factory=lambda: ScriptedComposer(name="builtin", draft=True)
    )

    def bench(self, step: int = 0, earlier: tuple[Artifact, ...] = (), **changes: Any) -> CueBench:
        work = self.folder / "job" / str(step)
        work.mkdir(parents=True, exist_ok=True)
        usual = CueBench(
            plan=cue_plan(),
            step=step,
            tries=1,
            work=work,
            job_work=self.folder / "job",
            earlier=earlier,
            clock=FakeClock(),
            signal=FakeSignal(),
            progress=lambda _: None,
            store=lambda sha256: self.folder / "store" / sha256,
            composers={"acestep": self.composer, "builtin": self.builtin},
            mastering=LocalMastering(),
            home=self.home,
        )
        return replace(usual, **changes)

    def scored(self, **changes: Any) -> tuple[Artifact, ...]:
        return ScoreCue(backend="acestep").perform(self.bench(**changes))

    def published(self, plan: CuePlan | None = None, **fields: Any) -> CueReceipt:
        plan = plan or cue_plan()
        made = self.scored(plan=plan)
        PublishCue(**fields).perform(self.bench(1, made, plan=plan))
        return self.home.published[-1][0]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_composer_is_asked_for_what_the_cue_and_the_rule_say(place: Place) -> None:
    plan = cue_plan(hits=(Hit(frame=48, words="door"), Hit(frame=24, words="she turns")))
    verb = ScoreCue(backend="acestep", prompt="Strings.", model="turbo", steps=8)
    verb.perform(place.bench(plan=plan))
    (order,) = place.composer.orders
    assert (order.prompt, order.negative, order.mood) == ("Strings.", "drums", ("calm",))
    assert (order.key, order.meter, order.bpm, order.seed) == ("D minor", "4/4", None, 7)
    assert order.options == {"model": "turbo", "steps": 8}
    assert order.hits == (
        TimedHit(sample=48_000, words="she turns"),
        TimedHit(sample=96_000, words="door"),
    )
    assert (order.span, order.picture, order.job) == (plan.span, None, plan.job)


def test_what_the_rule_leaves_out_is_the_cues_own_or_the_tools(place: Place) -> None:
    place.scored()
    (order,) = place.composer.orders
    assert (order.prompt, order.options) == ("Low strings, a slow pulse.", {})


@pytest.mark.parametrize("wanted", [True, False])
def test_the_picture_is_handed_over_where_the_rule_wants_it(place: Place, *, wanted: bool) -> None:
    clip = Member(role=VIDEO, path=RelPath("cut.mp4"), size=1, sha256="ab", xxh64="")
    verb = ScoreCue(backend="acestep", picture=wanted)
    verb.perform(place.bench(plan=cue_plan(members=(clip,))))
    expected = place.folder / "store/ab" if wanted else None
    assert place.composer.orders[0].picture == expected


def test_music_is_handed_on_with_what_was_heard_of_it(place: Place) -> None:
    place.composer.seed = 99
    (made,) = place.scored()
    assert made.kind == "music"
    heard = made.facts["heard"]
    assert isinstance(heard, dict)
    assert (heard["rate"], heard["seconds"]) == (48_000, 5.0)
    assert (made.facts["seed"], made.facts["draft"], made.facts["model"]) == (99, False, "turbo")


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (silence, "made silence"),
        (short, "the music ends at 2.5 s and the cue lasts 4.0 s"),
        (broken, "no numbers"),
        (words, "cannot be read"),
    ],
)
def test_music_that_cannot_be_used_is_kept_aside_and_asked_for_once_more(
    place: Place, bad: Callable[[Path], None], word: str
) -> None:
    place.composer.brings = [bad, music]
    (made,) = place.scored()
    first, second = place.composer.orders
    assert first.seed != second.seed
    assert len(list((place.folder / "job/rejects").iterdir())) == 1
    assert word in str(made.facts["rejected"])
    assert made.facts["seed"] == second.seed

    place.composer.brings = [bad, bad]
    with pytest.raises(Permanent) as error:
        place.scored()
    fault = error.value.fault
    assert fault.code is Code.MUSIC_WRONG
    assert word in fault.what
    assert "rejects/score.cue-3-brought.wav" in fault.where
    assert _ticket.read(place.folder / "job/0") is None
    seeds = [order.seed for order in place.composer.orders]
    assert len(set(seeds)) == len(seeds)


def test_music_in_flight_is_taken_up_again_and_asked_for_anew_where_it_is_lost(
    place: Place,
) -> None:
    bench = place.bench()
    _ticket.write(bench.work, Ticket(id="of before", facts={}))
    place.composer.script = [Working(progress=None), Finished()]
    ScoreCue(backend="acestep").perform(bench)
    assert place.composer.said == ["fetch of before"]
    place.composer.script = [Lost()]
    ScoreCue(backend="acestep").perform(bench)
    assert place.composer.said[1:] == ["submit", "fetch ticket-1"]


def test_a_tool_that_loses_the_work_again_and_again_is_waited_for(place: Place) -> None:
    place.composer.script = [Lost()] * 3
    with pytest.raises(Temporary) as error:
        place.scored()
    assert error.value.fault.code is Code.BACKEND_DOWN


@pytest.mark.parametrize(
    ("end", "outlives", "told"),
    [
        (Cancelled(DOWN), False, ["submit", "cancel ticket-1"]),
        (Cancelled(DOWN), True, ["submit", "cancel ticket-1"]),
        (Stopping(), False, ["submit", "cancel ticket-1"]),
        (Stopping(), True, ["submit"]),
    ],
)
def test_a_cancelled_composition_is_stopped_unless_it_outlives_lyrad(
    place: Place, end: BaseException, *, outlives: bool, told: list[str]
) -> None:
    place.composer.script, place.composer.outlives = [end], outlives
    with pytest.raises(type(end)):
        place.scored()
    assert place.composer.said == told
    assert (_ticket.read(place.folder / "job/0") is not None) == (len(told) == 1)


def test_a_tool_that_is_down_is_waited_for_unless_another_may_stand_in(place: Place) -> None:
    place.composer.fault = DOWN
    with pytest.raises(Temporary):
        place.scored()
    verb = ScoreCue(backend="acestep", fallback="builtin")
    (made,) = verb.perform(place.bench())
    assert (made.facts["backend"], made.facts["instead_of"]) == ("builtin", "acestep")
    assert made.facts["draft"] is True
    place.composer.fault = None
    _ticket.write(place.bench().work, Ticket(id="t", facts={"instead_of": "acestep"}))
    verb.perform(place.bench())
    assert place.builtin.said[-1] == "fetch t"


def test_a_composer_that_nobody_set_up_is_named_with_those_that_are(place: Place) -> None:
    with pytest.raises(Permanent) as error:
        ScoreCue(backend="audiox").perform(place.bench())
    assert error.value.fault.code is Code.BACKEND_UNKNOWN
    assert "acestep, builtin" in error.value.fault.next


def test_music_that_may_not_be_sold_is_refused_until_the_settings_say_that_this_is_known(
    place: Place,
) -> None:
    place.composer.commercial, place.composer.licence = False, "CC BY-NC 4.0: no money."
    with pytest.raises(Permanent) as error:
        place.scored()
    fault = error.value.fault
    assert fault.code is Code.LICENCE
    assert "CC BY-NC 4.0" in fault.what
    assert "music: {accept_non_commercial: true}" in fault.next
    assert place.composer.said == []
    (made,) = place.scored(accept_non_commercial=True)
    assert made.facts["licence"] == "CC BY-NC 4.0: no money."


def test_a_take_has_music_preview_and_waveform_and_says_what_was_measured(place: Place) -> None:
    receipt = place.published()
    assert place.home.published[0][1] == [
        "{stem}.wav",
        "_info/{stem}_preview.m4a",
        "_info/{stem}_waveform.png",
    ]
    checks = {check.name: check for check in receipt.checks}
    assert all(check.passed for check in receipt.checks)
    assert checks["length"].figure == "192000 of 192000 samples"
    assert checks["format"].figure == "48000 Hz, 2 channels, 24 bit"
    assert checks["timecode"].figure.startswith("172800000 of 172800000 samples")
    assert checks["loudness"].figure.endswith(" LUFS of -23 asked")
    assert checks["true peak"].figure.endswith("dBTP, -1.0 at most")
    assert receipt.remarks == ("Mix only: the tool makes no stems.",)
    assert [step.action for step in receipt.steps] == ["score.cue", "publish.cue"]
    assert (receipt.take, receipt.draft, receipt.seed) == (3, False, 7)
    assert receipt.span["samples"] == 192_000
    json.dumps(receipt.span)


def test_a_rule_may_leave_out_what_lies_beside(place: Place) -> None:
    place.published(preview=False, waveform=False)
    assert place.home.published[0][1] == ["{stem}.wav"]


def test_what_was_mastered_is_used_by_the_next_try(place: Place) -> None:
    made = place.scored()
    place.home.refuse = Temporary(DOWN, delay=1)
    bench = place.bench(1, made)
    with pytest.raises(Temporary):
        PublishCue().perform(bench)
    times = {path.name: path.stat().st_mtime_ns for path in bench.work.iterdir()}
    place.home.refuse = None
    PublishCue().perform(bench)
    assert {path.name: path.stat().st_mtime_ns for path in bench.work.iterdir()} == times


def test_a_master_that_nobody_measured_is_made_anew(place: Place) -> None:
    bench = place.bench(1, place.scored())
    (bench.work / "master.wav").write_bytes(b"half of it")
    PublishCue().perform(bench)
    assert place.home.published[0][0].checks[0].passed


def test_a_cue_with_no_loudness_says_that_it_is_as_it_was_made(place: Place) -> None:
    spec = cue_spec(loudness=Loudness.NONE, fade_out=Fraction(0))
    receipt = place.published(cue_plan(spec=spec))
    assert next(one.figure for one in receipt.checks if one.name == "loudness").endswith(
        "as it was made"
    )


class Liar(LocalMastering):
    """A mastering that delivers one sample too many."""

    def master(self, order: Any, signal: Any, progress: Any) -> Any:
        made = super().master(order, signal, progress)
        return replace(made, heard=replace(made.heard, samples=made.heard.samples + 1))


def test_what_is_not_what_was_ordered_is_kept_aside_and_not_published(place: Place) -> None:
    bench = replace(place.bench(1, place.scored()), mastering=Liar())
    with pytest.raises(Permanent) as error:
        PublishCue().perform(bench)
    assert "length 192001 of 192000 samples" in error.value.fault.what
    assert (place.folder / "job/rejects/publish.cue-1-master.wav").is_file()
    assert place.home.published == []


def test_a_rule_that_publishes_before_it_scores_is_told(place: Place) -> None:
    with pytest.raises(Permanent) as error:
        PublishCue().perform(place.bench(1))
    assert error.value.fault.code is Code.MISSING_KEY
    assert "score.cue" in error.value.fault.next


def test_embedded_work_is_the_processors_and_any_other_tool_needs_the_card() -> None:
    assert (ScoreCue().lane, ScoreCue(backend="acestep").lane) == ("cpu", "card")
